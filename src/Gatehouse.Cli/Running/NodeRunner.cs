using Gatehouse.Engine;
using Gatehouse.Host;
using Gatehouse.Host.Capture;
using Gatehouse.Host.Control;
using Gatehouse.Host.Events;
using Gatehouse.Host.KeyLog;
using Gatehouse.Host.Steps;
using Gatehouse.Linux;
using Gatehouse.Linux.Flows;
using Gatehouse.Linux.Loop;

namespace Gatehouse.Cli.Running;

/// <summary>Runs a node from the first check to the last rule removed, and says how it ended by its exit code.</summary>
internal sealed class NodeRunner(TextWriter output, TextWriter error)
{
    public async Task<int> RunAsync(RunSettings settings, CancellationToken cancellation)
    {
        try
        {
            // Local time for people; the JSON form turns it into UTC.
            await using var log = new EventLog(error, settings.Log, () => DateTimeOffset.Now);
            return await RunAsync(settings, log, cancellation);
        }
        catch (RefusalException refusal)
        {
            if (refusal.Message.Length > 0)
                await error.WriteLineAsync($"gatehouse run: {refusal.Message}");
            return refusal.ExitCode;
        }
        catch (UnusableStateException unusable)
        {
            await error.WriteLineAsync($"gatehouse run: {unusable.Message}");
            await error.WriteLineAsync($"gatehouse run: {await BlockedStart.LeaveBlockedAsync(settings.Address)}");
            return ExitCode.Cannot;
        }
    }

    private async Task<int> RunAsync(RunSettings settings, EventLog log, CancellationToken cancellation)
    {
        using var plan = RunPlan.Make(settings, error, log.Note);
        using var socket = OpenSocket(settings);
        using var keys = OpenKeys(settings, log);
        await using var capture = OpenCapture(settings);
        using var records = OpenRecords(settings);
        using var node = MakeNode(plan, records, keys is not null);
        using var steps = new StepWorkers();
        using var stop = new StopSwitch(cancellation);
        var (thread, failure) = await EnforcementThread.StartAsync(node, new EnforcementOptions
        {
            Node = node,
            Events = new NodeEvents(log, keys, plan.Policy.Engine),
            InnerMtu = (linkMtu, family) => InnerMtu.For(plan.Policy.Engine.Filters.Objects)(linkMtu, family),
            Name = settings.Address.Name,
            RulesReport = log.Note,
            Steps = steps,
            Tap = capture is null ? null : new CaptureTap(capture),
        });
        if (failure is not null)
            throw new RefusalException(failure.Kind == LinuxFailureKind.System ? ExitCode.Failed : ExitCode.Cannot, failure.Sentence);
        if (plan.Policy.Confirm() is { Ok: false } unsaved)
        {
            thread.Stop(withdraw: true);
            await thread.Ended;
            throw new RefusalException(ExitCode.Failed, unsaved.Detail);
        }

        plan.Policy.Enforce = (filters, policy) => thread.Exchange(filters, policy, plan.Policy.Credentials, plan.Policy.Keying);
        await using var exchange = new PolicyExchange(plan.Policy, log.Note);
        var handler = new ControlHandler(settings, node, plan.Policy, exchange, thread, stop);
        await using var server = handler.Serve(socket, plan.Access);
        var name = plan.Policy.Current.Document.Name;
        var backend = thread.Enforcement.RulesBackend;
        await output.WriteLineAsync($"ready {settings.Address.Name}: policy {name} enforced with {backend}, control socket {socket.Path}");
        await output.FlushAsync(cancellation);
        var end = await EnforceAsync(settings, thread, stop, log);
        if (capture is { Lost: > 0 })
            log.Note($"{capture.Lost} packets are not in the capture");
        return Conclude(end, settings, log);
    }

    private static async Task<EnforcementEnd> EnforceAsync(RunSettings settings, EnforcementThread thread, StopSwitch stop, EventLog log)
    {
        if (settings.Duration is { } duration)
            stop.RequestAfter(duration);
        await Task.WhenAny(stop.Requested, thread.Ended);
        if (stop.Requested.IsCompletedSuccessfully)
        {
            var request = await stop.Requested;
            log.Note($"ending: {request.Why}");
            thread.Stop(request.Withdraw || settings.OnExit == OnExit.Withdraw);
        }

        return await thread.Ended;
    }

    private static int Conclude(EnforcementEnd end, RunSettings settings, EventLog log)
    {
        if (end.Withdrawn)
        {
            log.Note("withdrawn; traffic flows in clear");
            return ExitCode.Done;
        }

        var remedy = $"its traffic stays blocked until it is started again or withdrawn: gatehouse down --name {settings.Address.Name}";
        if (end.Fault is { } fault)
            log.Note($"the node failed ({fault.GetType().Name}: {fault.Message}); {remedy}");
        else
            log.Note(end.Failure is { } failure ? $"withdrawing failed: {failure}; {remedy}" : $"ended; {remedy}");
        return end.Fault is null && end.Failure is null ? ExitCode.Done : ExitCode.Failed;
    }

    private static Node MakeNode(RunPlan plan, FlowRecordsFile records, bool exportKeys)
    {
        var entropy = new SystemEntropy();
        var options = new NodeOptions
        {
            Filters = plan.Policy.Engine.Filters,
            Credentials = plan.Policy.Credentials,
            Entropy = entropy,
            OnNoSa = plan.Policy.Current.OnNoSa,
            FlowRecords = records,
            Start = MonotonicClock.Now,
            ExportKeys = exportKeys,
        };
        var keying = plan.Policy.Keying;
        var modules = new KeyingModules(plan.Policy.Credentials, keying.Machines, keying.Users, entropy, exportKeys);
        return new Node(options, policy => new ExchangeableKeying(settings => modules.Make(policy, settings), () => keying.Wanted));
    }

    private static ControlSocket OpenSocket(RunSettings settings)
    {
        var result = ControlSocket.Open(settings.Address.ControlSocket);
        return result.Socket ?? throw new RefusalException(
            ExitCode.Cannot,
            result.InUse ? $"the name {settings.Address.Name} is in use: {result.Error}. End it (gatehouse down) or choose another --name" : result.Error!);
    }

    private static FlowRecordsFile OpenRecords(RunSettings settings) =>
        FlowRecordsFile.Open(settings.Address.Name, out var failure) ?? throw new RefusalException(ExitCode.Cannot, failure!);

    private static KeyLogDirectory? OpenKeys(RunSettings settings, EventLog log)
    {
        if (settings.ExportKeys is not { } path)
            return null;
        var keys = KeyLogDirectory.Open(path, out var failure) ?? throw new RefusalException(ExitCode.BadInput, failure!);
        log.Note($"WARNING: session keys are written to {path}; whoever can read it can decrypt the traffic of this node");
        return keys;
    }

    private static CaptureFile? OpenCapture(RunSettings settings)
    {
        if (settings.Capture is not { } path)
            return null;
        return CaptureFile.Create(path, settings.Address.Name, out var failure) ?? throw new RefusalException(ExitCode.BadInput, failure!);
    }
}
