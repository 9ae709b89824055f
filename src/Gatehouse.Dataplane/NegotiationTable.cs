using Gatehouse.Base;
using Gatehouse.Dataplane.Flows;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Dataplane;

/// <summary>
/// Which SAs are waited for, and which peers failed lately: the larval entries that keep one burst of packets from becoming a burst of
/// acquires. Bounded, because whoever can make this host send to many addresses can fill it.
/// </summary>
public sealed class NegotiationTable
{
    /// <summary>Negotiations at once; beyond it traffic to new peers is dropped, or stays clear, until others finish.</summary>
    public const int MaxRunning = 1024;

    /// <summary>Failed peers, and refused SAs, remembered; the oldest is forgotten first, which only means one negotiation more.</summary>
    public const int MaxFailed = 8192;

    /// <summary>
    /// An acquire is repeated on new traffic after this long. Keying ignores it while it negotiates, so this costs nothing and heals a
    /// negotiation that ended without word.
    /// </summary>
    public static readonly TimeSpan RepeatAcquireAfter = TimeSpan.FromSeconds(5);

    /// <summary>A negotiation nobody has asked for again within this time, far longer than any takes, is forgotten when room is needed.</summary>
    public static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(2);

    private readonly Dictionary<Wanted, Instant> _running = [];
    private readonly RetryTimes<AddressPair> _failed = new(MaxFailed);
    private readonly RetryTimes<Wanted> _refused = new(MaxFailed);
    private readonly Dictionary<AddressPair, FlowKey> _triggers = [];
    private Instant _nextSweep = Instant.Zero;

    /// <summary>Marks an SA as waited for. True when keying has to be asked; false when it was asked lately, or when too many are waited for.</summary>
    public bool TryBegin(Instant now, in Wanted wanted)
    {
        if (_running.TryGetValue(wanted, out var since) ? now < since + RepeatAcquireAfter : !HasRoom(now))
            return false;
        _running[wanted] = now;
        return true;
    }

    /// <summary>A negotiation just begun was asked for by this flow, which goes in clear meanwhile. Of several with one peer the first counts.</summary>
    public void NoteTrigger(AddressPair pair, in FlowKey flow)
    {
        if (_triggers.Count < MaxRunning)
            _triggers.TryAdd(pair, flow);
    }

    /// <summary>True once for the first packet in clear that the peer sends on the flow that asked for the negotiation under way.</summary>
    public bool TakeTrigger(AddressPair pair, in FlowKey flow) =>
        _triggers.Count > 0 && _triggers.TryGetValue(pair, out var trigger) && trigger == flow && _triggers.Remove(pair);

    /// <summary>True while a negotiation that traffic asked for runs.</summary>
    public bool IsRunning(in Wanted wanted) => _running.ContainsKey(wanted);

    /// <summary>True before the end of the back-off of the last failure, of the peer as a whole or of just this SA.</summary>
    public bool IsBackingOff(Instant now, in Wanted wanted) => _failed.IsPausing(now, wanted.Addresses) || _refused.IsPausing(now, wanted);

    /// <summary>True when the last negotiation failed, also when its back-off is over.</summary>
    public bool HasFailed(in Wanted wanted) => _failed.Contains(wanted.Addresses) || _refused.Contains(wanted);

    /// <summary>An SA is up.</summary>
    public void Succeeded(AddressPair pair, TrafficSelector selector, bool guaranteedEncryption)
    {
        foreach (var wanted in _running.Keys)
        {
            // Removing while walking is allowed; it is adding that is not.
            if (wanted.IsServedBy(pair, selector, guaranteedEncryption))
                _running.Remove(wanted);
        }

        _triggers.Remove(pair);
        _failed.Remove(pair);
        _refused.RemoveWhere(wanted => wanted.IsServedBy(pair, selector, guaranteedEncryption));
    }

    /// <summary>No SA with this peer; traffic may ask again at that time.</summary>
    public void Failed(AddressPair pair, Instant retryAt)
    {
        foreach (var wanted in _running.Keys)
        {
            if (wanted.Addresses == pair)
                _running.Remove(wanted);
        }

        _triggers.Remove(pair);
        _failed.Set(pair, retryAt);
    }

    /// <summary>Just this SA was refused; others with the same peer are not touched.</summary>
    public void Refused(in Wanted wanted, Instant retryAt)
    {
        _running.Remove(wanted);
        _triggers.Remove(wanted.Addresses);
        _refused.Set(wanted, retryAt);
    }

    /// <summary>Forgets everything, for a new policy.</summary>
    public void Clear()
    {
        _running.Clear();
        _triggers.Clear();
        _failed.Clear();
        _refused.Clear();
    }

    // The sweep looks at every entry, so a flood of new peers may cause it once a second only.
    private bool HasRoom(Instant now)
    {
        if (_running.Count >= MaxRunning && now >= _nextSweep)
        {
            _nextSweep = now + TimeSpan.FromSeconds(1);
            foreach (var (wanted, since) in _running)
            {
                if (now < since + ForgetAfter)
                    continue;
                _running.Remove(wanted);
                _triggers.Remove(wanted.Addresses);
            }
        }

        return _running.Count < MaxRunning;
    }
}
