using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Gatehouse.Interop.Lab;

/// <summary>A command that runs beside the test. Its lines are collected; disposing it ends it.</summary>
internal class RunningTool : IDisposable
{
    private readonly Process _process;
    private readonly List<string> _output = [];
    private readonly List<string> _error = [];
    private readonly object _gate = new();
    private bool _disposed;

    /// <summary>Starts the command.</summary>
    public RunningTool(string file, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        _process = new Process { StartInfo = Tool.Describe(file, arguments, environment ?? new Dictionary<string, string?>()) };
        _process.OutputDataReceived += (_, line) => Collect(_output, line.Data);
        _process.ErrorDataReceived += (_, line) => Collect(_error, line.Data);
        _process.Start();
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Leftovers.Add(this, Dispose);
    }

    /// <summary>Its process id; "ip netns exec" becomes the command, so this is the command itself.</summary>
    public int ProcessId => _process.Id;

    /// <summary>True until it has ended.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>stdout so far.</summary>
    public string Output => Text(_output);

    /// <summary>stderr so far.</summary>
    public string Error => Text(_error);

    /// <summary>Waits for a line of stdout that matches; throws with all that was said when it does not come or the command ends.</summary>
    public string WaitForOutput(string pattern, double seconds) => WaitFor(_output, pattern, seconds);

    /// <summary>Waits for a line of stderr that matches.</summary>
    public string WaitForError(string pattern, double seconds) => WaitFor(_error, pattern, seconds);

    /// <summary>Sends a signal to the process.</summary>
    public void Signal(string name) => Tool.Run("kill", $"-{name}", ProcessId.ToString(CultureInfo.InvariantCulture));

    /// <summary>SIGKILL, and waits until the process is gone.</summary>
    public void Kill()
    {
        Signal("KILL");
        WaitForExit(10);
    }

    /// <summary>Waits for the end and returns the exit code.</summary>
    public int WaitForExit(double seconds)
    {
        if (!_process.WaitForExit(TimeSpan.FromSeconds(seconds)))
            throw new TimeoutException($"still running after {seconds} s: {Describe()}");
        _process.WaitForExit(500);
        return _process.ExitCode;
    }

    /// <summary>The result of a command that ends by itself.</summary>
    public ToolResult Result(double seconds)
    {
        var code = WaitForExit(seconds);

        // The pipes are read by other threads; the last line may come a moment after the exit.
        Thread.Sleep(50);
        return new ToolResult(Describe(), code, Output, Error);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Leftovers.Remove(this);
        if (!_process.HasExited)
        {
            Signal("TERM");
            if (!_process.WaitForExit(TimeSpan.FromSeconds(5)))
                _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        GC.SuppressFinalize(this);
    }

    private string Describe() => $"{_process.StartInfo.FileName} {string.Join(' ', _process.StartInfo.ArgumentList)}";

    private string WaitFor(List<string> lines, string pattern, double seconds)
    {
        var expression = new Regex(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var ended = _process.HasExited;
            lock (_gate)
            {
                if (lines.Find(expression.IsMatch) is { } line)
                    return line;
            }

            if (ended || clock.Elapsed.TotalSeconds > seconds)
            {
                throw new TimeoutException(
                    $"no line matches \"{pattern}\" {(ended ? "and the command has ended" : $"after {seconds} s")}: {Describe()}\n{Output}\n{Error}");
            }

            Thread.Sleep(10);
        }
    }

    private void Collect(List<string> lines, string? line)
    {
        if (line is null)
            return;
        lock (_gate)
            lines.Add(line);
    }

    private string Text(List<string> lines)
    {
        lock (_gate)
            return string.Join('\n', lines);
    }
}
