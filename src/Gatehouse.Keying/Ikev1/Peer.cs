using Gatehouse.Base;
using Gatehouse.Keying.Timing;

namespace Gatehouse.Keying.Ikev1;

/// <summary>Traffic that waits for a main mode.</summary>
/// <param name="Scope">What the pair is for.</param>
/// <param name="IsRekey">A pair exists and is to be replaced; nobody waits.</param>
internal readonly record struct PendingAcquire(PairScope Scope, bool IsRekey);

/// <summary>Everything this host has with one address pair.</summary>
internal sealed class Peer(AddressPair addresses)
{
    /// <summary>Both ends.</summary>
    public AddressPair Addresses { get; } = addresses;

    /// <summary>Main modes in any state but Ended, oldest first.</summary>
    public List<MainModeSa> MainModes { get; } = [];

    /// <summary>Installed pairs, oldest first.</summary>
    public List<IpsecPair> Pairs { get; } = [];

    /// <summary>Selectors that wait for a main mode.</summary>
    public List<PendingAcquire> Pending { get; } = [];

    /// <summary>The pause after failures of the peer as a whole.</summary>
    public Backoff Backoff { get; } = new();

    /// <summary>What the peer refuses while it answers.</summary>
    public RefusedScopes Refused { get; } = new();

    /// <summary>The last failure since the last success, one sentence; null for none.</summary>
    public string? LastError { get; set; }

    /// <summary>When <see cref="LastError"/> was set.</summary>
    public Instant LastErrorAt { get; set; }

    /// <summary>The newest main mode under which a quick mode can begin.</summary>
    public MainModeSa? UsableMainMode
    {
        get
        {
            MainModeSa? newest = null;
            foreach (var sa in MainModes)
            {
                if (sa.IsUsable && (newest is null || sa.Established >= newest.Established))
                    newest = sa;
            }

            return newest;
        }
    }

    /// <summary>The newest established main mode, also one that serves no new quick modes: good for deletes.</summary>
    public MainModeSa? EstablishedMainMode => MainModes.Where(sa => sa.State == MainModeState.Established).MaxBy(sa => sa.Established);

    /// <summary>The main mode this host is initiating; there is at most one.</summary>
    public MainModeSa? Initiating => MainModes.Find(
        sa => sa.State is MainModeState.Message1Sent or MainModeState.Message3Sent or MainModeState.Message5Sent);

    /// <summary>No SA, and none wanted.</summary>
    public bool IsIdle => MainModes.Count == 0 && Pairs.Count == 0 && Pending.Count == 0;

    /// <summary>The newest pair of a scope that may send; null when there is none.</summary>
    public IpsecPair? Newest(PairScope scope)
    {
        IpsecPair? newest = null;
        foreach (var pair in Pairs)
        {
            if (pair.Confirmed && !pair.Retiring && pair.Scope == scope && (newest is null || pair.Ended >= newest.Ended))
                newest = pair;
        }

        return newest;
    }
}
