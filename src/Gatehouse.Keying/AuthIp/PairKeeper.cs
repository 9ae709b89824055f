using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Keying.Timing;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

/// <summary>
/// The life of installed pairs: confirmation, rekeying, collisions, limits, removal. [MS-AIPS] 3.1.6.5 lets the old pair of a rekey live for a minute;
/// who deletes it, and what happens when both ends negotiated at once, are the rules of this project's IKEv1.
/// </summary>
internal sealed class PairKeeper(AuthIpContext context)
{
    private readonly Dictionary<Spi, IpsecPair> _byInbound = [];

    /// <summary>All installed pairs.</summary>
    public IEnumerable<IpsecPair> All => _byInbound.Values;

    /// <summary>True when a pair has this inbound SPI.</summary>
    public bool Exists(Spi inbound) => _byInbound.ContainsKey(inbound);

    /// <summary>The pair of an inbound SPI, or null.</summary>
    public IpsecPair? Find(Spi inbound) => _byInbound.GetValueOrDefault(inbound);

    /// <summary>Derives the keys of a quick mode and hands the pair to the data plane.</summary>
    public IpsecPair Install(
        QuickModeSa quickMode, QuickModeChoice choice, SecretBytes? shared, bool outboundReady, bool peerIsBoundary, SecretBytes? extended = null)
    {
        var sa = quickMode.MainMode;
        SecretBytes Key(Spi spi) => IpsecKeys.Derive(
            sa.Keys, shared, extended, quickMode.MessageId, spi, quickMode.NonceI, quickMode.NonceR, choice.Algorithm);
        var lower = quickMode.NonceI.AsSpan().SequenceCompareTo(quickMode.NonceR) <= 0 ? quickMode.NonceI : quickMode.NonceR;
        var pair = new IpsecPair
        {
            MainMode = sa, MessageId = quickMode.MessageId, Scope = quickMode.Wanted.Scope, ToldBoundary = quickMode.IsBoundary,
            HasExtendedMode = extended is not null, Inbound = quickMode.Inbound, Outbound = choice.PeerSpi, Algorithm = choice.Algorithm,
            Lifetime = choice.Lifetime, Began = quickMode.Began, Installed = context.Now, LowestNonce = lower,
        };
        TrimExtras(pair);
        _byInbound.Add(pair.Inbound, pair);
        sa.Peer.Pairs.Add(pair);
        context.QuickModes.Spis.Release(pair.Inbound);
        ArmLifetime(pair);
        var contract = new SaPair
        {
            Module = KeyingModule.AuthIp, Addresses = sa.Peer.Addresses, Selector = pair.Scope.Selector, Inbound = pair.Inbound, Outbound = pair.Outbound,
            Algorithm = pair.Algorithm, InboundKey = Key(pair.Inbound), OutboundKey = Key(pair.Outbound), Lifetime = pair.Lifetime,
            IsInitiator = pair.Role == SaRole.Initiator, PeerIsBoundary = peerIsBoundary, GuaranteedEncryption = pair.Scope.GuaranteedEncryption,
        };
        context.Act(new KeyingAction.InstallPair(contract, outboundReady));
        return pair;
    }

    /// <summary>The quick mode is finished here: the pair may send, and older ones make way.</summary>
    /// <param name="pair">The pair.</param>
    /// <param name="alreadySends">True when it was installed so.</param>
    public void Confirm(IpsecPair pair, bool alreadySends)
    {
        (pair.Confirmed, pair.Ended) = (true, context.Now);
        var others = pair.Peer.Pairs.Where(other => other != pair && other.Confirmed && other.Scope == pair.Scope).ToArray();
        if (!alreadySends)
            Send(pair, others.Length > 0);
        context.Emit(QuickModeTable.Event(pair, KeyingEventKind.QuickModeEstablished) with
        {
            Text = $"Traffic with {pair.Peer.Addresses.Remote} is protected by {pair.Algorithm}.",
        });
        Negotiator.Succeed(pair.Peer, pair);
        foreach (var other in others)
            MakeWay(pair, other);
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
                Remove(pair, WindowsError.QmExpired, "its traffic limit is reached");
                break;
            case SaSignal.Idle:
                Remove(pair, WindowsError.SaReaped, "it carried no traffic");
                break;
        }
    }

    /// <summary>Ends a pair here and, unless the status is Success, at the peer.</summary>
    public void Remove(IpsecPair pair, WindowsError tellPeer, string reason)
    {
        if (!_byInbound.Remove(pair.Inbound))
            return;
        pair.Rekey?.Disarm();
        pair.Expiry?.Disarm();
        pair.Retire?.Disarm();
        pair.Send?.Disarm();
        pair.Peer.Pairs.Remove(pair);
        pair.MainMode.RememberEnded(pair.Inbound, pair.MessageId);
        if (tellPeer != WindowsError.Success)
            SendDelete(pair, tellPeer);
        context.Act(new KeyingAction.RemovePair(pair.Peer.Addresses, pair.Inbound));
        context.Emit(QuickModeTable.Event(pair, KeyingEventKind.SaDeleted) with
        {
            Text = $"The pair {pair.Inbound} with {pair.Peer.Addresses.Remote} ended: {reason}.",
        });
        context.MainModes.EndIfUnused(pair.MainMode);
        context.ForgetIfEmpty(pair.Peer);
    }

    /// <summary>
    /// The peer sends under an SPI that is gone here. A status names a quick mode, not an SPI, so it can be said only while the main mode still
    /// remembers which one that was.
    /// </summary>
    public void TellAgain(Peer peer, Spi inbound)
    {
        foreach (var sa in peer.MainModes)
        {
            if (sa.State == MainModeState.Established && sa.EndedPairs.TryGetValue(inbound, out var messageId))
                context.Notifier.SendReliable(sa, NotifySubject.QuickMode, WindowsError.SaDeleted, messageId);
        }
    }

    /// <summary>The outbound half sends now, where it was waiting for a sign.</summary>
    public static void SendNow(IpsecPair pair)
    {
        if (pair.Send is not { Due: not null } send)
            return;
        send.Disarm();
        send.Fire();
    }

    // A responder's pair is up before the initiator has #6, which may be lost: where an older pair serves, that goes on until a packet or #7 shows
    // that the initiator is through, or for a while. An initiator has had #8.
    private void Send(IpsecPair pair, bool replaces)
    {
        pair.Send = new Alarm(() => context.Act(new KeyingAction.ConfirmPair(pair.Peer.Addresses, pair.Inbound)));
        if (replaces && pair.Role == SaRole.Responder && !pair.FirstPacketReceived)
            context.Arm(pair.Send, Periods.BeforeSwitch);
        else
            pair.Send.Fire();
    }

    // Two confirmed pairs for the same traffic. Quick modes that overlapped in time are a collision: both ends know the pair with the lowest
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
        if (pair.Role == SaRole.Responder)
        {
            context.QuickModeResponder.OnFirstPacket(pair);
            return;
        }

        foreach (var old in pair.Peer.Pairs)
        {
            if (old != pair && old.Retiring && old.Scope == pair.Scope && !pair.Overlaps(old) && old.Ended < pair.Ended)
                RetireAfter(old, Periods.BeforeDelete);
        }
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
            Remove(pair, WindowsError.Success, "it was replaced");
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

        // What the peer sent before it reads the notify still arrives.
        SendDelete(pair, WindowsError.SaDeleted);
        pair.DeleteSent = true;
        context.Arm(pair.Retire!, Periods.BeforeDelete);
    }

    private void SendDelete(IpsecPair pair, WindowsError status)
    {
        if (pair.DeleteSent || pair.MainMode.State != MainModeState.Established)
            return;
        var messageId = context.Profile.QuickModeReference == Model.AuthIp.QuickModeReference.MessageId ? pair.MessageId : context.Notifier.NewMessageId();
        context.Notifier.SendReliable(pair.MainMode, NotifySubject.QuickMode, status, messageId);
    }

    private void ArmLifetime(IpsecPair pair)
    {
        pair.Expiry = new Alarm(() => Remove(pair, WindowsError.QmExpired, "its lifetime is over"));
        context.Arm(pair.Expiry, TimeSpan.FromSeconds(pair.Lifetime.Seconds));
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
        if (!pair.Confirmed || pair.Retiring || pair.Peer.Newest(pair) != pair)
            return;
        context.Negotiator.Rekey(pair.Peer, pair.Scope);
        // Succeeding disarms it; failing is tried again until the pair expires.
        var due = context.Now + Periods.RekeyRetry;
        if (pair.Rekey is { } rekey && (rekey.Due is not { } planned || due < planned))
            rekey.Arm(context.Deadlines, due);
    }

    private void TrimExtras(IpsecPair pair)
    {
        while (pair.Peer.Pairs.Count(other => other.Scope == pair.Scope) > Limits.ExtraPairsPerSelector)
            Remove(pair.Peer.Pairs.Find(other => other.Scope == pair.Scope)!, WindowsError.QmLimit, "there are too many with equal selectors");
        while (pair.Peer.Pairs.Count >= Limits.PairsPerPeer)
            Remove(pair.Peer.Pairs[0], WindowsError.QmLimit, "there are too many with this peer");
    }
}
