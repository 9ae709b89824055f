using System.Diagnostics;
using Gatehouse.Interop.Lab;
using Xunit;

namespace Gatehouse.Interop.Windows;

/// <summary>
/// A throw-away Windows: Wine with the version of Windows 10, the recorder as fwpuclnt.dll in its system32, and the product published for win-x64 with
/// its own runtime. Made once for all tests of a class.
/// </summary>
public sealed class WinePrefix : IDisposable
{
    private const string Wine = "/usr/lib/wine/wine64";

    private const string Server = "/usr/lib/wine/wineserver64";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gh-wine-");

    public WinePrefix()
    {
        if (!File.Exists(Wine) || Privileged.Missing("x86_64-w64-mingw32-gcc") is not null)
            return;

        try
        {
            Make();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private string Prefix => Path.Combine(_folder.FullName, "prefix");

    private string Log => Path.Combine(_folder.FullName, "calls.jsonl");

    private string Store => Path.Combine(_folder.FullName, "store");

    /// <summary>The calls of the last run.</summary>
    internal IReadOnlyList<RecordedCall> Calls => RecordedCall.ReadAll(Log);

    /// <summary>The committed objects, byte for byte; empty when there never were any.</summary>
    internal byte[] Committed => File.Exists(Store) ? File.ReadAllBytes(Store) : [];

    /// <summary>Skips the test where Wine or the compiler is missing.</summary>
    internal static void Require()
    {
        Assert.SkipUnless(File.Exists(Wine), $"Wine is not installed ({Wine})");
        Privileged.RequireTools("x86_64-w64-mingw32-gcc");
    }

    /// <summary>What the product finds in GATEHOUSE_PSK; null for nothing.</summary>
    internal string? PresharedKey { get; set; } = "wine-and-cheese";

    /// <summary>Where the recorder keeps the committed objects.</summary>
    internal string StoreFile => Store;

    /// <summary>Forgets all objects.</summary>
    internal void Forget() => File.Delete(Store);

    /// <summary>Writes a policy and gives its path as the product sees it.</summary>
    internal string Policy(string text, string name = "policy.yaml")
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return $"Z:{path}";
    }

    /// <summary>What Windows says of itself.</summary>
    internal void SetVersion(string version) => Run("winecfg", "-v", version);

    /// <summary>Runs the product; the call with number <paramref name="failAt"/> fails with <paramref name="code"/>.</summary>
    internal ToolResult Gatehouse(int failAt, uint code, params string[] arguments)
    {
        File.Delete(Log);
        var environment = Environment(failAt == 0 ? "" : $"{failAt}:{code:x}");
        return Tool.Run(Patience, environment, Wine, [Path.Combine(_folder.FullName, "app/gatehouse.exe"), .. arguments]);
    }

    /// <summary>Starts the product, to be killed or waited for by the caller.</summary>
    internal Process StartGatehouse(params string[] arguments)
    {
        File.Delete(Log);
        var process = Process.Start(Tool.Describe(Wine, [Path.Combine(_folder.FullName, "app/gatehouse.exe"), .. arguments], Environment("")))!;
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Runs the product.</summary>
    internal ToolResult Gatehouse(params string[] arguments) => Gatehouse(0, 0, arguments);

    public void Dispose()
    {
        if (Directory.Exists(Prefix))
            Tool.Run(TimeSpan.FromSeconds(20), Environment(""), Server, "-k", "-w");
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (IOException)
        {
            // The server may still be writing its registry; what is left lies in the temporary folder.
        }
    }

    private void Make()
    {
        // A server that stays: else each run would start one, which would keep the run's pipes open.
        Directory.CreateDirectory(Prefix);
        Tool.Run(Patience, Environment(""), Server, "-p").Succeeded();
        Run("wineboot", "-i");
        SetVersion("win10");
        Tool.Run(Places.Script("windows/build"), Path.Combine(Prefix, "drive_c/windows/system32"), "dll").Succeeded();
        string[] quick = ["-p:GenerateDocumentationFile=false", "-p:EnforceCodeStyleInBuild=false", "-p:RunAnalyzers=false"];
        Tool.Run(
            Patience, "dotnet",
            ["publish", Path.Combine(Places.Root, "src/Gatehouse.Cli"), "-c", "Release", "-r", "win-x64", "--self-contained", "--artifacts-path",
                Path.Combine(_folder.FullName, "build"), "-o", Path.Combine(_folder.FullName, "app"), "-v", "q", "--nologo", .. quick]).Succeeded();
    }

    private void Run(params string[] arguments) => Tool.Run(Patience, Environment(""), Wine, arguments).Succeeded();

    private Dictionary<string, string?> Environment(string fail) => new()
    {
        ["WINEPREFIX"] = Prefix,
        ["WINEDEBUG"] = "-all",
        ["WINEDLLOVERRIDES"] = "fwpuclnt=n;winedbg.exe=d",
        ["DISPLAY"] = null,
        ["GATEHOUSE_WFP_LOG"] = $"Z:{Log}",
        ["GATEHOUSE_WFP_STORE"] = $"Z:{Store}",
        ["GATEHOUSE_WFP_FAIL"] = fail,
        ["GATEHOUSE_PSK"] = PresharedKey,
    };
}
