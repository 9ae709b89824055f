using System.Runtime.CompilerServices;

namespace Gatehouse.Tests;

/// <summary>Finds committed files from the place of this source file, so that tests run from any directory.</summary>
internal static class TestFiles
{
    public static string Repository { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));

    public static string PathOf(params string[] parts) => Path.Combine([Repository, .. parts]);

    public static string ReadText(params string[] parts) => File.ReadAllText(PathOf(parts));

    private static string Here([CallerFilePath] string path = "") => path;
}
