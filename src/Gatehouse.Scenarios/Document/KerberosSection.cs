using System.Collections.Immutable;

namespace Gatehouse.Scenarios.Document;

/// <summary>
/// Where a host that runs the policy finds its Kerberos credentials, and for whom it fetches tickets. It is of the host and not of the policy's objects:
/// no WFP object comes of it.
/// </summary>
public sealed record KerberosSection
{
    /// <summary>Every default.</summary>
    public static readonly KerberosSection Default = new();

    /// <summary>The name peers ask a ticket for; null for the host's own.</summary>
    public string? LocalName { get; init; }

    /// <summary>Keytab of the host, for both roles.</summary>
    public string Keytab { get; init; } = "/etc/krb5.keytab";

    /// <summary>Cache for tickets; in memory by default, so that nothing an administrator has fetched for himself is used.</summary>
    public string CredentialCache { get; init; } = "MEMORY:gatehouse";

    /// <summary>The principal to begin as; null for the first of the keytab.</summary>
    public string? ClientPrincipal { get; init; }

    /// <summary>Service classes tickets are fetched for.</summary>
    public ImmutableArray<string> PeerClasses { get; init; } = ["host"];

    /// <summary>Ends of the names of hosts tickets are fetched for; empty for any.</summary>
    public ImmutableArray<string> PeerDomains { get; init; } = [];

    /// <summary>Whether tickets are fetched for machine$@REALM too.</summary>
    public bool PeerMachineNames { get; init; } = true;

    /// <summary>Extended mode's credential cache; null for the library's own default.</summary>
    public string? UserCredentialCache { get; init; }

    /// <summary>Extended mode's principal; null for whose ticket the cache holds.</summary>
    public string? UserPrincipal { get; init; }

    /// <summary>The same names and places; lists are equal by what they hold.</summary>
    public bool Equals(KerberosSection? other) => other is not null && Texts() == other.Texts()
        && PeerClasses.SequenceEqual(other.PeerClasses) && PeerDomains.SequenceEqual(other.PeerDomains) && PeerMachineNames == other.PeerMachineNames;

    /// <inheritdoc/>
    public override int GetHashCode() => Texts().GetHashCode();

    private (string?, string, string, string?, string?, string?) Texts() =>
        (LocalName, Keytab, CredentialCache, ClientPrincipal, UserCredentialCache, UserPrincipal);
}
