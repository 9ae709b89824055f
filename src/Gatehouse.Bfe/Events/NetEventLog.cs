using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe.Events;

/// <summary>
/// The append-only stream of net events, bounded: it holds the newest, and numbers tell what went. The node's thread adds, any thread reads.
/// </summary>
public sealed class NetEventLog(Func<Instant> clock)
{
    /// <summary>Windows keeps some 150; a mixed fleet's first minute should fit.</summary>
    public const int Max = 4096;

    private readonly object _gate = new();
    private readonly Queue<FwpmNetEvent> _events = new(Max);
    private readonly List<EventSubscription> _subscriptions = [];
    private ulong _number;

    /// <summary>FWPM_ENGINE_COLLECT_NET_EVENTS.</summary>
    public bool IsCollecting { get; set; } = true;

    /// <summary>Adds an event, which gets its number and the time.</summary>
    public void Add(FwpmNetEvent happened)
    {
        if (!IsCollecting)
            return;
        lock (_gate)
        {
            var added = happened with { Number = ++_number, Time = clock() };
            if (_events.Count == Max)
                _events.Dequeue();
            _events.Enqueue(added);
            foreach (var subscription in _subscriptions)
                subscription.Hear(added);
        }
    }

    /// <summary>What is still there and fits, oldest first.</summary>
    public FwpResult<ImmutableArray<FwpmNetEvent>> Enum(FwpmNetEventTemplate template)
    {
        if (!IsCollecting)
            return new FwpResult(FwpError.NetEventsDisabled, "the engine collects no net events; set FWPM_ENGINE_COLLECT_NET_EVENTS");
        if (template.Check() is { Ok: false } broken)
            return broken;
        lock (_gate)
            return _events.Where(template.Fits).ToImmutableArray();
    }

    /// <summary>Tells of what comes from now on.</summary>
    public FwpResult<IFwpmSubscription<FwpmNetEvent>> Subscribe(FwpmNetEventTemplate template)
    {
        if (template.Check() is { Ok: false } broken)
            return broken;
        lock (_gate)
        {
            var subscription = new EventSubscription(this, template);
            _subscriptions.Add(subscription);
            return subscription;
        }
    }

    private sealed class EventSubscription(NetEventLog log, FwpmNetEventTemplate template) : NewsQueue<FwpmNetEvent>(log._gate)
    {
        public void Hear(FwpmNetEvent added)
        {
            if (template.Fits(added))
                Put(added);
        }

        public override void Dispose()
        {
            base.Dispose();
            lock (log._gate)
                log._subscriptions.Remove(this);
        }
    }
}
