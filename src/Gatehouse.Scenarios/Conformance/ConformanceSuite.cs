using System.Collections.Immutable;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Model.Wfp.Security;
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

    /// <summary>Given to the provider. Its rights are specific ones, because an engine may map generic ones to them.</summary>
    private static readonly SecurityDescriptor Security = SecurityDescriptor.Parse("O:BAG:BAD:P(A;;0xf07ff;;;BA)(A;;0xa0;;;NO)").Require();

    private static readonly SecurityDescriptor Narrower = SecurityDescriptor.Parse("D:P(A;;0xf07ff;;;BA)").Require();

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
        return new ConformanceResult(name, read.ProviderContexts, filters.Value, [
            .. ObjectComparison.Differences(objects, read), .. SecurityFindings(session)]);
    }

    /// <summary>The descriptor the provider was added with, then another list; owner and group are the engine's to judge.</summary>
    private static IEnumerable<string> SecurityFindings(IFilterSession session)
    {
        foreach (var expected in new[] { Security, Narrower })
        {
            if (expected == Narrower && session.Providers.SetSecurityInfo(Provider.Key, SecurityParts.Dacl, expected) is { Ok: false } refused)
            {
                yield return $"{refused}";
                yield break;
            }

            var found = session.Providers.GetSecurityInfo(Provider.Key);
            if (!found.Ok)
                yield return $"{found.Outcome}";
            else if (!found.Value.Dacl!.Value.ToHashSet().SetEquals(expected.Dacl!.Value))
                yield return $"the provider's security descriptor is {found.Value}, and not {expected}";
        }
    }

    private static FwpResult Add(IFilterSession session, WfpObjectSet objects)
    {
        if (session.BeginTransaction() is { Ok: false } refused)
            return refused;
        if (session.Providers.Add(Provider, Security) is { Ok: false } provider)
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
