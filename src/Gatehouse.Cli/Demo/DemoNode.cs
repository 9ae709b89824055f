using System.Collections.Concurrent;
using System.Diagnostics;
using Gatehouse.Cli.Running;
using Gatehouse.Host.Control;
using Gatehouse.Host.Status;
using Gatehouse.Linux.Namespaces;

namespace Gatehouse.Cli.Demo;

/// <summary>`gatehouse run` as a process of its own inside a namespace.</summary>
internal sealed class DemoNode : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AskPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly string _control;
    private readonly ConcurrentQueue<string> _log = new();
    private readonly Task _logging;

    private DemoNode(Process process, string control, string logFile)
    {
        _process = process;
        _control = control;
        _logging = LogAsync(logFile);
    }

    /// <summary>Where a host's node exports its keys.</summary>
    public static string KeysOf(string directory, string host) => Path.Combine(directory, $"keys-{host}");

    /// <summary>Starts a node and returns when it is ready. Throws <see cref="RefusalException"/> with what it said when it is not.</summary>
    public static async Task<DemoNode> StartAsync(LabHost host, string policy, string directory, string key, CancellationToken cancellation)
    {
        var control = Path.Combine(directory, $"{host.Name}.sock");
        // --for is the net below everything else: should this process be killed, the node withdraws by itself.
        var name = $"demo-{Environment.ProcessId}-{host.Name}";
        var start = SelfProgram.With(
            "run", policy, "--name", name, "--control", control, "--for", "2m", "--force", "--export-keys", KeysOf(directory, host.Name));
        start.Environment[DemoPolicy.KeyVariable] = key;
        start.Environment.Remove(SshConnection.Variable);
        // A child is forked by the calling thread and lives in that thread's namespace.
        var process = Netns.RunIn(host.Namespace, () => Process.Start(start)!);
        var node = new DemoNode(process, control, Path.Combine(directory, $"{host.Name}.log"));
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(StartPatience);
            if (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line && line.StartsWith("ready", StringComparison.Ordinal))
                return node;
            await node._logging;
            throw new RefusalException(ExitCode.Failed, $"the node on {host.Name} did not start: {string.Join(' ', node._log)}");
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Its ESP pairs; none when it does not answer.</summary>
    public async Task<IReadOnlyList<QuickModeSaReport>> SasAsync(CancellationToken cancellation)
    {
        var answer = await ControlClient.AskAsync(_control, new ControlRequest(ControlCommands.Status), AskPatience, cancellation);
        return answer.Response?.Result is { } report ? StatusReport.FromJson(report).QuickModeSas : [];
    }

    /// <summary>Withdraws it; kills it when it does not go.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await ControlClient.AskAsync(_control, new ControlRequest(ControlCommands.Down), EndPatience, CancellationToken.None);
        using var patience = new CancellationTokenSource(EndPatience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        await _logging;
        _process.Dispose();
    }

    private async Task LogAsync(string path)
    {
        await using var file = new StreamWriter(path);
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            _log.Enqueue(line);
            await file.WriteLineAsync(line);
        }
    }
}
