using Gatehouse.Model.Wfp;

namespace Gatehouse.Filtering;

/// <summary>A filter as the packet path sees it.</summary>
public sealed class CompiledFilter
{
    private readonly CompiledCondition[] _conditions;

    internal CompiledFilter(ulong id, FwpmFilter filter, CompiledCondition[] conditions, ulong effectiveWeight, ProviderContext? context)
    {
        Id = id;
        Filter = filter;
        _conditions = conditions;
        EffectiveWeight = effectiveWeight;
        ProviderContext = context;
        Narrowed = NarrowedBy(conditions);
    }

    /// <summary>Run-time id, greater than 0; the same for the same object set.</summary>
    public ulong Id { get; }

    /// <summary>The object as it was added.</summary>
    public FwpmFilter Filter { get; }

    /// <summary>Order inside the sublayer, higher first; equal weights keep the order of addition (reference 10 #5).</summary>
    public ulong EffectiveWeight { get; }

    /// <summary>The policy the filter carries, or null.</summary>
    public ProviderContext? ProviderContext { get; }

    /// <summary>Fields of a traffic selector that the filter has conditions on.</summary>
    public NarrowedFields Narrowed { get; }

    /// <summary>True when every field tested matches.</summary>
    public bool Matches(in ClassifyFields fields) => FirstFailing(fields) < 0;

    /// <summary>
    /// The first condition of a field that does not match, or -1 when the filter matches; adjacent conditions on the same field are
    /// alternatives (reference section 2.3).
    /// </summary>
    public int FirstFailing(in ClassifyFields fields)
    {
        var index = 0;
        while (index < _conditions.Length)
        {
            var first = index;
            var field = _conditions[index].Field;
            var any = false;
            for (; index < _conditions.Length && _conditions[index].Field == field; index++)
                any = any || _conditions[index].Matches(fields);
            if (!any)
                return first;
        }

        return -1;
    }

    private static NarrowedFields NarrowedBy(CompiledCondition[] conditions)
    {
        var narrowed = NarrowedFields.None;
        foreach (var condition in conditions)
        {
            narrowed |= condition.Field switch
            {
                FwpmConditionField.IpProtocol => NarrowedFields.Protocol,
                FwpmConditionField.IpLocalPort => NarrowedFields.LocalPort,
                FwpmConditionField.IpRemotePort => NarrowedFields.RemotePort,
                _ => NarrowedFields.None,
            };
        }

        return narrowed;
    }
}
