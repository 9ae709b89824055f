using System.Collections.Immutable;
using Gatehouse.Analysis.Explain;
using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Recipes;

namespace Gatehouse.Analysis.Check;

/// <summary>What is checked: objects, compiled as the engine compiles them, and the policy they came from, if any.</summary>
public sealed class CheckSubject
{
    private readonly ImmutableDictionary<Guid, string> _origins;

    private CheckSubject(FilterSnapshot filters, PolicyDocument? document, ImmutableDictionary<Guid, string> origins)
    {
        Filters = filters;
        Document = document;
        _origins = origins;
    }

    /// <summary>The filters in force, keying exemptions included.</summary>
    public FilterSnapshot Filters { get; }

    /// <summary>The policy; null for objects from elsewhere.</summary>
    public PolicyDocument? Document { get; }

    /// <summary>Hosts by address, of which the Kerberos check is to make sure that they can be reached; empty: that any host can.</summary>
    public ImmutableArray<IpAddr> KeyDistributionCenters { get; init; } = [];

    /// <summary>The same for name servers.</summary>
    public ImmutableArray<IpAddr> NameServers { get; init; } = [];

    internal NoSaBehavior OnNoSa => Document?.OnNoSa.ToBehavior() ?? NoSaBehavior.Hold;

    /// <summary>A policy. Throws <see cref="FilterRuleException"/> when its objects break a rule of the filtering platform.</summary>
    public static CheckSubject Of(PolicyDocument document)
    {
        var (objects, origins) = ScenarioCompiler.CompileWithOrigins(document);
        return new CheckSubject(FilterSnapshot.Compile(objects), document, origins);
    }

    /// <summary>Objects without a policy. Throws <see cref="FilterRuleException"/> when one breaks a rule of the filtering platform.</summary>
    public static CheckSubject Of(WfpObjectSet objects) => new(FilterSnapshot.Compile(objects), null, ImmutableDictionary<Guid, string>.Empty);

    internal CheckSubject With(ImmutableArray<IpAddr> keyDistributionCenters, ImmutableArray<IpAddr> nameServers) =>
        new(Filters, Document, _origins) { KeyDistributionCenters = keyDistributionCenters, NameServers = nameServers };

    /// <summary>Where a filter comes from: a path of the policy, or its own name.</summary>
    internal string PathOf(CompiledFilter filter) =>
        _origins.GetValueOrDefault(filter.Filter.Key) ?? (filter.Filter.Origin == FilterOrigin.KeyingExemption ? "keying" : $"filter '{filter.Filter.Name}'");
}
