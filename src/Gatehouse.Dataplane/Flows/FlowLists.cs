namespace Gatehouse.Dataplane.Flows;

/// <summary>The flows of each class by the time of their last packet, as linked lists through the flows themselves.</summary>
internal struct FlowLists
{
    private readonly int[] _oldest;
    private readonly int[] _newest;

    public FlowLists()
    {
        _oldest = [-1, -1, -1, -1];
        _newest = [-1, -1, -1, -1];
    }

    /// <summary>The flow of a class that was quiet longest, or -1.</summary>
    public readonly int Oldest(FlowClass of) => _oldest[(int)of];

    public readonly void Append(Flow[] flows, int index, FlowClass to)
    {
        ref var flow = ref flows[index];
        flow.Older = _newest[(int)to];
        flow.Newer = -1;
        if (flow.Older >= 0)
            flows[flow.Older].Newer = index;
        else
            _oldest[(int)to] = index;
        _newest[(int)to] = index;
    }

    public readonly void Remove(Flow[] flows, int index, FlowClass from)
    {
        ref var flow = ref flows[index];
        if (flow.Older >= 0)
            flows[flow.Older].Newer = flow.Newer;
        else
            _oldest[(int)from] = flow.Newer;
        if (flow.Newer >= 0)
            flows[flow.Newer].Older = flow.Older;
        else
            _newest[(int)from] = flow.Older;
    }
}
