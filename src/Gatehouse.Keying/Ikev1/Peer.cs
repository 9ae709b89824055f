using Gatehouse.Base;

namespace Gatehouse.Keying.Ikev1;

/// <summary>Everything this host has with one address pair.</summary>
internal sealed class Peer(AddressPair addresses) : KnownPeer(addresses)
{
    /// <summary>Main modes in any state but Ended, oldest first.</summary>
    public List<MainModeSa> MainModes { get; } = [];

    /// <summary>Installed pairs, oldest first.</summary>
    public List<IpsecPair> Pairs { get; } = [];

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

    /// <inheritdoc/>
    public override bool IsIdle => MainModes.Count == 0 && Pairs.Count == 0 && Pending.Count == 0;

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
