using Gatehouse.Base;
using Gatehouse.Filtering.Arbitration;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Filtering;

/// <summary>A filter as the packet path sees it.</summary>
public sealed class CompiledFilter
{
    // Null when the bounds of the index say all that the filter demands; then conditions are compiled again for whoever asks for each.
    private readonly CompiledCondition[]? _conditions;

    internal CompiledFilter(ulong id, FwpmFilter filter, ArbitrationOptions options, ProviderContext? context)
    {
        Id = id;
        Filter = filter;
        var conditions = new CompiledCondition[filter.Conditions.Length];
        for (var i = 0; i < conditions.Length; i++)
            conditions[i] = Compile(filter.Conditions[i], options);
        EffectiveWeight = AutoWeight.Effective(filter.Weight, conditions, Family);
        ProviderContext = context;
        Narrowed = NarrowedBy(conditions);
        IsRegistered = filter.ForeignCallout is null && (filter.Callout is not { } callout || !options.Unregistered.Contains(callout));
        if (!AreBounds(conditions))
            _conditions = conditions;
        Kind = KindOf(filter);
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

    /// <summary>False when the filter names a callout that no code stands behind.</summary>
    public bool IsRegistered { get; }

    /// <summary>True when the filter demands no more than one range of each address, port and protocol.</summary>
    internal bool IsPlain => _conditions is null;

    /// <summary>What a match means, when that depends on nothing.</summary>
    internal FilterKind Kind { get; }

    private IpFamily Family => FwpmLayers.Info(Filter.Layer).Family;

    /// <summary>True when every field tested matches.</summary>
    public bool Matches(in ClassifyFields fields) => FirstFailing(fields) < 0;

    /// <summary>
    /// The first condition of a field that does not match, or -1 when the filter matches; adjacent conditions on the same field are
    /// alternatives (reference section 2.3).
    /// </summary>
    public int FirstFailing(in ClassifyFields fields)
    {
        var conditions = Filter.Conditions;
        var index = 0;
        while (index < conditions.Length)
        {
            var first = index;
            var field = conditions[index].Field;
            var any = false;
            for (; index < conditions.Length && conditions[index].Field == field; index++)
                any = any || Condition(index).Matches(fields);
            if (!any)
                return first;
        }

        return -1;
    }

    /// <summary>The ranges of a field that the filter admits at most; conditions that are no range admit all.</summary>
    // cold: runs when policy changes.
    internal List<(UInt128 Low, UInt128 High)> Ranges(FwpmConditionField field)
    {
        var maximum = ConditionBounds.Maximum(field, Family);
        var ranges = new List<(UInt128, UInt128)>();
        var isTested = false;
        for (var i = 0; i < Filter.Conditions.Length; i++)
        {
            if (Filter.Conditions[i].Field != field)
                continue;
            isTested = true;
            if (!Condition(i).TryGetRange(out var low, out var high))
                return [(UInt128.Zero, maximum)];
            if (low <= high && low <= maximum)
                ranges.Add((low, UInt128.Min(high, maximum)));
        }

        return isTested ? ranges : [(UInt128.Zero, maximum)];
    }

    private CompiledCondition Condition(int index) => _conditions is null ? Compile(Filter.Conditions[index], ArbitrationOptions.Default) : _conditions[index];

    private CompiledCondition Compile(in FwpmFilterCondition condition, ArbitrationOptions options) =>
        CompiledCondition.Compile(condition, ConditionBounds.Maximum(condition.Field, Family), options.PrefixTestsEnd, TestsIdentityLater);

    // FWPM_CONTEXT_ALE_SET_CONNECTION_LAZY_SD_EVALUATION: the peer is known only once the connection is protected, and then it is authorised again.
    private bool TestsIdentityLater =>
        Filter.Callout is FwpmCallout.IpsecAleConnectV4 or FwpmCallout.IpsecAleConnectV6
        && ((Filter.RawContext ?? 0) & FwpmContext.AleLazySdEvaluation) != 0;

    private static bool AreBounds(CompiledCondition[] conditions)
    {
        for (var i = 0; i < conditions.Length; i++)
        {
            var isTuple = conditions[i].Field is FwpmConditionField.IpProtocol or FwpmConditionField.IpLocalAddress or FwpmConditionField.IpRemoteAddress
                or FwpmConditionField.IpLocalPort or FwpmConditionField.IpRemotePort;
            if (!isTuple || !conditions[i].TryGetRange(out _, out _) || (i > 0 && conditions[i - 1].Field == conditions[i].Field))
                return false;
        }

        return true;
    }

    private static FilterKind KindOf(FwpmFilter filter)
    {
        if (filter.Origin != FilterOrigin.Policy || filter.RawContext is not null || (filter.Flags & FwpmFilterFlags.ClearActionRight) != 0)
            return FilterKind.Ask;
        return filter.Action switch
        {
            FwpActionType.Permit => FilterKind.Permit,
            FwpActionType.Block => FilterKind.Block,
            _ => FilterKind.Ask,
        };
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
