using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Dataplane.Holding;
using Gatehouse.Dataplane.Sad;
using Gatehouse.Engine.Ports;
using Gatehouse.Model.Verdicts;

namespace Gatehouse.Engine;

/// <summary>
/// Ends the waiting of held packets. Each is completed exactly once: sealed when its SA comes up, else dropped, never sent in clear.
/// </summary>
internal sealed class HeldPackets(HoldingQueue holding, PacketPath path, VerdictLog verdicts, Queue<NodeAction> actions)
{
    private readonly List<HeldPacket> _taken = [];
    private readonly PacketBuffer _scratch = new();

    /// <summary>Packets sealed after waiting.</summary>
    public long Flushed { get; private set; }

    /// <summary>An SA is up: seals what waits for it, in order.</summary>
    public void Flush(Instant now, SaEntry entry)
    {
        holding.TakeServed(entry.Addresses, entry.Selector, entry.GuaranteedEncryption, _taken);
        foreach (var held in _taken)
        {
            if (path.TrySealHeld(now, held, _scratch))
            {
                Flushed++;
                Complete(now, held, new PathVerdict(PathAction.Replace, VerdictReason.Sealed), _scratch.Span.ToArray());
            }
            else
            {
                Drop(now, held, VerdictReason.NoSa);
            }
        }

        _taken.Clear();
    }

    /// <summary>No SA will come: drops what waits for it.</summary>
    public void DropAll(Instant now, AddressPair pair)
    {
        holding.TakeAll(pair, _taken);
        DropTaken(now, VerdictReason.NegotiationFailed);
    }

    /// <summary>Just this SA will not come: drops what waits for it.</summary>
    public void DropWaiting(Instant now, Wanted wanted)
    {
        holding.TakeWaiting(wanted, _taken);
        DropTaken(now, VerdictReason.NegotiationFailed);
    }

    /// <summary>Drops what has waited too long.</summary>
    public void Expire(Instant now)
    {
        holding.TakeExpired(now, _taken);
        DropTaken(now, VerdictReason.HeldExpired);
    }

    /// <summary>Drops everything: the node shuts down, or another policy decides from now on.</summary>
    public void DropEverything(Instant now, VerdictReason reason)
    {
        holding.TakeEverything(_taken);
        DropTaken(now, reason);
    }

    /// <summary>Completes the packets that gave way to newer ones.</summary>
    public void CompletePushedOut(Instant now)
    {
        if (path.PushedOut.Count == 0)
            return;
        foreach (var held in path.PushedOut)
            Drop(now, held, VerdictReason.HoldOverflow);
        path.PushedOut.Clear();
    }

    private void DropTaken(Instant now, VerdictReason reason)
    {
        foreach (var held in _taken)
            Drop(now, held, reason);
        _taken.Clear();
    }

    private void Drop(Instant now, in HeldPacket held, VerdictReason reason) =>
        Complete(now, held, new PathVerdict(PathAction.Drop, reason), []);

    private void Complete(Instant now, in HeldPacket held, PathVerdict verdict, byte[] packet)
    {
        verdicts.Note(now, new JudgedPacket(held.Pair, held.Traffic, default), verdict, outbound: true);
        actions.Enqueue(new NodeAction.CompleteHeld(held.Token, verdict, packet));
    }
}
