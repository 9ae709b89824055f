using System.Collections.Immutable;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Scenarios.Installing;

namespace Gatehouse.Scenarios.Conformance;

/// <summary>What came of one policy of the suite.</summary>
/// <param name="Policy">Its name.</param>
/// <param name="Contexts">Provider contexts that were read back.</param>
/// <param name="Filters">Filters that were read back, with their effective weights.</param>
/// <param name="Findings">Errors and differences; none when the engine does as documented.</param>
public sealed record ConformanceResult(
    string Policy, ImmutableArray<ProviderContext> Contexts, ImmutableArray<FwpmEntry<FwpmFilter>> Filters, ImmutableArray<string> Findings);

/// <summary>
/// Adds every scenario to an engine in a dynamic session, reads it back and compares. What was added dies with the session, and with the process.
/// </summary>
public static class ConformanceSuite
{
    /// <summary>The provider of the suite; never the one of an installed policy.</summary>
    public static readonly FwpmProvider Provider = new(
        Guid.Parse("6e1f2a4c-9a3b-4d0e-8f57-1b7c0d9e4a22"), "Gatehouse conformance", "Added for a moment by gatehouse conformance.");

    /// <summary>Runs all policies; each in a session of its own.</summary>
    public static ImmutableArray<ConformanceResult> Run(IFilterEngine engine) => [.. ConformancePolicies.Names.Select(name => Run(engine, name))];

    private static ConformanceResult Run(IFilterEngine engine, string name)
    {
        var objects = ConformancePolicies.Objects(name, Provider.Key);
        var opened = engine.Open(new FwpmSession { Name = "Gatehouse conformance", Flags = FwpmSessionFlags.Dynamic });
        if (!opened.Ok)
            return Failed(name, opened.Outcome);
        using var session = opened.Value;
        if (Add(session, objects) is { Ok: false } failure)
            return Failed(name, failure);
        var template = new FwpmEnumTemplate { Provider = Provider.Key };
        var contexts = session.ProviderContexts.Enum(template);
        var filters = session.Filters.Enum(template);
        if (!contexts.Ok || !filters.Ok)
            return Failed(name, contexts.Ok ? filters.Outcome : contexts.Outcome);
        var read = new WfpObjectSet([.. contexts.Value.Select(entry => entry.Object)], [.. filters.Value.Select(entry => entry.Object)]);
        return new ConformanceResult(name, read.ProviderContexts, filters.Value, ObjectComparison.Differences(objects, read));
    }

    private static FwpResult Add(IFilterSession session, WfpObjectSet objects)
    {
        if (session.BeginTransaction() is { Ok: false } refused)
            return refused;
        if (session.Providers.Add(Provider) is { Ok: false } provider)
            return provider.Outcome;
        foreach (var context in objects.ProviderContexts)
            if (session.ProviderContexts.Add(context) is { Ok: false } failure)
                return failure.Outcome;
        foreach (var filter in objects.Filters)
            if (session.Filters.Add(filter) is { Ok: false } failure)
                return failure.Outcome;
        return session.CommitTransaction();
    }

    private static ConformanceResult Failed(string name, FwpResult failure) => new(name, [], [], [$"{failure}"]);
}
