using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Dataplane.Flows;
using Gatehouse.Dataplane.Sad;
using Gatehouse.Keying;
using Gatehouse.Model.Verdicts;

namespace Gatehouse.Engine;

/// <summary>Puts a node's state together for status.</summary>
internal static class NodeStatusReader
{
    public static NodeStatus Read(
        Instant now, SecurityAssociationDatabase sad, FlowTable flows, KeyingStatus keying, VerdictCounters verdicts, HeldPackets held)
    {
        var rekeyIn = keying.QuickModes.ToDictionary(pair => pair.Inbound, pair => pair.RekeyIn);
        var pairs = sad.Entries
            .OrderBy(entry => entry.Addresses.Remote)
            .ThenBy(entry => entry.InstalledAt)
            .Select(entry => new EspSaStatus(
                entry.Addresses,
                entry.Inbound,
                entry.Outbound,
                entry.Algorithm.ToString(),
                entry.Opener.Bytes,
                entry.Sealer.Bytes,
                entry.Opener.Packets,
                entry.Sealer.Packets,
                now - entry.InstalledAt,
                rekeyIn.GetValueOrDefault(entry.Inbound),
                IsSending(sad, entry)));
        var counters = keying.Counters
            .SetItem("Held", verdicts[VerdictReason.Held])
            .SetItem("Flushed", held.Flushed)
            .SetItem("HeldExpired", verdicts[VerdictReason.HeldExpired])
            .SetItem("Flows", flows.Count)
            .SetItem("FlowsEvicted", flows.Evicted);
        return new NodeStatus(
            keying.MainModes,
            [.. pairs],
            keying.Down,
            verdicts.ToDictionary(reason => IsDrop(reason)),
            verdicts.ToDictionary(reason => !IsDrop(reason) && reason != VerdictReason.Held),
            counters);
    }

    private static bool IsSending(SecurityAssociationDatabase sad, SaEntry entry)
    {
        var selector = entry.Selector;
        return sad.ForOutbound(entry.Addresses, selector.Protocol, selector.LocalPort, selector.RemotePort, entry.GuaranteedEncryption) == entry;
    }

    // The enum lists what lets a packet through first, then Held, then the drops.
    private static bool IsDrop(VerdictReason reason) => reason > VerdictReason.Held;
}
