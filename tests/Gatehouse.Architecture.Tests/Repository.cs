namespace Gatehouse.Architecture.Tests;

/// <summary>The checkout these tests judge: its files as text, without anything a build produced.</summary>
internal static class Repository
{
    private static readonly string[] Skipped = ["bin", "obj", ".git", "artifacts", "TestResults", "BenchmarkDotNet.Artifacts"];

    public static string Root { get; } = FindRoot();

    /// <summary>The folder of the test projects.</summary>
    public const string Tests = "tests";

    private static readonly Lazy<IReadOnlyList<SourceFile>> All = new(() => [.. Walk(Root).Select(path => new SourceFile(path))]);

    /// <summary>Every file of the checkout.</summary>
    public static IReadOnlyList<SourceFile> Files => All.Value;

    /// <summary>C# files under src/.</summary>
    public static IEnumerable<SourceFile> Sources => Files.Where(file => file.IsUnder("src") && file.Extension == ".cs");

    /// <summary>C# files of the product, its tests and its benchmarks.</summary>
    public static IEnumerable<SourceFile> CSharp => Files.Where(file => file.Extension == ".cs");

    public static string Absolute(string relative) => Path.Combine(Root, relative);

    /// <summary>Names of the folders under src/ that hold a project.</summary>
    public static IEnumerable<string> Rooms => Directory.GetFiles(Absolute("src"), "*.csproj", SearchOption.AllDirectories)
        .Select(Path.GetFileNameWithoutExtension)
        .OfType<string>()
        .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal))
            yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
        foreach (var child in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
            if (!Skipped.Contains(Path.GetFileName(child)))
                foreach (var file in Walk(child))
                    yield return file;
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Gatehouse.slnx")))
                return folder.FullName;
        throw new InvalidOperationException("The architecture tests read the sources; no Gatehouse.slnx stands above " + AppContext.BaseDirectory);
    }
}
