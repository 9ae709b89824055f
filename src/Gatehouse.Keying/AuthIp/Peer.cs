using Gatehouse.Base;
using Gatehouse.Keying.Timing;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

/// <summary>Everything this host has with one address pair.</summary>
internal sealed class Peer(AddressPair addresses) : KnownPeer(addresses)
{
    /// <summary>Main modes in any state but Ended, oldest first.</summary>
    public List<MainModeSa> MainModes { get; } = [];

    /// <summary>What the peer was asked to negotiate, with the end of waiting for it.</summary>
    public Dictionary<PairScope, Alarm> Asked { get; } = [];

    /// <summary>Installed pairs, oldest first.</summary>
    public List<IpsecPair> Pairs { get; } = [];

    /// <summary>The newest main mode under which this host can begin a quick mode.</summary>
    public MainModeSa? UsableMainMode => MainModes.Where(sa => sa.IsUsable).MaxBy(sa => sa.Established);

    /// <summary>The newest main mode in which the peer alone proved who it is: only the peer can begin what follows it.</summary>
    public MainModeSa? OneWayMainMode => MainModes
        .Where(sa => sa is { State: MainModeState.Established, Role: SaRole.Responder } && MethodDirections.IsOneWay(sa.Method))
        .MaxBy(sa => sa.Established);

    /// <summary>The newest established main mode of either role, also one that is closing.</summary>
    public MainModeSa? EstablishedMainMode => MainModes.Where(sa => sa.State == MainModeState.Established).MaxBy(sa => sa.Established);

    /// <summary>The main mode this host is initiating; there is at most one.</summary>
    public MainModeSa? Initiating => MainModes.Find(
        sa => sa.State is MainModeState.FirstRequestSent or MainModeState.GssRequestSent or MainModeState.GssStepRunning or MainModeState.ProofSent);

    /// <summary>True when Vid-Initial-Contact is to be announced: no main mode is up, and no pair.</summary>
    public bool IsInitialContact => EstablishedMainMode is null && Pairs.Count == 0;

    /// <inheritdoc/>
    public override bool IsIdle => MainModes.Count == 0 && Pairs.Count == 0 && Pending.Count == 0 && Asked.Count == 0;

    /// <summary>The newest pair that does the same as another and may send; null when there is none.</summary>
    public IpsecPair? Newest(IpsecPair like)
    {
        IpsecPair? newest = null;
        foreach (var pair in Pairs)
        {
            if (pair.Confirmed && !pair.Retiring && pair.Scope == like.Scope && (newest is null || pair.Ended >= newest.Ended))
                newest = pair;
        }

        return newest;
    }
}
