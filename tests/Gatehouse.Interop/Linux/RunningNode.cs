using System.Collections.Concurrent;
using Gatehouse.Engine.Ports;
using Gatehouse.Linux;
using Gatehouse.Linux.Loop;
using Gatehouse.Linux.Namespaces;
using Gatehouse.Model.Keying;
using Shouldly;

namespace Gatehouse.Interop.Linux;

/// <summary>A fake node enforced in a namespace, its loop on a thread of its own there.</summary>
public sealed class RunningNode : INodeLoopEvents, IDisposable
{
    private readonly ManualResetEventSlim _ready = new();
    private readonly Thread _thread;
    private LinuxEnforcement? _enforcement;
    private LinuxFailure? _failure;
    private bool _withdraw = true;

    public RunningNode(LabHost host, XorNode node, IPacketTap? tap = null)
    {
        Node = node;
        var options = new EnforcementOptions
        {
            Node = node,
            Events = this,
            InnerMtu = XorNode.InnerMtu,
            Name = host.Namespace,
            RulesReport = Reports.Add,
            Tap = tap,
        };
        _thread = new Thread(() => Netns.RunIn(host.Namespace, () => Serve(options))) { IsBackground = true };
        _thread.Start();
        _ready.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue("enforcement did not start");
        if (_failure is not null)
            throw new InvalidOperationException(_failure.Sentence);
    }

    public XorNode Node { get; }

    public LinuxEnforcement Enforcement => _enforcement!;

    public LoopEnd? End { get; private set; }

    /// <summary>What the watch over the rules reported.</summary>
    public BlockingCollection<string> Reports { get; } = [];

    /// <summary>Runs on the loop's thread and waits for the result.</summary>
    public T On<T>(Func<T> function)
    {
        var source = new TaskCompletionSource<T>();
        Enforcement.Loop.Post(() => source.SetResult(function()));
        source.Task.Wait(TimeSpan.FromSeconds(10)).ShouldBeTrue("the loop does not answer");
        return source.Task.Result;
    }

    public void On(Action action) => On(() =>
    {
        action();
        return true;
    });

    /// <summary>Ends as a killed process does: sockets and queues close, the rules stay.</summary>
    public void Kill()
    {
        _withdraw = false;
        Dispose();
    }

    public void WaitForEnd() => _thread.Join(TimeSpan.FromSeconds(10)).ShouldBeTrue("the loop did not end");

    public void Dispose()
    {
        Enforcement.Loop.Stop();
        WaitForEnd();
    }

    public void OnKeying(KeyingEvent keyingEvent)
    {
    }

    public void OnDropped(NodeAction.Dropped dropped)
    {
    }

    public void OnMainModeKey(NodeAction.ExportMainModeKey key)
    {
    }

    public void OnEspKeys(NodeAction.ExportEspKeys keys)
    {
    }

    private bool Serve(EnforcementOptions options)
    {
        _enforcement = LinuxEnforcement.Start(options, out _failure);
        _ready.Set();
        if (_enforcement is null)
            return false;
        End = _enforcement.Loop.Run();
        if (_withdraw && End.Fault is null)
            _enforcement.WithdrawAndDispose().ShouldBeNull();
        else
            _enforcement.Dispose();
        return true;
    }
}
