using Gatehouse.Linux.Diagnosis;
using Gatehouse.Linux.Firewall;
using Gatehouse.Linux.Flows;
using Gatehouse.Linux.Loop;
using Gatehouse.Linux.Namespaces;
using Gatehouse.Linux.Native;
using Gatehouse.Linux.Netlink;
using Gatehouse.Linux.Queue;
using Gatehouse.Linux.Routing;
using Gatehouse.Linux.Udp;

namespace Gatehouse.Linux;

/// <summary>
/// Enforcement of one node in the calling thread's network namespace: sockets, queues, routes and rules. Everything opens before the first
/// rule, so a failure changes nothing; the rules come last, and once they are there nothing passes that the node has not judged.
/// </summary>
public sealed class LinuxEnforcement : IDisposable
{
    private static readonly byte[] BothFamilies = [SocketNumbers.AfInet, SocketNumbers.AfInet6];

    private readonly NetlinkSocket _routing;
    private readonly IFirewallBackend _rules;
    private readonly RouteManager _routes;
    private readonly RouteMonitor _monitor;
    private readonly string _name;
    private RuleWatch? _watch;

    private LinuxEnforcement(NodeLoop loop, NetlinkSocket routing, IFirewallBackend rules, RouteManager routes, RouteMonitor monitor, string name)
    {
        Loop = loop;
        _routing = routing;
        _rules = rules;
        _routes = routes;
        _monitor = monitor;
        _name = name;
    }

    /// <summary>The loop; run it on the thread that called <see cref="Start"/>.</summary>
    public NodeLoop Loop { get; }

    /// <summary>"nftables" or "iptables".</summary>
    public string RulesBackend => _rules.Name;

    /// <summary>Routes whose path MTU could not be adjusted. Read it on the loop's thread.</summary>
    public int RouteFailures => _routes.Failures;

    /// <summary>Times this host's links, addresses or routes could not be read. Read it on the loop's thread.</summary>
    public long RoutingReadFailures => _monitor.ReadFailures;

    /// <summary>Starts enforcing. When this returns without failure the rules are in place, and packets wait for the loop to run.</summary>
    public static LinuxEnforcement? Start(EnforcementOptions options, out LinuxFailure? failure)
    {
        failure = FindObstacle(Capabilities.Check(options.V6));
        if (failure is not null)
            return null;
        var rules = FirewallRules.Choose(options.V6, out _)!;
        // A killed node's rules keep blocking when this start fails; what this start added alone is taken back.
        var wasBlocked = FirewallRules.IsAnythingLeft();
        var opened = new Stack<IDisposable>();
        try
        {
            if (KeyingSockets.Open(options.V6, out failure) is not { } sockets)
                return null;
            opened.Push(sockets);
            var enforcement = Open(options, rules, sockets, opened);
            failure = enforcement.Apply(wasBlocked);
            if (failure is not null)
                return null;
            opened.Clear();
            enforcement.WatchRules(options.RulesReport);
            return enforcement;
        }
        catch (LinuxException e)
        {
            failure = Describe(e);
            return null;
        }
        finally
        {
            while (opened.TryPop(out var resource))
                resource.Dispose();
        }
    }

    /// <summary>Packets that passed unjudged because they use the loopback interface, where no SA can exist.</summary>
    public long ReadLoopbackPackets() => _rules.ReadLoopbackPackets();

    /// <summary>Adjusts the routes to another path MTU, soon; call it on the loop's thread when the policy has changed.</summary>
    public void RefreshRoutes() => _monitor.SynchroniseAt(MonotonicClock.Now);

    /// <summary>Whether the rules are still there and first in their chains; another program may have flushed or preceded them.</summary>
    public bool AreRulesInPlace() => _rules.IsInstalled();

    /// <summary>Puts the rules back, for when another program has removed or preceded them. Null for success.</summary>
    public string? RepairRules() => _rules.Install();

    /// <summary>Stops enforcing: removes the rules first, while the queues are still served, then routing. Null for success, else a sentence.</summary>
    public string? WithdrawAndDispose()
    {
        // It must not put back what is being removed.
        _watch?.Dispose();
        var failure = Withdraw();
        if (failure is null)
            Forget(_name);
        Dispose();
        return failure;
    }

    /// <summary>Closes sockets and queues and leaves the rules: what they queue is dropped by the kernel from now on.</summary>
    public void Dispose()
    {
        _watch?.Dispose();
        Loop.Dispose();
        _routing.Dispose();
    }

    /// <summary>
    /// Removes every rule, chain, routing rule and route of ours from the calling thread's network namespace, whoever put them there.
    /// Nothing being there is success. Null for success, else a sentence.
    /// </summary>
    public static string? Withdraw()
    {
        var failure = FirewallRules.WithdrawAll();
        try
        {
            using var socket = new NetlinkSocket(NetlinkNumbers.ProtocolRoute);
            RouteManager.Withdraw(socket, BothFamilies);
        }
        catch (LinuxException e)
        {
            failure ??= $"Cannot {e.Message}.";
        }

        return failure;
    }

    /// <summary>
    /// Withdraws what a killed node of that name left, in the namespace its note names; without a note, in the namespace of that name,
    /// else in the caller's. Rules of a living node with another name stay. Null for success, else a sentence.
    /// </summary>
    public static string? WithdrawByName(string name)
    {
        var noted = EnforcementNote.Read(name);
        var netns = noted is null ? (Netns.Exists(name) ? name : "") : noted;
        // A namespace that is gone has taken its rules along.
        if (netns.Length > 0 && !Netns.Exists(netns))
        {
            Forget(name);
            return null;
        }

        string? Clear() => noted is null || EnforcementNote.IsShared(name, netns) ? WithdrawUnlessServed() : Withdraw();
        var failure = netns.Length > 0 ? Netns.RunIn(netns, Clear) : Clear();
        if (failure is null)
            Forget(name);
        return failure;
    }

    /// <summary>Nothing is enforced under the name any more, so there is no protection left to remember.</summary>
    private static void Forget(string name)
    {
        EnforcementNote.Delete(name);
        FlowRecordsFile.Delete(name);
    }

    /// <summary>Without a note of its own, a name says nothing about whose rules these are.</summary>
    private static string? WithdrawUnlessServed() => KernelQueueTable.HasListener(LinuxNames.OutboundQueue)
        ? "a living node with another name enforces in this network namespace; end it by its own --name or --control"
        : Withdraw();

    private static LinuxEnforcement Open(EnforcementOptions options, IFirewallBackend rules, KeyingSockets sockets, Stack<IDisposable> opened)
    {
        var routing = Push(opened, new NetlinkSocket(NetlinkNumbers.ProtocolRoute));
        var outbound = Push(opened, QueueListener.Open(LinuxNames.OutboundQueue));
        var inbound = Push(opened, QueueListener.Open(LinuxNames.InboundQueue));
        var addresses = new AddressTable();
        var routes = new RouteManager(routing, options.InnerMtu, options.V6 ? BothFamilies : [SocketNumbers.AfInet]);
        var monitor = Push(opened, new RouteMonitor(routing, addresses, routes));
        if (!addresses.Refresh(routing))
            monitor.SynchroniseAt(MonotonicClock.Now);
        var port = new NfqueuePort(options.Node, outbound, inbound, addresses, options.Tap);
        var loop = Push(opened, new NodeLoop(options.Node, port, sockets, monitor, options.Events, options.Steps));
        return new LinuxEnforcement(loop, routing, rules, routes, monitor, options.Name);
    }

    private LinuxFailure? Apply(bool wasBlocked)
    {
        string? sentence;
        try
        {
            EnforcementNote.Write(_name);
            if (!_routes.Install())
                _monitor.SynchroniseAt(MonotonicClock.Now);
            // A killed node may have used the other kind of rules; both at once would queue every packet twice.
            sentence = _rules.Install() ?? FirewallRules.WithdrawOthers(_rules);
        }
        catch (Exception e) when (e is LinuxException or IOException or UnauthorizedAccessException)
        {
            sentence = e.Message;
        }

        if (sentence is null)
            return null;
        if (!wasBlocked)
            Withdraw();
        return new LinuxFailure(LinuxFailureKind.System, $"The rules could not be put in place: {sentence}.");
    }

    /// <summary>The thread inherits the caller's network namespace.</summary>
    private void WatchRules(Action<string>? report)
    {
        if (report is not null)
            _watch = new RuleWatch(AreRulesInPlace, RepairRules, report);
    }

    private static T Push<T>(Stack<IDisposable> opened, T resource)
        where T : IDisposable
    {
        opened.Push(resource);
        return resource;
    }

    private static LinuxFailure? FindObstacle(Capabilities capabilities) => capabilities
        .FirstMissing(FindingTopic.Privilege, FindingTopic.NetfilterQueue, FindingTopic.Rules) is { } missing
        ? new LinuxFailure(missing.Topic == FindingTopic.Privilege ? LinuxFailureKind.Privilege : LinuxFailureKind.Feature, missing.Sentence)
        : null;

    private static LinuxFailure Describe(LinuxException e) => e.Errno switch
    {
        // nfnetlink_queue answers EBUSY for a queue with a listener; port 500 taken is found before this.
        Errno.Ebusy => new LinuxFailure(
            LinuxFailureKind.AlreadyRunning, "Another gatehouse enforces in this network namespace: end it first (gatehouse down)."),
        Errno.Eperm or Errno.Eacces => new LinuxFailure(LinuxFailureKind.Privilege, $"Cannot {e.Message}: run as root."),
        _ => new LinuxFailure(LinuxFailureKind.System, $"Cannot {e.Message}."),
    };
}
