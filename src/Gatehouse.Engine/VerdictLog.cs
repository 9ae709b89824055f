using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Engine.Ports;
using Gatehouse.Model.Verdicts;

namespace Gatehouse.Engine;

/// <summary>Where every verdict ends: counted, and told when it is a drop that should be told.</summary>
internal sealed class VerdictLog(Queue<NodeAction> actions)
{
    private readonly DropLedger _drops = new();

    /// <summary>All counts.</summary>
    public VerdictCounters Counters { get; } = new();

    /// <summary>Whether authorised connections are told as well as drops.</summary>
    public bool TellsAllowed { get; set; }

    /// <summary>Notes the verdict on one packet.</summary>
    public void Note(Instant now, in JudgedPacket packet, in PathVerdict verdict, bool outbound)
    {
        Counters.Count(outbound, verdict.Reason);
        if (verdict.Action == PathAction.Drop && _drops.Note(now, packet.Addresses.Remote, verdict.Reason, outbound) is { } count)
            actions.Enqueue(new NodeAction.Dropped(packet, verdict, outbound, count));
        else if (TellsAllowed && packet.BeginsConnection && verdict.Action != PathAction.Drop && _drops.MayTell(now))
            actions.Enqueue(new NodeAction.Allowed(packet, verdict, outbound));
    }
}
