using System.Collections.Concurrent;
using Gatehouse.Base;
using Gatehouse.Engine.Ports;
using Gatehouse.Linux.Queue;
using Gatehouse.Linux.Routing;
using Gatehouse.Linux.Udp;
using Gatehouse.Model.Keying;

namespace Gatehouse.Linux.Loop;

/// <summary>
/// Drives one node from one thread: packets of both queues, datagrams, changed routes, commands of other threads, timers. One thread, because
/// a wake-up across processors costs more than sealing a packet.
/// </summary>
/// <remarks>When it ends, whatever the reason, no rule is removed by itself: queued traffic stays blocked until someone withdraws.</remarks>
public sealed class NodeLoop : IDisposable
{
    /// <summary>Commands run per turn, so that a chatty client cannot starve the packets.</summary>
    private const int MaxCommandsPerTurn = 16;

    /// <summary>
    /// Turns after the end that let out what the last commands sent: our own datagrams pass our own queue, and waiting for the link's address
    /// (neighbour discovery passes the queues too) takes a few more.
    /// </summary>
    private const int MaxDrainTurns = 50;

    /// <summary>A flood must not keep a node from ending.</summary>
    private static readonly TimeSpan MaxDrain = TimeSpan.FromMilliseconds(100);

    private const int WakeUpIndex = 0;
    private const int MonitorIndex = 1;
    private const int InboundIndex = 2;
    private const int OutboundIndex = 3;
    private const int FirstSocketIndex = 4;

    private readonly INode _node;
    private readonly NfqueuePort _port;
    private readonly KeyingSockets _sockets;
    private readonly RouteMonitor _monitor;
    private readonly INodeLoopEvents _events;
    private readonly IStepRunner? _steps;
    private readonly WakeUp _wakeUp = new();
    private readonly ConcurrentQueue<Action> _commands = new();
    private readonly PollSet _poll;
    private volatile bool _stopping;

    internal NodeLoop(INode node, NfqueuePort port, KeyingSockets sockets, RouteMonitor monitor, INodeLoopEvents events, IStepRunner? steps)
    {
        _steps = steps;
        _node = node;
        _port = port;
        _sockets = sockets;
        _monitor = monitor;
        _events = events;
        _poll = new PollSet([_wakeUp.Fd, monitor.Fd, port.InboundFd, port.OutboundFd, .. sockets.All.Select(socket => socket.Fd)]);
    }

    /// <summary>What went wrong between the kernel and the port. Read it on the loop's thread.</summary>
    public PortCounters Counters => _port.Counters with { SendFailures = _port.Counters.SendFailures + _sockets.SendFailures };

    /// <summary>
    /// Runs a command on the loop's thread, between packets. Any thread may call. What was posted before <see cref="Stop"/> still runs;
    /// commands posted after the end never do.
    /// </summary>
    public void Post(Action command)
    {
        _commands.Enqueue(command);
        _wakeUp.Ring();
    }

    /// <summary>
    /// Ends <see cref="Run"/> after the present turn and a bounded drain, in which datagrams of the last commands pass the queue.
    /// Any thread may call.
    /// </summary>
    public void Stop()
    {
        _stopping = true;
        _wakeUp.Ring();
    }

    /// <summary>
    /// Runs on the calling thread until <see cref="Stop"/>, or until something breaks. A fault of the node is handed back and not thrown:
    /// the caller decides how to report it, and the rules stay.
    /// </summary>
    public LoopEnd Run()
    {
        try
        {
            while (!_stopping)
                Turn();
            Drain();
            return new LoopEnd(null);
        }
#pragma warning disable CA1031 // The boundary of the process's work: whatever broke must end in a report with the traffic still blocked.
        catch (Exception e)
        {
            return new LoopEnd(e);
        }
#pragma warning restore CA1031
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _port.Dispose();
        _sockets.Dispose();
        _monitor.Dispose();
        _wakeUp.Dispose();
    }

    private void Turn()
    {
        _poll.Wait(MonotonicClock.Now, Instant.Earliest(_node.NextDeadline, _monitor.NextDeadline));
        var now = MonotonicClock.Now;
        if (_poll.IsReady(MonitorIndex))
            _monitor.OnReadable(now);
        _monitor.OnDeadline(now);

        // Keying before packets: an SA that is installed now spares the packets behind it the wait.
        for (var i = 0; i < _sockets.All.Count; i++)
        {
            if (_poll.IsReady(FirstSocketIndex + i))
                PumpDatagrams(_sockets.All[i], now);
        }

        if (_poll.IsReady(InboundIndex))
        {
            _port.PumpInbound(now);
            CarryOut(now);
        }

        if (_poll.IsReady(OutboundIndex))
        {
            _port.PumpOutbound(now);
            CarryOut(now);
        }

        if (_node.NextDeadline is { } due && due <= now)
        {
            _node.OnDeadline(now);
            CarryOut(now);
        }

        if (_poll.IsReady(WakeUpIndex))
            RunCommands(now);
    }

    /// <summary>
    /// A datagram the node sends waits in our own queue like any other packet; ending at once would drop it. So what the last commands sent,
    /// such as the deletes of a shutdown, is judged and let out first. Packets of others are judged as ever.
    /// </summary>
    private void Drain()
    {
        var end = MonotonicClock.Now + MaxDrain;
        for (var turns = 0; turns < MaxDrainTurns; turns++)
        {
            var now = MonotonicClock.Now;
            if (now >= end)
                return;
            RunCommands(now);
            var outbound = _port.PumpOutbound(now);
            CarryOut(now);
            var inbound = _port.PumpInbound(now);
            CarryOut(now);
            if (outbound + inbound == 0 && _commands.IsEmpty)
                return;
        }
    }

    private void PumpDatagrams(KeyingSocket socket, Instant now)
    {
        for (var i = 0; i < KeyingSockets.MaxPerTurn && socket.TryReceive(out var local, out var remote, out var datagram); i++)
        {
            if (local.Address.Family == IpFamily.None)
                continue;
            _node.OnDatagram(now, local, remote, datagram);
            CarryOut(now);
        }
    }

    private void RunCommands(Instant now)
    {
        _wakeUp.Clear();
        for (var i = 0; i < MaxCommandsPerTurn && _commands.TryDequeue(out var command); i++)
        {
            command();
            CarryOut(now);
        }

        if (!_commands.IsEmpty)
            _wakeUp.Ring();
    }

    private void CarryOut(Instant now)
    {
        while (_node.TryTakeAction(out var action))
        {
            switch (action)
            {
                case NodeAction.CompleteHeld held:
                    _port.Complete(now, held);
                    break;
                case NodeAction.SendDatagram send:
                    _sockets.Send(send.Local, send.Remote, send.Data);
                    break;
                case NodeAction.Keying keying:
                    _events.OnKeying(keying.Event);
                    break;
                case NodeAction.Dropped dropped:
                    _events.OnDropped(dropped);
                    break;
                case NodeAction.Allowed allowed:
                    _events.OnAllowed(allowed);
                    break;
                case NodeAction.ExportMainModeKey key:
                    _events.OnMainModeKey(key);
                    break;
                case NodeAction.ExportEspKeys keys:
                    _events.OnEspKeys(keys);
                    break;
                case NodeAction.RunStep run:
                    Take(now, run.Step);
                    break;
            }
        }
    }

    // It ends on a thread of whoever takes it, and comes back like any command, between packets.
    private void Take(Instant now, KeyingStep step)
    {
        if (_steps is not null)
        {
            _steps.Take(step, ended => Post(() => _node.OnStepEnded(MonotonicClock.Now, ended)));
            return;
        }

        step.Refuse("nobody takes steps of authentication here");
        _node.OnStepEnded(now, step);
    }
}
