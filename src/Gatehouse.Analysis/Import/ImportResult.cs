using System.Collections.Immutable;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Import;

/// <summary>Something to say about an imported file.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Element">The element, as a path from the root such as wfpdiag/filters/item/weight.</param>
/// <param name="Message">What is wrong, or what was left out.</param>
/// <param name="Expected">What would be right; may be empty.</param>
public sealed record ImportRemark(int Line, int Column, string Element, string Message, string Expected = "")
{
    /// <summary>The remark as one line, in the form editors understand.</summary>
    public string Format(string fileName, string severity)
    {
        var element = Element.Length == 0 ? "" : $"<{Element}>: ";
        var expected = Expected.Length == 0 ? "" : $" (expected {Expected})";
        return $"{fileName}:{Line}:{Column}: {severity}: {element}{Message}{expected}";
    }
}

/// <summary>What came of reading a file.</summary>
/// <param name="Objects">The objects; null when there are errors.</param>
/// <param name="Errors">Why there are no objects.</param>
/// <param name="Notices">What of the file is not among the objects, each kind once with the line where it was met first.</param>
public sealed record ImportResult(WfpObjectSet? Objects, ImmutableArray<ImportRemark> Errors, ImmutableArray<ImportRemark> Notices);
