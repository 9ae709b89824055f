using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Dataplane.Holding;
using Gatehouse.Engine.Ports;
using Gatehouse.Model.Verdicts;

namespace Gatehouse.Engine;

/// <summary>
/// Ends the waiting of held packets. Each is completed exactly once: sealed when its SA comes up, else dropped, never sent in clear.
/// </summary>
internal sealed class HeldPackets(HoldingQueue holding, PacketPath path, VerdictCounters verdicts, Queue<NodeAction> actions)
{
    private readonly List<HeldPacket> _taken = [];
    private readonly PacketBuffer _scratch = new();

    /// <summary>Packets sealed after waiting.</summary>
    public long Flushed { get; private set; }

    /// <summary>An SA is up: seals what waits for it, in order.</summary>
    public void Flush(Instant now, AddressPair pair)
    {
        holding.TakeAll(pair, _taken);
        foreach (var held in _taken)
        {
            if (path.TrySealHeld(now, pair, held, _scratch))
            {
                Flushed++;
                verdicts.Count(outbound: true, VerdictReason.Sealed);
                actions.Enqueue(new NodeAction.CompleteHeld(
                    held.Token, new PathVerdict(PathAction.Replace, VerdictReason.Sealed), _scratch.Span.ToArray()));
            }
            else
            {
                Drop(held, VerdictReason.NoSa);
            }
        }

        _taken.Clear();
    }

    /// <summary>No SA will come: drops what waits for it.</summary>
    public void DropAll(AddressPair pair)
    {
        holding.TakeAll(pair, _taken);
        DropTaken(VerdictReason.NegotiationFailed);
    }

    /// <summary>Drops what has waited too long.</summary>
    public void Expire(Instant now)
    {
        holding.TakeExpired(now, _taken);
        DropTaken(VerdictReason.HeldExpired);
    }

    /// <summary>Drops everything, because the node shuts down.</summary>
    public void DropEverything()
    {
        holding.TakeEverything(_taken);
        DropTaken(VerdictReason.Blocked);
    }

    /// <summary>Completes the packets that gave way to newer ones.</summary>
    public void CompletePushedOut()
    {
        if (path.PushedOut.Count == 0)
            return;
        foreach (var held in path.PushedOut)
            Drop(held, VerdictReason.HoldOverflow);
        path.PushedOut.Clear();
    }

    private void DropTaken(VerdictReason reason)
    {
        foreach (var held in _taken)
            Drop(held, reason);
        _taken.Clear();
    }

    private void Drop(in HeldPacket held, VerdictReason reason)
    {
        verdicts.Count(outbound: true, reason);
        actions.Enqueue(new NodeAction.CompleteHeld(held.Token, new PathVerdict(PathAction.Drop, reason), []));
    }
}
