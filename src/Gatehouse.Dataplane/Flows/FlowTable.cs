using Gatehouse.Base;

namespace Gatehouse.Dataplane.Flows;

/// <summary>
/// The flows this host takes part in: what tells a reply from a new connection, and remembers what was protected. Bounded; what gives way
/// first is what a flood consists of. Nothing is allocated for a packet; the table grows by doubling up to its bound.
/// </summary>
public sealed class FlowTable
{
    /// <summary>Flows remembered: one host's connections with room to spare, in about 10 MB.</summary>
    public const int MaxFlows = 65536;

    private const int FirstSize = 64;

    private readonly IFlowRecords? _records;
    private readonly FlowLists _lists = new();
    private readonly ulong _seed1;
    private readonly ulong _seed2;
    private Flow[] _flows = new Flow[FirstSize];
    private int[] _buckets = NewBuckets(FirstSize);
    private int _firstFree = -1;
    private int _used;

    /// <summary>A table; with records, it begins with what an earlier process wrote into them.</summary>
    public FlowTable(IEntropy entropy, IFlowRecords? records = null, Instant now = default)
    {
        (_seed1, _seed2) = (Seed(entropy), Seed(entropy));
        _records = records;
        if (records is null)
            return;
        RecordsState = FlowRecords.Open(records.Bytes);
        if (RecordsState == FlowRecordsState.Restored)
            Restore(now);
        if (RecordsState == FlowRecordsState.Lost)
            AssumeSecuredUntil = now + FlowTimeouts.Datagram;
    }

    /// <summary>Flows now.</summary>
    public int Count { get; private set; }

    /// <summary>Flows that had to give way to newer ones.</summary>
    public long Evicted { get; private set; }

    /// <summary>How the records of an earlier process were found.</summary>
    public FlowRecordsState RecordsState { get; }

    /// <summary>Until then a flow that is not in the table counts as secured, whatever its protocol.</summary>
    public Instant AssumeSecuredUntil { get; }

    /// <summary>The flow at an index that <see cref="Find"/> or <see cref="TryAdd"/> gave; valid until the next call of either.</summary>
    public ref readonly Flow this[int index] => ref _flows[index];

    /// <summary>The index of a flow, or -1. A flow that was quiet for too long is over and is not found.</summary>
    public int Find(Instant now, in FlowKey key)
    {
        for (var index = _buckets[Bucket(key)]; index >= 0; index = _flows[index].NextInBucket)
        {
            if (_flows[index].Key != key)
                continue;
            if (!IsOver(now, index))
                return index;
            Remove(index);
            return -1;
        }

        return -1;
    }

    /// <summary>Adds a flow that is not there. False when the table is full of flows that must not be forgotten.</summary>
    public bool TryAdd(Instant now, in FlowKey key, FlowFlags flags, FlowState state, out int index)
    {
        index = -1;
        if (Count >= MaxFlows && !TryMakeRoom(now))
            return false;
        index = TakeSlot();
        ref var flow = ref _flows[index];
        flow = new Flow { Key = key, Flags = flags, State = state, LastSeen = now };
        Link(index);
        if (_records is not null)
            FlowRecords.Write(_records.Bytes, index, flow);
        return true;
    }

    /// <summary>Notes an accepted packet: the new flags and state, and the time. The image is written before this returns.</summary>
    public void Update(Instant now, int index, FlowFlags flags, FlowState state)
    {
        ref var flow = ref _flows[index];
        _lists.Remove(_flows, index, FlowClasses.Of(flow));
        var changed = flow.Flags != flags || flow.State != state;
        (flow.Flags, flow.State, flow.LastSeen) = (flags, state, now);
        _lists.Append(_flows, index, FlowClasses.Of(flow));
        if (changed && _records is not null)
            FlowRecords.WriteState(_records.Bytes, index, flow);
    }

    /// <summary>Notes under which policy ALE authorised a flow.</summary>
    public void Authorised(int index, uint epoch) => _flows[index].AleEpoch = epoch;

    /// <summary>Notes until when clear text of a flow is tolerated after it became secured.</summary>
    public void TolerateClear(int index, Instant until) => _flows[index].GraceUntil = until;

    /// <summary>Forgets a flow.</summary>
    public void Remove(int index)
    {
        if (_records is not null)
            FlowRecords.Erase(_records.Bytes, index);
        Unlink(index);
        ref var flow = ref _flows[index];
        flow = default;
        flow.NextInBucket = _firstFree;
        _firstFree = index;
    }

    private bool IsOver(Instant now, int index) => now - _flows[index].LastSeen > FlowTimeouts.Of(_flows[index]);

    private bool TryMakeRoom(Instant now)
    {
        for (var of = FlowClass.Cheap; of <= FlowClass.SecureOther; of++)
        {
            var oldest = _lists.Oldest(of);
            if (oldest < 0 || (of == FlowClass.SecureOther && !IsOver(now, oldest)))
                continue;
            Evicted++;
            Remove(oldest);
            return true;
        }

        return false;
    }

    private int TakeSlot()
    {
        if (_firstFree >= 0)
        {
            var index = _firstFree;
            _firstFree = _flows[index].NextInBucket;
            return index;
        }

        if (_used == _flows.Length)
            Grow(_flows.Length * 2);
        return _used++;
    }

    private void Grow(int size)
    {
        Array.Resize(ref _flows, size);
        _buckets = NewBuckets(size);
        for (var index = 0; index < _used; index++)
        {
            if (_flows[index].State != FlowState.Free)
                Chain(index);
        }
    }

    private void Link(int index)
    {
        Chain(index);
        _lists.Append(_flows, index, FlowClasses.Of(_flows[index]));
        Count++;
    }

    private void Chain(int index)
    {
        var bucket = Bucket(_flows[index].Key);
        _flows[index].NextInBucket = _buckets[bucket];
        _buckets[bucket] = index;
    }

    private void Unlink(int index)
    {
        ref var link = ref _buckets[Bucket(_flows[index].Key)];
        while (link != index)
            link = ref _flows[link].NextInBucket;
        link = _flows[index].NextInBucket;
        _lists.Remove(_flows, index, FlowClasses.Of(_flows[index]));
        Count--;
    }

    private int Bucket(in FlowKey key) => (int)(key.Hash(_seed1, _seed2) & (ulong)(_buckets.Length - 1));

    // cold: once, at start. Slots stay where their records are.
    private void Restore(Instant now)
    {
        var bytes = _records!.Bytes;
        for (var slot = 0; slot < MaxFlows; slot++)
        {
            if (!FlowRecords.TryRead(bytes, slot, out var flow))
                continue;
            while (slot >= _flows.Length)
                Grow(_flows.Length * 2);
            flow.LastSeen = now;
            _flows[slot] = flow;
            _used = slot + 1;
            Link(slot);
        }

        for (var slot = _used - 1; slot >= 0; slot--)
        {
            if (_flows[slot].State != FlowState.Free)
                continue;
            FlowRecords.Erase(bytes, slot);
            _flows[slot].NextInBucket = _firstFree;
            _firstFree = slot;
        }
    }

    private static int[] NewBuckets(int size)
    {
        var buckets = new int[size];
        Array.Fill(buckets, -1);
        return buckets;
    }

    private static ulong Seed(IEntropy entropy) => ((ulong)entropy.NextUInt32() << 32) | entropy.NextUInt32();
}
