using Gatehouse.Base;
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

    /// <summary>Failed peers remembered; the oldest is forgotten first, which only means one negotiation more.</summary>
    public const int MaxFailed = 8192;

    /// <summary>
    /// An acquire is repeated on new traffic after this long. Keying ignores it while it negotiates, so this costs nothing and heals a
    /// negotiation that ended without word.
    /// </summary>
    public static readonly TimeSpan RepeatAcquireAfter = TimeSpan.FromSeconds(5);

    /// <summary>A negotiation nobody has asked for again within this time, far longer than any takes, is forgotten when room is needed.</summary>
    public static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(2);

    private readonly Dictionary<Wanted, Instant> _running = [];
    private readonly Dictionary<AddressPair, Instant> _retryAt = [];
    private readonly Queue<AddressPair> _failedInOrder = new();
    private Instant _nextSweep = Instant.Zero;

    /// <summary>Marks an SA as waited for. True when keying has to be asked; false when it was asked lately, or when too many are waited for.</summary>
    public bool TryBegin(Instant now, in Wanted wanted)
    {
        if (_running.TryGetValue(wanted, out var since) ? now < since + RepeatAcquireAfter : !HasRoom(now))
            return false;
        _running[wanted] = now;
        return true;
    }

    /// <summary>True while a negotiation that traffic asked for runs.</summary>
    public bool IsRunning(in Wanted wanted) => _running.ContainsKey(wanted);

    /// <summary>True before the end of the back-off of the last failure.</summary>
    public bool IsBackingOff(Instant now, AddressPair pair) => _retryAt.TryGetValue(pair, out var retryAt) && now < retryAt;

    /// <summary>True when the last negotiation with the peer failed, also when its back-off is over.</summary>
    public bool HasFailed(AddressPair pair) => _retryAt.ContainsKey(pair);

    /// <summary>An SA is up.</summary>
    public void Succeeded(AddressPair pair, TrafficSelector selector, bool guaranteedEncryption)
    {
        foreach (var wanted in _running.Keys)
        {
            // Removing while walking is allowed; it is adding that is not.
            if (wanted.IsServedBy(pair, selector, guaranteedEncryption))
                _running.Remove(wanted);
        }

        _retryAt.Remove(pair);
    }

    /// <summary>No SA with this peer; traffic may ask again at that time.</summary>
    public void Failed(AddressPair pair, Instant retryAt)
    {
        foreach (var wanted in _running.Keys)
        {
            if (wanted.Addresses == pair)
                _running.Remove(wanted);
        }

        if (_retryAt.TryAdd(pair, retryAt))
            _failedInOrder.Enqueue(pair);
        else
            _retryAt[pair] = retryAt;
        while (_failedInOrder.Count > MaxFailed)
            _retryAt.Remove(_failedInOrder.Dequeue());
    }

    /// <summary>Forgets everything, for a new policy.</summary>
    public void Clear()
    {
        _running.Clear();
        _retryAt.Clear();
        _failedInOrder.Clear();
    }

    // The sweep looks at every entry, so a flood of new peers may cause it once a second only.
    private bool HasRoom(Instant now)
    {
        if (_running.Count >= MaxRunning && now >= _nextSweep)
        {
            _nextSweep = now + TimeSpan.FromSeconds(1);
            foreach (var (wanted, since) in _running)
            {
                if (now >= since + ForgetAfter)
                    _running.Remove(wanted);
            }
        }

        return _running.Count < MaxRunning;
    }
}
