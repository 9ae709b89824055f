namespace Gatehouse.Analysis.Import;

/// <summary>Collects what an import has to say: errors all, up to a limit, and notices once for each kind.</summary>
internal sealed class ImportLog
{
    private const int MaxErrors = 100;
    private const int MaxNotices = 500;

    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    public List<ImportRemark> Errors { get; } = [];

    public List<ImportRemark> Notices { get; } = [];

    /// <summary>The file is malformed here: nothing will be imported.</summary>
    public void Error(XmlElementNode node, string message, string expected = "")
    {
        if (Errors.Count == MaxErrors)
            Errors.Add(new ImportRemark(node.Line, node.Column, "", "too many errors; the rest is not shown"));
        if (Errors.Count < MaxErrors)
            Errors.Add(new ImportRemark(node.Line, node.Column, node.Path, message, expected));
    }

    /// <summary>Something well-formed is not among the objects; told once for each <paramref name="kind"/>.</summary>
    public void Notice(XmlElementNode node, string kind, string message)
    {
        if (!_told.Add(kind))
            return;
        if (Notices.Count == MaxNotices)
            Notices.Add(new ImportRemark(node.Line, node.Column, node.Path, "further kinds of unknown elements are not listed"));
        if (Notices.Count < MaxNotices)
            Notices.Add(new ImportRemark(node.Line, node.Column, node.Path, message));
    }

    /// <summary>Tells of every child whose name is not among the known ones.</summary>
    public void Unknown(XmlElementNode node, params ReadOnlySpan<string> known)
    {
        foreach (var child in node.Children)
        {
            if (!known.Contains(child.Name))
                Notice(child, $"element {child.Path}", "the element is not known, and nothing is read from it");
        }
    }

    /// <summary>Tells of an element that is known and says nothing about what becomes of packets.</summary>
    public void Skipped(XmlElementNode node, string why) => Notice(node, $"skipped {node.Path}", why);
}
