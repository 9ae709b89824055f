using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Scenarios.Recipes;

/// <summary>Collects the objects of one policy. Every filter row is added once per address family of the policy.</summary>
internal sealed class ObjectSetBuilder(PolicyDocument document)
{
    private readonly ImmutableArray<ProviderContext>.Builder _contexts = ImmutableArray.CreateBuilder<ProviderContext>();
    private readonly ImmutableArray<FwpmFilter>.Builder _filters = ImmutableArray.CreateBuilder<FwpmFilter>();

    private readonly ImmutableDictionary<Guid, string>.Builder _origins = ImmutableDictionary.CreateBuilder<Guid, string>();

    public PolicyDocument Document => document;

    /// <summary>The path in the document whose objects are being added.</summary>
    public string Origin { get; set; } = "scenario";

    /// <summary>The path each filter came from, by its key.</summary>
    public ImmutableDictionary<Guid, string> Origins => _origins.ToImmutable();

    /// <summary>Adds a provider context, unless the row has one already, and returns its key.</summary>
    public Guid AddContext(string row, string name, Func<Guid, string, ProviderContext> create)
    {
        var key = ObjectKeys.Derive(document.Name, row);
        if (!_contexts.Any(context => context.Key == key))
            _contexts.Add(create(key, name));
        return key;
    }

    /// <summary>Adds a filter for each family; <paramref name="create"/> gets its key and its display name.</summary>
    public void AddFilters(string row, string name, Func<IpFamily, Guid, string, FwpmFilter?> create)
    {
        foreach (var family in document.Families)
        {
            var suffix = family == IpFamily.V6 ? "IPv6" : "IPv4";
            if (create(family, ObjectKeys.Derive(document.Name, $"{row} {suffix}"), $"{name}, {suffix}") is not { } filter)
                continue;
            _filters.Add(filter);
            _origins[filter.Key] = Origin;
        }
    }

    public WfpObjectSet Build() => new(_contexts.ToImmutable(), _filters.ToImmutable());
}
