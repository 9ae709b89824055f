using Gatehouse.Base;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Dataplane.Holding;

/// <summary>
/// Packets that wait for their SA (Block with absorb), bounded per address pair and per node; the oldest goes first. The queue never
/// decides what becomes of a packet: whatever leaves it is handed to the caller, which must complete it.
/// </summary>
public sealed class HoldingQueue
{
    private readonly Dictionary<AddressPair, Queue<HeldPacket>> _byPair = [];

    // Order of arrival over all pairs; entries whose packet is gone already are skipped when they come up.
    private readonly Queue<(AddressPair Pair, ulong Token)> _arrivals = new();
    private int _packets;
    private int _bytes;

    /// <summary>Packets waiting now.</summary>
    public int Count => _packets;

    /// <summary>When the oldest waiting packet expires; null when none waits.</summary>
    public Instant? NextExpiry => OldestPair() is { } pair ? _byPair[pair].Peek().Since + Limits.HeldFor : null;

    /// <summary>Holds a packet; packets pushed out to make room are appended to <paramref name="pushedOut"/>.</summary>
    public void Hold(in HeldPacket packet, List<HeldPacket> pushedOut)
    {
        var pair = packet.Pair;
        if (!_byPair.TryGetValue(pair, out var queue))
            _byPair[pair] = queue = new Queue<HeldPacket>();
        queue.Enqueue(packet);
        _arrivals.Enqueue((pair, packet.Token));
        _packets++;
        _bytes += packet.Packet.Length;

        // An IP packet has at most 65,535 bytes, so the newest always fits and neither loop empties what it shortens.
        while (queue.Count > Limits.HeldPacketsPerPair || BytesOf(queue) > Limits.HeldBytesPerPair)
            pushedOut.Add(TakeOldest(pair));
        while (_packets > Limits.HeldPacketsPerNode || _bytes > Limits.HeldBytesPerNode)
            pushedOut.Add(TakeOldest(OldestPair()!.Value));
    }

    /// <summary>Takes everything that waits for a pair, oldest first.</summary>
    public void TakeAll(AddressPair pair, List<HeldPacket> taken)
    {
        while (_byPair.ContainsKey(pair))
            taken.Add(TakeOldest(pair));
    }

    /// <summary>Takes what waits for an SA of that selector and kind, oldest first.</summary>
    public void TakeServed(AddressPair pair, TrafficSelector selector, bool guaranteedEncryption, List<HeldPacket> taken) =>
        TakeWhere(pair, packet => packet.GuaranteedEncryption == guaranteedEncryption
            && selector.Covers(packet.Traffic.Protocol, packet.Traffic.LocalPort, packet.Traffic.RemotePort), taken);

    /// <summary>Takes what waits for just this SA, oldest first; a wider one that serves others too is another.</summary>
    public void TakeWaiting(Wanted wanted, List<HeldPacket> taken) => TakeWhere(wanted.Addresses, packet => packet.Wanted == wanted, taken);

    private void TakeWhere(AddressPair pair, Func<HeldPacket, bool> predicate, List<HeldPacket> taken)
    {
        if (!_byPair.TryGetValue(pair, out var queue))
            return;
        for (var left = queue.Count; left > 0; left--)
        {
            var packet = queue.Dequeue();
            if (!predicate(packet))
            {
                queue.Enqueue(packet);
                continue;
            }

            _packets--;
            _bytes -= packet.Packet.Length;
            taken.Add(packet);
        }

        if (queue.Count == 0)
            _byPair.Remove(pair);
    }

    /// <summary>Takes everything that waits, oldest first.</summary>
    public void TakeEverything(List<HeldPacket> taken)
    {
        while (OldestPair() is { } pair)
            taken.Add(TakeOldest(pair));
    }

    /// <summary>Takes every packet that has waited for <see cref="Limits.HeldFor"/>.</summary>
    public void TakeExpired(Instant now, List<HeldPacket> expired)
    {
        while (NextExpiry is { } expiry && expiry <= now)
            expired.Add(TakeOldest(OldestPair()!.Value));
    }

    private HeldPacket TakeOldest(AddressPair pair)
    {
        var queue = _byPair[pair];
        var packet = queue.Dequeue();
        if (queue.Count == 0)
            _byPair.Remove(pair);
        _packets--;
        _bytes -= packet.Packet.Length;
        return packet;
    }

    // The pair of the oldest packet. Within a pair packets leave in order, so an arrival whose token is not at the head has left already.
    private AddressPair? OldestPair()
    {
        while (_arrivals.TryPeek(out var oldest))
        {
            if (_byPair.TryGetValue(oldest.Pair, out var queue) && queue.Peek().Token == oldest.Token)
                return oldest.Pair;
            _arrivals.Dequeue();
        }

        return null;
    }

    private static int BytesOf(Queue<HeldPacket> queue)
    {
        var bytes = 0;
        foreach (var packet in queue)
            bytes += packet.Packet.Length;
        return bytes;
    }
}
