using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Filtering.Callouts;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Cli.Running;

/// <summary>Keeps an administrator from locking himself out: asks the filters themselves what would become of his connection.</summary>
internal static class SshGuard
{
    private const byte Tcp = 6;

    /// <summary>A sentence that names the exemption to add, or null when the connection stays usable.</summary>
    public static string? Check(FilterSnapshot filters, SshConnection? connection)
    {
        if (connection is null || !WouldBeBlocked(filters, connection))
            return null;
        var (client, server) = (connection.Client, connection.Server);
        return $"this policy would block the SSH connection you are using ({client} to {server}). "
            + $"Add to the policy, under exemptions: {{ protocol: tcp, localPort: {server.Port}, remote: \"{WithoutScope(client.Address)}\" }}, "
            + "or start with --force";
    }

    private static bool WouldBeBlocked(FilterSnapshot filters, SshConnection connection)
    {
        var fields = new ClassifyFields
        {
            Local = connection.Server.Address,
            Remote = connection.Client.Address,
            Protocol = Tcp,
            LocalPort = connection.Server.Port,
            RemotePort = connection.Client.Port,
            LocalAddressType = NlAddressType.Unicast,
            DestinationAddressType = NlAddressType.Unicast,
        };
        var facts = new CalloutFacts(connection.Server.Address.IsLoopback, GroupDestination: false, ArrivedProtected: false, KeyingMark: false);
        var v4 = connection.Server.Address.Family == IpFamily.V4;
        var inbound = filters.Classify(v4 ? FwpmLayer.InboundTransportV4 : FwpmLayer.InboundTransportV6, fields, facts);
        var outbound = filters.Classify(v4 ? FwpmLayer.OutboundTransportV4 : FwpmLayer.OutboundTransportV6, fields, facts);
        return inbound.Action != ClassifyAction.Permit || outbound.Action != ClassifyAction.Permit;
    }

    // A policy's address has no scope.
    private static IpAddr WithoutScope(IpAddr address) => new(address.Family, address.Value);
}
