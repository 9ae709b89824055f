namespace Gatehouse.Linux.Firewall;

/// <summary>The output of iptables-save of one or more tables, with or without counters, as questions about it.</summary>
internal sealed class SavedRules
{
    /// <summary>Table, and its lines without counters, in their order.</summary>
    private readonly List<(string Table, string Line)> _lines = [];

    public SavedRules(string saved)
    {
        var table = "";
        foreach (var whole in saved.Split('\n'))
        {
            var line = whole.Trim();
            if (line.StartsWith('*'))
                table = line[1..];
            else if (line.StartsWith('['))
                line = line[(line.IndexOf(']', StringComparison.Ordinal) + 1)..].TrimStart();
            _lines.Add((table, line));
        }
    }

    /// <summary>Whether the table has a chain of that name.</summary>
    public bool HasChain(string table, string chain) =>
        _lines.Any(item => item.Table == table && item.Line.StartsWith($":{chain} ", StringComparison.Ordinal));

    /// <summary>How many rules of the chain read exactly so.</summary>
    public int Count(string table, string chain, string rule) => _lines.Count(item => item == (table, $"-A {chain} {rule}"));

    /// <summary>Whether the chain's first rule reads exactly so.</summary>
    public bool IsFirst(string table, string chain, string rule) =>
        _lines.FirstOrDefault(item => item.Table == table && item.Line.StartsWith($"-A {chain} ", StringComparison.Ordinal)).Line == $"-A {chain} {rule}";
}
