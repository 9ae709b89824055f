using System.Collections.Immutable;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Diff;

/// <summary>Objects that differ: by key first, and of those without a partner by what they say.</summary>
internal static class ObjectDiff
{
    private sealed record Item(string Type, Guid Key, string Name, ImmutableArray<(string Name, string Value)> Properties)
    {
        /// <summary>Everything but key and name, in one text.</summary>
        public string Content { get; } = Type + "\n" + string.Join("\n", Properties.Select(property => $"{property.Name}={property.Value}"));
    }

    public static ImmutableArray<ObjectChange> Of(WfpObjectSet before, WfpObjectSet after)
    {
        var (left, right) = (Items(before), Items(after));
        var changes = ImmutableArray.CreateBuilder<ObjectChange>();
        foreach (var (key, item) in left)
        {
            if (right.TryGetValue(key, out var partner) && Changed(item, partner) is { } change)
                changes.Add(change);
        }

        var removed = left.Where(entry => !right.ContainsKey(entry.Key)).Select(entry => entry.Value).ToList();
        var partners = right.Where(entry => !left.ContainsKey(entry.Key))
            .Select(entry => entry.Value)
            .GroupBy(item => item.Content).ToDictionary(group => group.Key, group => new Queue<Item>(group));
        removed.RemoveAll(item =>
        {
            if (!partners.TryGetValue(item.Content, out var alike) || !alike.TryDequeue(out var partner))
                return false;
            changes.Add(Renamed(item, partner));
            return true;
        });
        changes.AddRange(removed.Select(item => new ObjectChange(ObjectChangeKind.Removed, item.Type, item.Key, item.Name, [])));
        var added = partners.Values.SelectMany(alike => alike);
        changes.AddRange(added.Select(item => new ObjectChange(ObjectChangeKind.Added, item.Type, item.Key, item.Name, [])));
        return changes.ToImmutable();
    }

    private static ObjectChange? Changed(Item before, Item after)
    {
        var names = before.Properties.Concat(after.Properties).Select(property => property.Name).Distinct();
        ImmutableArray<PropertyChange> properties =
        [
            .. new[] { new PropertyChange("name", before.Name, after.Name) }
                .Concat(names.Select(name => new PropertyChange(name, Value(before, name), Value(after, name))))
                .Where(property => property.Before != property.After),
        ];
        return properties.IsEmpty ? null : new ObjectChange(ObjectChangeKind.Changed, before.Type, before.Key, before.Name, properties);
    }

    private static ObjectChange Renamed(Item before, Item after) => new(
        ObjectChangeKind.Renamed,
        before.Type,
        before.Key,
        before.Name,
        [
            .. new[] { new PropertyChange("key", $"{before.Key}", $"{after.Key}"), new PropertyChange("name", before.Name, after.Name) }
                .Where(property => property.Before != property.After),
        ]);

    private static string Value(Item item, string name) => item.Properties.FirstOrDefault(property => property.Name == name).Value ?? "";

    // A set from elsewhere may repeat a key; the compiler refuses such a set, and here the last one stands.
    private static Dictionary<(string, Guid), Item> Items(WfpObjectSet set)
    {
        var items = new Dictionary<(string, Guid), Item>();
        var contents = new Dictionary<Guid, string>();
        foreach (var context in set.ProviderContexts)
        {
            var item = new Item("providerContext", context.Key, context.Name, [.. ContextText.Properties(context)]);
            items[(item.Type, item.Key)] = item;
            contents[context.Key] = context.Name;
        }

        foreach (var filter in set.Filters)
        {
            items[("filter", filter.Key)] = new Item(
                "filter", filter.Key, filter.Name, [.. FilterProperties.Of(filter, key => contents.GetValueOrDefault(key) ?? $"{key}")]);
        }

        return items;
    }
}
