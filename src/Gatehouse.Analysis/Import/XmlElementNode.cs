namespace Gatehouse.Analysis.Import;

/// <summary>An element of a file, with its place. Attributes say nothing in these files but how many items follow, and are not kept.</summary>
internal sealed class XmlElementNode(string name, XmlElementNode? parent, int line, int column)
{
    public string Name { get; } = name;

    /// <summary>From the root, such as wfpdiag/filters/item.</summary>
    public string Path => parent is null ? Name : $"{parent.Path}/{Name}";

    public int Line { get; } = line;

    public int Column { get; } = column;

    public List<XmlElementNode> Children { get; } = [];

    /// <summary>The text of an element without children, trimmed.</summary>
    public string Text { get; set; } = "";

    /// <summary>The first child of a name, or null.</summary>
    public XmlElementNode? this[string child] => Children.Find(node => node.Name == child);

    /// <summary>The text of a child; empty when there is none.</summary>
    public string TextOf(string child) => this[child]?.Text ?? "";

    /// <summary>The items of the list under a child.</summary>
    public IEnumerable<XmlElementNode> Items(string child) => this[child]?.Children.Where(node => node.Name == "item") ?? [];
}
