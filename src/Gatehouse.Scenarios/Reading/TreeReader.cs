using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Gatehouse.Scenarios.Reading;

/// <summary>
/// Text to tree, from the parser's events. YamlDotNet's own document model is not used: it recurses without limit, expands nothing
/// but shares aliased nodes, and stops at the first duplicate key.
/// </summary>
internal sealed class TreeReader
{
    /// <summary>A policy is some eight levels deep; more would only serve to exhaust the stack.</summary>
    public const int MaxDepth = 24;

    /// <summary>A thousand rules fit many times over.</summary>
    public const int MaxNodes = 50_000;

    private readonly Parser _parser;
    private readonly DocumentPath _paths;
    private readonly PolicyErrors _errors;
    private int _nodes;
    private bool _abandoned;

    private TreeReader(string text, DocumentPath paths, PolicyErrors errors)
    {
        _parser = new Parser(new StringReader(text));
        _paths = paths;
        _errors = errors;
    }

    /// <summary>The root of the only document; null, with at least one error, when there is none or it cannot be read.</summary>
    public static PolicyNode? Read(string text, DocumentPath paths, PolicyErrors errors) => new TreeReader(text, paths, errors).ReadStream();

    private PolicyNode? ReadStream()
    {
        PolicyNode? root = null;
        while (Next())
        {
            switch (_parser.Current)
            {
                case DocumentStart start when root is not null:
                    _errors.Add(Position(start.Start), "", "a second document begins here", "one document in one file");
                    return null;
                case DocumentStart or DocumentEnd or StreamStart or StreamEnd:
                    break;
                default:
                    root = ReadNode("", 0);
                    break;
            }
        }

        if (root is null && !_abandoned)
            _errors.Add(new SourcePosition(1, 1), "", "the document is empty", "gatehouse: 1 and a scenario");
        return _abandoned ? null : root;
    }

    private PolicyNode ReadNode(string path, int depth)
    {
        var current = _parser.Current!;
        var position = Position(current.Start);
        if (++_nodes > MaxNodes)
            Abandon(position, path, "the document has too many values", $"at most {MaxNodes}");
        if (depth > MaxDepth)
            Abandon(position, path, "the document is nested too deeply", $"at most {MaxDepth} levels");
        if (current is AnchorAlias or NodeEvent { Anchor.IsEmpty: false })
            _errors.Add(position, path, "anchors and aliases are not read", "the value written out");
        else if (current is NodeEvent { Tag.IsEmpty: false, Tag.IsNonSpecific: false })
            _errors.Add(position, path, "tags are not read", "the value without a tag");
        return current switch
        {
            SequenceStart => ReadSequence(position, path, depth),
            MappingStart => ReadMapping(position, path, depth),
            Scalar scalar => new ScalarNode(position, scalar.Value, ScalarResolver.Resolve(scalar.Value, scalar.Style == ScalarStyle.Plain)),
            _ => new ScalarNode(position, "", ScalarKind.Null),
        };
    }

    private SequenceNode ReadSequence(SourcePosition position, string path, int depth)
    {
        var items = ImmutableArray.CreateBuilder<PolicyNode>();
        while (Next() && _parser.Current is not SequenceEnd)
            items.Add(ReadNode(DocumentPath.Item(path, items.Count), depth + 1));
        return new SequenceNode(position, items.DrainToImmutable());
    }

    private MappingNode ReadMapping(SourcePosition position, string path, int depth)
    {
        var entries = ImmutableArray.CreateBuilder<MappingEntry>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        while (Next() && _parser.Current is not MappingEnd)
        {
            var key = ReadNode(path, depth + 1);
            if (!Next())
                break;
            var value = ReadNode(_paths.Key(path, key.Text), depth + 1);
            if (key is not ScalarNode { Value: var name })
                _errors.Add(key.Position, path, $"a key cannot be {key.Description}", "a text");
            else if (!seen.TryAdd(name, key.Position.Line))
                _errors.Add(key.Position, _paths.Key(path, name), $"the key of line {seen[name]} is written again", "each key once");
            else
                entries.Add(new MappingEntry(name, key.Position, value));
        }

        // A mapping inside a flow list, [a: b], has no position of its own in the parser's events; its first key stands where it begins.
        var start = depth > 0 && position is (1, 1) && entries.Count > 0 ? entries[0].Position : position;
        return new MappingNode(start, entries.DrainToImmutable());
    }

    private bool Next()
    {
        if (_abandoned)
            return false;
        try
        {
            return _parser.MoveNext();
        }
        catch (YamlException exception)
        {
            Abandon(Position(exception.Start), "", $"not YAML: {OneLine(exception.Message)}", "YAML 1.2 or JSON");
        }
        catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // The scanner answers some malformed keys with these instead of its own exception, and without a position.
            Abandon(Position(_parser.Current?.End ?? Mark.Empty), "", "not YAML: a bracket, a quote or a colon is missing after this", "YAML 1.2 or JSON");
        }

        return false;
    }

    private void Abandon(SourcePosition position, string path, string message, string expected)
    {
        if (!_abandoned)
            _errors.Add(position, path, message, expected);
        _abandoned = true;
    }

    private static SourcePosition Position(Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
}
