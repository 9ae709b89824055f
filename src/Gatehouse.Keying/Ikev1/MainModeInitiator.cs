using Gatehouse.Base;
using Gatehouse.Crypto.Agreement;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.Timing;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Ikev1;

// #1 HDR, SA, VID…                    →
//                                     ←  #2 HDR, SA, VID…
// #3 HDR, KE, Ni, [NAT-D, NAT-D]      →
//                                     ←  #4 HDR, KE, Nr, [NAT-D, NAT-D]
// #5 HDR*, IDii, HASH_I               →
//                                     ←  #6 HDR*, IDir, HASH_R

/// <summary>The initiator of main mode with a pre-shared key (RFC 2409 section 5.4).</summary>
internal sealed class MainModeInitiator(Ikev1Context context)
{
    /// <summary>Sends #1. False, with the failure told, when policy or credentials do not allow it.</summary>
    public bool TryStart(Peer peer)
    {
        var addresses = peer.Addresses;
        if (context.Negotiator.Prepare(addresses, out var policy) is { } failure)
        {
            context.Negotiator.Fail(peer, null, 0, failure);
            return false;
        }

        if (MainModeMatcher.Offer(policy!) is not { } offer)
        {
            context.Negotiator.Fail(peer, null, 0, new Failure(
                KeyingError.NoProposalChosen, "None of the policy's main-mode proposals is in this build; add one with AES and group 14, 19 or 20."));
            return false;
        }

        var initialContact = peer.EstablishedMainMode is null && peer.Pairs.Count == 0;
        var local = new Endpoint(addresses.Local, context.Options.Port);
        var sa = context.MainModes.Begin(peer, local, new Endpoint(addresses.Remote, context.Options.Port), SaRole.Initiator, 0);
        sa.OfferBody = offer.ToBytes();
        sa.Retransmitter = context.NewRetransmitter(sa, () => OnUnanswered(sa));
        context.Emit(MainModeTable.Event(sa, KeyingEventKind.NegotiationStarted) with { Text = $"Negotiating with {addresses.Remote}.", MessageNumber = 1 });
        IsakmpBody[] payloads = [offer, .. PeerFeatures.Announce(addresses.Family, initialContact, context.SpeaksAuthIp(addresses))];
        sa.Retransmitter.Start(
            context.Now, IsakmpMessageWriter.Write(Header(sa), payloads), RetransmitPlan.Ikev1 with { Transmissions = peer.Backoff.Transmissions });
        return true;
    }

    /// <summary>A main-mode message with this main mode's cookies arrived.</summary>
    public void OnMessage(MainModeSa sa, IsakmpHeader header, ReadOnlySpan<byte> datagram)
    {
        var digest = Digest.Of(datagram);
        if (sa.Answers.IsDuplicate(digest, out _))
        {
            // The initiator repeats by its own timer, so a duplicate answer needs nothing.
            context.Refuse(sa.Peer.Addresses, Refusal.Duplicate);
            return;
        }

        switch (sa.State)
        {
            case MainModeState.Message1Sent:
                OnMessage2(sa, header, datagram, digest);
                break;
            case MainModeState.Message3Sent:
                OnMessage4(sa, datagram, digest);
                break;
            case MainModeState.Message5Sent:
                OnMessage6(sa, header, datagram, digest);
                break;
            default:
                context.Refuse(sa.Peer.Addresses, Refusal.OutOfOrder);
                break;
        }
    }

    private void OnMessage2(MainModeSa sa, IsakmpHeader header, ReadOnlySpan<byte> datagram, Digest digest)
    {
        if (MainModeMessages.ReadClear(context, sa.Peer.Addresses, datagram, 2) is not { } message)
            return;
        if (header.CookieR == 0)
        {
            context.Refuse(sa.Peer.Addresses, IsakmpError.InvalidCookie);
            return;
        }

        var answer = message.Find<SaPayload>()!;
        var policy = context.Policy.MainMode(Model.Ipsec.KeyingModule.Ike, sa.Peer.Addresses);
        if (policy is null || !MainModeMatcher.IsSingle(answer) || MainModeMatcher.Choose(answer, policy) is not { } choice)
        {
            context.Negotiator.Fail(sa.Peer, sa, 2, new Failure(
                KeyingError.NoProposalChosen, "The peer chose something that was not offered; compare the main-mode proposals of both ends."));
            return;
        }

        sa.LearnCookie(header.CookieR);
        sa.Choice = choice;
        sa.Features = PeerFeatures.From(message);
        sa.DhPair = DiffieHellman.Generate(choice.Suite.Group, context.Entropy);
        sa.PublicI = sa.DhPair.PublicValue.ToArray();
        sa.NonceI = context.Entropy.NextBytes(MainModeMessages.NonceLength);
        Accept(sa, digest, MainModeState.Message3Sent);
        IsakmpBody[] payloads = [new KeyExchangePayload(sa.PublicI), new NoncePayload(sa.NonceI), .. NatDetection.Payloads(sa)];
        sa.Retransmitter!.Start(context.Now, IsakmpMessageWriter.Write(Header(sa), payloads));
    }

    private void OnMessage4(MainModeSa sa, ReadOnlySpan<byte> datagram, Digest digest)
    {
        if (MainModeMessages.ReadClear(context, sa.Peer.Addresses, datagram, 4) is not { } message)
            return;
        sa.PublicR = message.Find<KeyExchangePayload>()!.Data.ToArray();
        sa.NonceR = message.Find<NoncePayload>()!.Data.ToArray();
        var failure = NatDetection.Judge(sa, message) is { } nat ? MainModeMessages.NatFailure(nat) : MainModeMessages.DeriveKeys(context, sa);
        if (failure is not null)
        {
            context.Negotiator.Fail(sa.Peer, sa, 4, failure);
            return;
        }

        Accept(sa, digest, MainModeState.Message5Sent);
        var id = IdentificationPayload.ForAddress(sa.Peer.Addresses.Local);
        IsakmpBody[] payloads = [id, new HashPayload(MainModeProof.Hash(sa, SaRole.Initiator, id.ToBytes()))];
        sa.Retransmitter!.Start(context.Now, MessageProtection.Seal(Header(sa), payloads, sa.Keys.CipherKey, sa.Iv));
    }

    private void OnMessage6(MainModeSa sa, IsakmpHeader header, ReadOnlySpan<byte> datagram, Digest digest)
    {
        switch (MainModeMessages.TryAuthenticate(sa, header, datagram, 6, out var message, out var proof, out var failure))
        {
            case Authentication.Unreadable:
                // Anybody can send bytes with these cookies, so the true #6 is still waited for, but not as long as for a silent peer.
                context.Refuse(sa.Peer.Addresses, Refusal.NotDecryptable);
                sa.Hint ??= failure;
                sa.Retransmitter!.Shorten(Limits.TransmissionsAfterHint);
                break;
            case Authentication.WrongIdentity:
                sa.Iv.Advance(datagram);
                context.Negotiator.Fail(sa.Peer, sa, 6, failure!);
                break;
            default:
                sa.Iv.Advance(datagram);
                sa.Answers.Accept(digest, null);
                AdoptLifetime(sa, message!);
                context.MainModes.Establish(sa, proof!);
                context.Negotiator.Continue(sa.Peer);
                break;
        }
    }

    // RESPONDER-LIFETIME and INITIAL-CONTACT may ride on #6.
    private static void AdoptLifetime(MainModeSa sa, IsakmpMessage message)
    {
        foreach (var notify in message.All<NotificationPayload>())
        {
            if (notify.NotifyType == NotifyType.ResponderLifetime)
                sa.Choice = sa.Choice with { Lifetime = Lifetimes.Shorter(sa.Choice.Lifetime, Lifetimes.FromNotify(notify).Seconds) };
            else if (notify.NotifyType == NotifyType.InitialContact)
                sa.Features = sa.Features with { InitialContact = true };
        }
    }

    private void OnUnanswered(MainModeSa sa)
    {
        var number = sa.State switch { MainModeState.Message1Sent => 1, MainModeState.Message3Sent => 3, _ => 5 };
        // A peer that cannot read #5 may say so in a message this host cannot read in turn, or say nothing at all.
        var silent = number == 5
            ? new Failure(
                KeyingError.AuthenticationFailed,
                "The peer did not answer message 5, most likely because it could not read it; check that both ends have the same pre-shared key.",
                FailurePoint.None)
            : new Failure(
                KeyingError.TimedOut,
                $"The peer did not answer message {number}; check that it runs IKE on UDP port {sa.Remote.Port} and that nothing on the way drops it.",
                FailurePoint.None);
        context.Negotiator.Fail(sa.Peer, sa, number, sa.Hint ?? silent);
    }

    private static void Accept(MainModeSa sa, Digest digest, MainModeState next)
    {
        sa.Retransmitter!.Stop();
        sa.Answers.Accept(digest, null);
        sa.Hint = null;
        sa.Advance(next);
    }

    private static IsakmpHeader Header(MainModeSa sa) => IsakmpHeader.Create(sa.CookieI, sa.CookieR, ExchangeType.IdentityProtection);
}
