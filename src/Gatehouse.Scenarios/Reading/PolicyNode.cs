using System.Collections.Immutable;

namespace Gatehouse.Scenarios.Reading;

/// <summary>A place in the file, both counted from 1.</summary>
internal readonly record struct SourcePosition(int Line, int Column);

/// <summary>
/// A node of the document as written: position and text, no judgement. JSON is a subset of YAML, so one tree serves both.
/// </summary>
internal abstract class PolicyNode(SourcePosition position)
{
    public SourcePosition Position { get; } = position;

    /// <summary>The child under a key; null when this is no mapping or has no such key.</summary>
    public PolicyNode? this[string key] => (this as MappingNode)?.Find(key);

    /// <summary>The items of a list, or nothing.</summary>
    public ImmutableArray<PolicyNode> Items => (this as SequenceNode)?.Nodes ?? [];

    /// <summary>The text of a scalar, or null.</summary>
    public string? Text => (this as ScalarNode)?.Value;

    /// <summary>What the node is, for messages; never its content.</summary>
    public abstract string Description { get; }
}

/// <summary>How YAML's core schema resolves a scalar.</summary>
internal enum ScalarKind
{
    Null,
    Boolean,
    Integer,
    Float,
    Text,
}

internal sealed class ScalarNode(SourcePosition position, string value, ScalarKind kind) : PolicyNode(position)
{
    public string Value { get; } = value;

    public ScalarKind Kind { get; } = kind;

    public override string Description => Kind switch
    {
        ScalarKind.Null => "nothing",
        ScalarKind.Boolean => "true or false",
        ScalarKind.Integer => "a whole number",
        ScalarKind.Float => "a fraction",
        _ => "a text",
    };
}

internal sealed class SequenceNode(SourcePosition position, ImmutableArray<PolicyNode> nodes) : PolicyNode(position)
{
    public ImmutableArray<PolicyNode> Nodes { get; } = nodes;

    public override string Description => "a list";
}

internal sealed record MappingEntry(string Key, SourcePosition Position, PolicyNode Value);

internal sealed class MappingNode(SourcePosition position, ImmutableArray<MappingEntry> entries) : PolicyNode(position)
{
    public ImmutableArray<MappingEntry> Entries { get; } = entries;

    public override string Description => "a mapping";

    public PolicyNode? Find(string key)
    {
        foreach (var entry in Entries)
        {
            if (entry.Key == key)
                return entry.Value;
        }

        return null;
    }
}
