namespace Gatehouse.Scenarios.Reading;

/// <summary>One thing wrong with a policy file. It never repeats a value that could be a secret.</summary>
/// <param name="Line">Line, from 1.</param>
/// <param name="Column">Column, from 1.</param>
/// <param name="Path">Where in the document, such as keying.ike.authentication[0].psk; empty for the document itself.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Expected">What would be right; may be empty.</param>
public sealed record PolicyError(int Line, int Column, string Path, string Message, string Expected)
{
    /// <summary>The error as one line, in the form editors understand.</summary>
    public string Format(string fileName)
    {
        var path = Path.Length == 0 ? "" : $"{Path}: ";
        var expected = Expected.Length == 0 ? "" : $" (expected {Expected})";
        return $"{fileName}:{Line}:{Column}: {path}{Message}{expected}";
    }
}
