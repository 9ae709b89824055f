using System.Collections.Immutable;

namespace Gatehouse.Host.Kerberos;

/// <summary>
/// Which names this host fetches tickets for. In AuthIP the responder says who it is, and nobody vouches for it: without a rule it could make this host
/// authenticate to any service of the realm, and relay what it gets.
/// </summary>
/// <param name="Classes">Service classes, such as "host".</param>
/// <param name="Domains">Names of hosts end in one of these, such as ".example.com"; empty for any.</param>
/// <param name="MachineNames">Also machine$@REALM, as Windows computers are called.</param>
public sealed record PrincipalRule(ImmutableArray<string> Classes, ImmutableArray<string> Domains, bool MachineNames)
{
    /// <summary>Hosts of any name, and machines.</summary>
    public static readonly PrincipalRule Hosts = new(["host"], [], MachineNames: true);

    /// <summary>True when a ticket may be fetched for this name.</summary>
    public bool Allows(string name)
    {
        var principal = name.Split('@')[0];
        if (principal.Length == 0 || name.Count(character => character == '@') > 1 || name.Any(character => character <= ' ' || character is '\\'))
            return false;
        var parts = principal.Split('/');
        if (parts.Length == 1)
            return MachineNames && principal.Length > 1 && principal.IndexOf('$', StringComparison.Ordinal) == principal.Length - 1;
        // [MS-KILE] 3.1.5.11: class/host[:port][/name].
        var host = parts[1].Split(':')[0];
        return parts.Length <= 3
            && Classes.Contains(parts[0], StringComparer.OrdinalIgnoreCase)
            && host.Length > 0
            && (Domains.IsEmpty || Domains.Any(domain => host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)));
    }
}
