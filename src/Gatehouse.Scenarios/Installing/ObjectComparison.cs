using System.Collections.Immutable;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Scenarios.Installing;

/// <summary>Whether two engines hold the same objects.</summary>
public static class ObjectComparison
{
    /// <summary>A sentence for every object that only one side has or that differs; empty when both are the same.</summary>
    public static ImmutableArray<string> Differences(WfpObjectSet left, WfpObjectSet right) =>
    [
        .. Differences("provider context", left.ProviderContexts, right.ProviderContexts, SameObject.Same, context => (context.Key, context.Name)),
        .. Differences("filter", left.Filters, right.Filters, SameObject.Same, filter => (filter.Key, filter.Name)),
    ];

    private static IEnumerable<string> Differences<T>(
        string kind, ImmutableArray<T> left, ImmutableArray<T> right, Func<T, T, bool> same, Func<T, (Guid Key, string Name)> identity)
    {
        var others = right.ToDictionary(item => identity(item).Key);
        foreach (var item in left)
        {
            var (key, name) = identity(item);
            if (!others.Remove(key, out var other))
                yield return $"{kind} {name} ({key}) is missing";
            else if (!same(item, other))
                yield return $"{kind} {name} ({key}) is not the same: {item} and {other}";
        }

        foreach (var (key, extra) in others)
            yield return $"{kind} {identity(extra).Name} ({key}) is there although nobody asked for it";
    }
}
