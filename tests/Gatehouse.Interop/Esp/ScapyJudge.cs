using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit;

namespace Gatehouse.Interop.Esp;

/// <summary>A scapy process that answers one line per line (tests/lab/scapy_esp.py).</summary>
internal sealed class ScapyJudge : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly Process _process;

    private ScapyJudge(Process process) => _process = process;

    /// <summary>Starts scapy; without it the test is skipped, or fails where the environment says that nothing may be missing.</summary>
    public static ScapyJudge Start()
    {
        if (!IsInstalled())
        {
            const string Missing = "scapy is not installed for /usr/bin/python3 (Debian packages python3-scapy, python3-cryptography)";
            if (Environment.GetEnvironmentVariable("GATEHOUSE_REQUIRE_PRIVILEGED") == "1")
                Assert.Fail(Missing);
            Assert.Skip(Missing);
        }

        return new ScapyJudge(Run(PathOf("scapy_esp.py")));
    }

    /// <summary>Sends a request and returns its answer.</summary>
    public string Ask(string request)
    {
        _process.StandardInput.WriteLine(request);
        _process.StandardInput.Flush();
        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("scapy ended: " + _process.StandardError.ReadToEnd());
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
            _process.Kill();
        _process.Dispose();
    }

    private static bool IsInstalled()
    {
        if (!File.Exists(Python))
            return false;
        using var probe = Run("-c", "import scapy.layers.ipsec, cryptography");
        probe.StandardInput.Close();
        probe.WaitForExit();
        return probe.ExitCode == 0;
    }

    private static Process Run(params string[] arguments) =>
        Process.Start(new ProcessStartInfo(Python, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    private static string PathOf(string name, [CallerFilePath] string source = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "lab", name));
}
