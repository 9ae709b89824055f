using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Dataplane.Sad;
using Gatehouse.Engine.Ports;
using Gatehouse.Keying;

namespace Gatehouse.Engine;

/// <summary>Carries out what keying decides about SAs: installs, confirms and removes pairs, and lets go or drops what waited for them.</summary>
internal sealed class PairInstaller(
    SecurityAssociationDatabase sad,
    NegotiationTable negotiations,
    HeldPackets held,
    PathNews news,
    IKeyingPolicy policy,
    IEntropy entropy,
    bool exportKeys,
    Queue<NodeAction> actions)
{
    /// <summary>False when the action is none of an SA.</summary>
    public bool TryCarryOut(Instant now, KeyingAction action)
    {
        switch (action)
        {
            case KeyingAction.InstallPair install:
                Install(now, install);
                return true;
            case KeyingAction.ConfirmPair confirm:
                if (sad.Confirm(confirm.Addresses, confirm.Inbound) is { } confirmed)
                    Ready(now, confirmed);
                return true;
            case KeyingAction.RetirePair retire:
                sad.Retire(retire.Addresses, retire.Inbound);
                return true;
            case KeyingAction.RemovePair remove:
                sad.Remove(remove.Addresses, remove.Inbound);
                return true;
            case KeyingAction.AcquireFailed { Selector: { } selector } refused:
                var wanted = new Wanted(refused.Addresses, selector, refused.GuaranteedEncryption);
                negotiations.Refused(wanted, refused.RetryAt);
                held.DropWaiting(now, wanted);
                return true;
            case KeyingAction.AcquireFailed failed:
                negotiations.Failed(failed.Addresses, failed.RetryAt);
                held.DropAll(now, failed.Addresses);
                return true;
            default:
                return false;
        }
    }

    private void Install(Instant now, KeyingAction.InstallPair install)
    {
        var pair = install.Pair;
        if (exportKeys)
            actions.Enqueue(new NodeAction.ExportEspKeys(pair.Copy()));
        var rule = policy.QuickMode(pair.Module, pair.Addresses, pair.Selector);
        var idle = TimeSpan.FromSeconds(rule?.SaIdleTimeout.IdleTimeoutSeconds ?? 0);
        var entry = new SaEntry(pair, entropy, now, install.OutboundReady, idle, TimeSpan.FromSeconds(rule?.NdAllowClearTimeoutSeconds ?? 0));
        if (!sad.TryInstall(entry))
        {
            // Keying keeps SPIs unique and pairs few, so this is a defect of ours. Keying and the peer learn that the pair is not usable;
            // the traffic stays protected by what is installed.
            news.TrafficLimitReached(entry, SaTrafficLimit.Hard);
            entry.Dispose();
            return;
        }

        if (install.OutboundReady)
            Ready(now, entry);
    }

    private void Ready(Instant now, SaEntry entry)
    {
        negotiations.Succeeded(entry.Addresses, entry.Selector, entry.GuaranteedEncryption);
        held.Flush(now, entry);
    }
}
