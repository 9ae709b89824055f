using System.IO.Compression;
using Gatehouse.Interop.Lab;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Commands;

/// <summary>What dotnet pack makes of the sources: every room a package with its documentation, and one with its symbols.</summary>
[Trait("tier", "all")]
public sealed class PackageTests
{
    [Fact]
    public void Every_room_is_a_package_with_documentation_and_symbols()
    {
        var folder = Directory.CreateTempSubdirectory("gh-pack-");
        try
        {
            var output = Path.Combine(folder.FullName, "out");
            string[] quick = ["-p:RunAnalyzers=false", "-p:EnforceCodeStyleInBuild=false"];
            Tool.Run(
                TimeSpan.FromMinutes(10), "dotnet",
                ["pack", Path.Combine(Places.Root, "Gatehouse.slnx"), "--artifacts-path", folder.FullName, "-o", output, "-v", "q", "--nologo", .. quick])
                .Succeeded();
            var rooms = Directory.GetDirectories(Path.Combine(Places.Root, "src")).Length;
            Directory.GetFiles(output, "*.nupkg").Length.ShouldBe(rooms);
            foreach (var package in Directory.GetFiles(output, "Gatehouse.*.nupkg"))
            {
                var room = Path.GetFileName(package).Split(".0.")[0];
                Entries(package).ShouldBe(
                    [$"lib/net10.0/{room}.dll", $"lib/net10.0/{room}.xml", "README.md"], ignoreOrder: true, Path.GetFileName(package));
                Entries(Path.ChangeExtension(package, "snupkg")).ShouldContain($"lib/net10.0/{room}.pdb");
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string[] Entries(string package)
    {
        using var archive = ZipFile.OpenRead(package);
        return [.. archive.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("lib/", StringComparison.Ordinal) || name == "README.md")];
    }
}
