using System.Collections.Immutable;

namespace Gatehouse.Cli.Demo;

/// <summary>A host of the demonstration.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Policy">The shipped example it enforces; null when it knows nothing of IPsec.</param>
/// <param name="Role">What it is, in a few words.</param>
internal sealed record DemoHost(string Name, string? Policy, string Role)
{
    /// <summary>A fleet on its way to IPsec.</summary>
    public static readonly ImmutableArray<DemoHost> All =
    [
        new("transport", "transport-mode-psk.yaml", "Transport Mode: protected, or nothing flows"),
        new("nd1", "negotiation-discovery-psk.yaml", "Negotiation Discovery: inbound protected, outbound in clear until there are keys"),
        new("nd2", "negotiation-discovery-psk.yaml", "the same"),
        new("boundary", "negotiation-discovery-boundary-psk.yaml", "Negotiation Discovery in boundary mode: clear both ways until there are keys"),
        new("plain", null, "no IPsec at all"),
    ];

    /// <summary>Names of all.</summary>
    public static readonly ImmutableArray<string> Names = [.. All.Select(host => host.Name)];

    /// <summary>Hosts under a policy.</summary>
    public static readonly ImmutableArray<DemoHost> Enforced = [.. All.Where(host => host.Policy is not null)];

    /// <summary>Whether a host is under a policy.</summary>
    public static bool IsEnforced(string name) => Enforced.Any(host => host.Name == name);
}
