namespace Gatehouse.Architecture.Tests;

/// <summary>One file of the checkout, read when first asked for.</summary>
internal sealed class SourceFile(string path)
{
    private string[]? _lines;
    private string[]? _code;

    /// <summary>Path from the root, with forward slashes.</summary>
    public string Path { get; } = path;

    public string Extension => System.IO.Path.GetExtension(Path);

    public string Name => System.IO.Path.GetFileName(Path);

    public string[] Lines => _lines ??= File.ReadAllLines(Repository.Absolute(Path));

    /// <summary>The lines with comments and the insides of literals blanked out, so that a text scan sees only code.</summary>
    public string[] Code => _code ??= CSharpText.Strip(Lines);

    /// <summary>The project folder under src/ or the test folder.</summary>
    public string Room => Path.Split('/')[1];

    public bool IsUnder(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>Clickable position of a line, counted from zero.</summary>
    public string At(int line) => $"{Path}:{line + 1}";

    public override string ToString() => Path;
}
