using Gatehouse.Base;
using Gatehouse.Keying.Timing;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Ikev1;

/// <summary>
/// The life of installed pairs: confirmation, rekeying, collisions, limits, removal. The collision rule is ours, since RFC 2409 has none; a peer
/// that does not follow it leaves extra pairs behind, which are harmless.
/// </summary>
internal sealed class PairKeeper(Ikev1Context context)
{
    private readonly Dictionary<Spi, IpsecPair> _byInbound = [];

    /// <summary>All installed pairs.</summary>
    public IEnumerable<IpsecPair> All => _byInbound.Values;

    /// <summary>True when a pair has this inbound SPI.</summary>
    public bool Exists(Spi inbound) => _byInbound.ContainsKey(inbound);

    /// <summary>The pair of an inbound SPI, or null.</summary>
    public IpsecPair? Find(Spi inbound) => _byInbound.GetValueOrDefault(inbound);

    /// <summary>Derives the keys of a quick mode and hands the pair to the data plane. An initiator's may send at once.</summary>
    public IpsecPair Install(QuickModeSa quickMode, QuickModeChoice choice, SecretBytes? shared)
    {
        var sa = quickMode.MainMode;
        SecretBytes Key(Spi spi) => PhaseTwoKeys.Derive(
            sa.Keys, shared, spi, quickMode.NonceI, quickMode.NonceR, choice.Algorithm.KeyMaterialLength);
        var pair = new IpsecPair
        {
            MainMode = sa, Peer = sa.Peer, Scope = quickMode.Scope, Inbound = quickMode.Inbound, Outbound = choice.PeerSpi, Algorithm = choice.Algorithm,
            Lifetime = choice.Lifetime, Role = quickMode.Role, Began = quickMode.Began, Installed = context.Now,
            LowestNonce = IpsecPair.Lower(quickMode.NonceI, quickMode.NonceR), ToldBoundary = quickMode.IsBoundary,
        };
        TrimExtras(pair);
        _byInbound.Add(pair.Inbound, pair);
        sa.Peer.Pairs.Add(pair);
        context.QuickModes.Spis.Release(pair.Inbound);
        ArmLifetime(pair);
        var contract = new SaPair
        {
            Addresses = sa.Peer.Addresses, Selector = pair.Scope.Selector, Inbound = pair.Inbound, Outbound = pair.Outbound, Algorithm = pair.Algorithm,
            InboundKey = Key(pair.Inbound), OutboundKey = Key(pair.Outbound), Lifetime = pair.Lifetime, IsInitiator = pair.Role == SaRole.Initiator,
            PeerIsBoundary = quickMode.PeerIsBoundary, GuaranteedEncryption = pair.Scope.GuaranteedEncryption,
        };
        context.Act(new KeyingAction.InstallPair(contract, OutboundReady: pair.Role == SaRole.Initiator && sa.Features.ReceivesEarly));
        return pair;
    }

    /// <summary>The quick mode is finished here: the pair may send, and older ones make way.</summary>
    public void Confirm(IpsecPair pair, MainModeSa sa)
    {
        (pair.Confirmed, pair.Ended) = (true, context.Now);
        if (pair.Role == SaRole.Responder)
            context.Act(new KeyingAction.ConfirmPair(pair.Peer.Addresses, pair.Inbound));
        else if (!sa.Features.ReceivesEarly)
            SendLater(pair);
        context.Emit(QuickModeTable.Event(sa, pair, KeyingEventKind.QuickModeEstablished) with
        {
            Text = $"Traffic with {pair.Peer.Addresses.Remote} is protected by {pair.Algorithm}.",
        });
        Negotiator.Succeed(pair.Peer, pair.Scope);
        foreach (var other in pair.Peer.Pairs.ToArray())
        {
            if (other != pair && other.Confirmed && other.Scope == pair.Scope)
                MakeWay(pair, other);
        }

        context.Negotiator.Continue(pair.Peer);
    }

    /// <summary>The data plane reports.</summary>
    public void OnSignal(Spi inbound, SaSignal signal)
    {
        if (Find(inbound) is not { } pair)
            return;
        switch (signal)
        {
            case SaSignal.FirstPacketReceived:
                OnFirstPacket(pair);
                break;
            case SaSignal.SoftTrafficLimit:
                OnRekey(pair);
                break;
            case SaSignal.HardTrafficLimit:
                Remove(pair, tellPeer: true, "its traffic limit is reached");
                break;
            case SaSignal.Idle:
                Remove(pair, tellPeer: true, "it carried no traffic");
                break;
        }
    }

    /// <summary>Ends a pair here and, if asked to, at the peer.</summary>
    public void Remove(IpsecPair pair, bool tellPeer, string reason)
    {
        if (!_byInbound.Remove(pair.Inbound))
            return;
        pair.Rekey?.Disarm();
        pair.Expiry?.Disarm();
        pair.Retire?.Disarm();
        pair.Send?.Disarm();
        pair.Peer.Pairs.Remove(pair);
        if (tellPeer)
            context.Notifier.SendDelete(pair);
        context.Act(new KeyingAction.RemovePair(pair.Peer.Addresses, pair.Inbound));
        context.Emit(new KeyingEvent
        {
            Kind = KeyingEventKind.SaDeleted, Addresses = pair.Peer.Addresses, Exchange = ExchangeKind.QuickMode, Role = pair.Role,
            Suite = pair.Algorithm.ToString(), InboundSpi = pair.Inbound, OutboundSpi = pair.Outbound,
            Text = $"The pair {pair.Inbound} with {pair.Peer.Addresses.Remote} ended: {reason}.",
        });
        context.ForgetIfEmpty(pair.Peer);
    }

    // Two confirmed pairs with equal selectors. Quick modes that overlapped in time are a collision: both ends know the pair with the lowest
    // nonce and stop sending under it, and the one that initiated it deletes it. Otherwise the newer is an ordinary rekey, and whoever initiated
    // that deletes the older once the newer has been heard; the responder waits for this delete, but not for ever.
    private void MakeWay(IpsecPair pair, IpsecPair other)
    {
        if (pair.Overlaps(other))
        {
            var loser = pair.LowestNonce.AsSpan().SequenceCompareTo(other.LowestNonce) < 0 ? pair : other;
            loser.Retiring = true;
            context.Act(new KeyingAction.RetirePair(loser.Peer.Addresses, loser.Inbound));
            if (loser.Role == SaRole.Initiator)
                RetireAfter(loser, Periods.BeforeDelete);
            return;
        }

        other.Rekey?.Disarm();
        var heard = pair is { Role: SaRole.Initiator, FirstPacketReceived: true };
        RetireAfter(other, heard ? Periods.BeforeDelete : Periods.OldPairStays);
    }

    private void OnFirstPacket(IpsecPair pair)
    {
        pair.FirstPacketReceived = true;
        if (!pair.Confirmed)
            context.QuickModeResponder.OnFirstPacket(pair);
        if (pair.Role != SaRole.Initiator)
            return;
        SendNow(pair);
        foreach (var old in pair.Peer.Pairs)
        {
            if (old != pair && old.Retiring && old.Scope == pair.Scope && !pair.Overlaps(old) && old.Ended < pair.Ended)
                RetireAfter(old, Periods.BeforeDelete);
        }
    }

    // The first packet of the peer under the pair proves that it is up at both ends.
    private void SendLater(IpsecPair pair)
    {
        var replaces = pair.Peer.Pairs.Exists(other => other != pair && other.Confirmed && other.Scope == pair.Scope);
        pair.Send = new Alarm(() => context.Act(new KeyingAction.ConfirmPair(pair.Peer.Addresses, pair.Inbound)));
        context.Arm(pair.Send, replaces ? Periods.BeforeSwitch : Periods.BeforeFirstPacket);
    }

    private static void SendNow(IpsecPair pair)
    {
        if (pair.Send is not { Due: not null } send)
            return;
        send.Disarm();
        send.Fire();
    }

    private void RetireAfter(IpsecPair pair, TimeSpan delay)
    {
        var due = context.Now + delay;
        pair.Retiring = true;
        pair.Retire ??= new Alarm(() => OnRetire(pair));
        if (pair.Retire.Due is not { } planned || due < planned)
            pair.Retire.Arm(context.Deadlines, due);
    }

    private void OnRetire(IpsecPair pair)
    {
        if (pair.DeleteSent)
        {
            Remove(pair, tellPeer: false, "it was replaced");
            return;
        }

        // Never the last one that may send: its replacement may have been deleted meanwhile.
        if (!pair.Peer.Pairs.Exists(other => other != pair && other.Confirmed && !other.Retiring && other.Scope == pair.Scope))
        {
            pair.Retiring = false;
            PlanRekey(pair);
            context.Act(new KeyingAction.ConfirmPair(pair.Peer.Addresses, pair.Inbound));
            return;
        }

        // What the peer sent before it reads the delete still arrives.
        context.Notifier.SendDelete(pair);
        pair.DeleteSent = true;
        context.Arm(pair.Retire!, Periods.BeforeDelete);
    }

    private void ArmLifetime(IpsecPair pair)
    {
        var lifetime = TimeSpan.FromSeconds(pair.Lifetime.Seconds);
        pair.Expiry = new Alarm(() => Remove(pair, tellPeer: true, "its lifetime is over"));
        context.Arm(pair.Expiry, lifetime);
        pair.Rekey = new Alarm(() => OnRekey(pair));
        PlanRekey(pair);
    }

    private void PlanRekey(IpsecPair pair)
    {
        var due = pair.Installed + (TimeSpan.FromSeconds(pair.Lifetime.Seconds) * RekeyPlan.Fraction(pair.Role, context.Entropy));
        pair.Rekey!.Arm(context.Deadlines, due > context.Now ? due : context.Now + Periods.RekeyRetry);
    }

    private void OnRekey(IpsecPair pair)
    {
        if (!pair.Confirmed || pair.Retiring || pair.Peer.Newest(pair.Scope) != pair)
            return;
        context.Negotiator.Rekey(pair.Peer, pair.Scope);
        // Succeeding disarms it; failing is tried again until the pair expires.
        ArmRekey(pair, Periods.RekeyRetry);
    }

    private void ArmRekey(IpsecPair pair, TimeSpan delay)
    {
        var due = context.Now + delay;
        if (pair.Rekey is { } rekey && (rekey.Due is not { } planned || due < planned))
            rekey.Arm(context.Deadlines, due);
    }

    private void TrimExtras(IpsecPair pair)
    {
        while (pair.Peer.Pairs.Count(other => other.Scope == pair.Scope) > Limits.ExtraPairsPerSelector)
            Remove(pair.Peer.Pairs.Find(other => other.Scope == pair.Scope)!, tellPeer: true, "there are too many with equal selectors");
        while (pair.Peer.Pairs.Count >= Limits.PairsPerPeer)
            Remove(pair.Peer.Pairs[0], tellPeer: true, "there are too many with this peer");
    }
}
