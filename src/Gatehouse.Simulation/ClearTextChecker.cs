using Gatehouse.Base;
using Gatehouse.Packets;

namespace Gatehouse.Simulation;

/// <summary>
/// The promise of Transport Mode, checked from outside: an enforced host puts nothing on the wire but ESP, ICMP, ICMPv6 and its own
/// keying, and lets nothing in that came in clear but ICMP, ICMPv6 and keying.
/// </summary>
public sealed class ClearTextChecker : IWireObserver
{
    private const ushort IkePort = 500;

    private readonly List<string> _violations = [];

    /// <summary>What was seen that must not be, each with its time.</summary>
    public IReadOnlyList<string> Violations => _violations;

    /// <summary>ESP packets seen.</summary>
    public long EspPackets { get; private set; }

    /// <inheritdoc/>
    public void OnWire(Instant now, SimulatedHost from, ReadOnlySpan<byte> packet)
    {
        if (!from.IsEnforced)
            return;
        if (!IpPacketReader.TryRead(packet, 0, out var info))
        {
            _violations.Add($"{now} {from.Name}: an unreadable packet");
            return;
        }

        if (info.Protocol == IpProtocol.Esp)
            EspPackets++;
        else if (info.Protocol is not (IpProtocol.Icmp or IpProtocol.IcmpV6)
            && !from.IsSendingKeying)
            _violations.Add($"{now} {from.Name}: clear protocol {info.Protocol} from {info.Source} to {info.Destination}");
    }

    /// <inheritdoc/>
    public void OnAcceptedInClear(Instant now, SimulatedHost by, ReadOnlySpan<byte> packet)
    {
        if (!IpPacketReader.TryRead(packet, 0, out var info))
            _violations.Add($"{now} {by.Name}: accepted an unreadable packet");
        else if (info.Protocol is not (IpProtocol.Icmp or IpProtocol.IcmpV6)
            && info is not { Protocol: IpProtocol.Udp, DestinationPort: IkePort })
            _violations.Add($"{now} {by.Name}: accepted clear protocol {info.Protocol} from {info.Source}");
    }
}
