using Gatehouse.Scenarios.Reading;

namespace Gatehouse.Scenarios.Shapes;

/// <summary>Compares a tree with a shape and reports every difference.</summary>
internal sealed class ShapeChecker(DocumentPath paths, PolicyErrors errors)
{
    public void Check(PolicyNode node, Shape shape, string path)
    {
        switch (shape, node)
        {
            case (UnionShape union, _):
                CheckUnion(node, union, path);
                break;
            case (MappingShape expected, MappingNode mapping):
                CheckMapping(mapping, expected, path);
                break;
            case (ListShape expected, SequenceNode list):
                CheckList(list, expected, path);
                break;
            case (ChoiceShape choice, ScalarNode { Kind: ScalarKind.Text } scalar):
                if (!choice.Words.Contains(scalar.Value, StringComparer.Ordinal))
                    errors.Add(node.Position, path, Wording.NotAWord(scalar.Value, choice.Words, sensitive: false), shape.Expected);
                break;
            case (NumberShape number, ScalarNode { Kind: ScalarKind.Integer } scalar):
                if (!long.TryParse(scalar.Value, out var value) || value < number.Minimum || value > number.Maximum)
                    errors.Add(node.Position, path, $"{Wording.Quote(scalar.Value)} is out of range", shape.Expected);
                break;
            case (BooleanShape, ScalarNode { Kind: ScalarKind.Boolean }):
                break;
            case (TextShape text, ScalarNode { Kind: ScalarKind.Text } scalar):
                if (!text.Matches(scalar.Value))
                    errors.Add(node.Position, path, "the text does not have the right form", shape.Expected);
                break;
            case (MappingShape { WhyNoScalar: { } reason }, ScalarNode):
                errors.Add(node.Position, path, reason, shape.Expected);
                break;
            default:
                errors.Add(node.Position, path, $"{node.Description} cannot stand here", shape.Expected);
                break;
        }
    }

    private void CheckUnion(PolicyNode node, UnionShape union, string path)
    {
        var option = union.Options.FirstOrDefault(candidate => IsMeant(node, candidate));
        if (option is null)
            errors.Add(node.Position, path, $"{node.Description} cannot stand here", union.Expected);
        else if (option is ChoiceShape choice && node.Text is { } word && !choice.Words.Contains(word, StringComparer.Ordinal))
            errors.Add(node.Position, path, RefusedWord(word, union) ?? Wording.NotAWord(word, choice.Words, union.Sensitive), union.Expected);
        else
            Check(node, option, path);
    }

    private void CheckList(SequenceNode list, ListShape shape, string path)
    {
        if (list.Nodes.Length < shape.MinItems)
            errors.Add(list.Position, path, "the list is empty", shape.Expected);
        if (list.Nodes.Length > shape.MaxItems)
            errors.Add(list.Position, path, $"the list has {list.Nodes.Length} items", $"at most {shape.MaxItems}");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var index = 0; index < list.Nodes.Length; index++)
        {
            var item = list.Nodes[index];
            var itemPath = DocumentPath.Item(path, index);
            Check(item, shape.Item, itemPath);
            if (shape.Unique && item.Text is { } text && !seen.Add(text))
                errors.Add(item.Position, itemPath, "the item is in the list twice", "each item once");
        }
    }

    private void CheckMapping(MappingNode mapping, MappingShape shape, string path)
    {
        foreach (var entry in mapping.Entries)
        {
            var property = shape.Properties.FirstOrDefault(candidate => candidate.Key == entry.Key);
            if (property is not null)
                Check(entry.Value, property.Shape, DocumentPath.KnownKey(path, entry.Key));
            else if (shape.Refusals is { } refusals && refusals.TryGetValue(entry.Key, out var reason))
                errors.Add(entry.Position, DocumentPath.KnownKey(path, entry.Key), reason, shape.Expected);
            else
                errors.Add(entry.Position, PathOf(entry.Key, shape, path), Wording.NotAKey(entry.Key, shape), shape.Expected);
        }

        foreach (var property in shape.Properties)
        {
            if (IsRequired(property, mapping) && mapping.Find(property.Key) is null)
                errors.Add(mapping.Position, DocumentPath.KnownKey(path, property.Key), $"{property.Key} is missing", property.Shape.Expected);
        }

        if (mapping.Entries.Length < shape.MinKeys)
            errors.Add(mapping.Position, path, "the mapping is empty", shape.Expected);
        else if (mapping.Entries.Length > shape.MaxKeys)
            errors.Add(mapping.Position, path, $"the mapping has {mapping.Entries.Length} keys", shape.Expected);
    }

    private static bool IsRequired(Property property, MappingNode mapping) =>
        property.Required || (property.RequiredUnless is { } unless && !unless.Words.Contains(mapping.Find(unless.Key)?.Text ?? "", StringComparer.Ordinal));

    private string PathOf(string unknown, MappingShape shape, string path) =>
        shape.Sensitive || !unknown.All(char.IsAsciiLetterOrDigit) ? paths.Key(path, unknown) : DocumentPath.KnownKey(path, unknown);

    private static string? RefusedWord(string word, UnionShape union) =>
        union.Options.OfType<MappingShape>().FirstOrDefault()?.Refusals?.GetValueOrDefault(word);

    private static bool IsMeant(PolicyNode node, Shape option) => (option, node) switch
    {
        (MappingShape, MappingNode) or (ListShape, SequenceNode) => true,
        (NumberShape, ScalarNode { Kind: ScalarKind.Integer }) => true,
        (ChoiceShape or TextShape, ScalarNode { Kind: ScalarKind.Text }) => true,
        _ => false,
    };
}
