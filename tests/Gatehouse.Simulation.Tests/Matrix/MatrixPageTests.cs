using System.Runtime.CompilerServices;
using Shouldly;
using Xunit;

namespace Gatehouse.Simulation.Tests.Matrix;

/// <summary>The committed page says what the table says.</summary>
public sealed class MatrixPageTests
{
    [Fact]
    public void The_committed_page_is_the_one_the_table_gives()
    {
        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", "..", "..", "docs", "scenarios", "matrix.md"));
        if (Environment.GetEnvironmentVariable("GATEHOUSE_REGENERATE") == "1")
            File.WriteAllText(path, MatrixPage.Write());
        File.ReadAllText(path).ShouldBe(MatrixPage.Write(), "set GATEHOUSE_REGENERATE=1 to write it anew");
    }

    private static string Here([CallerFilePath] string path = "") => path;
}
