using Gatehouse.Base;
using Gatehouse.Crypto.Agreement;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.Timing;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Ikev1;

/// <summary>
/// The responder of main mode with a pre-shared key (RFC 2409 section 5.4; the arrows are in <see cref="MainModeInitiator"/>). It never repeats
/// anything by itself: a duplicate of the request brings the answer again.
/// </summary>
internal sealed class MainModeResponder(Ikev1Context context)
{
    /// <summary>A first message arrived from a peer with which no main mode has this cookie.</summary>
    public void OnMessage1(Endpoint local, Endpoint remote, IsakmpHeader header, ReadOnlySpan<byte> datagram)
    {
        var addresses = new AddressPair(local.Address, remote.Address);
        if (MainModeMessages.ReadClear(context, addresses, datagram, 1) is not { } message)
            return;
        // [MS-AIPS] 3.3.5.2: the peer has asked by AuthIP too and is answered there. One that speaks only IKE is served here, whatever this host speaks.
        if (PeerFeatures.From(message).SpeaksAuthIp && context.SpeaksAuthIp(addresses))
        {
            context.Counters.Add("LeftToAuthIp");
            return;
        }

        var offer = message.Find(PayloadType.Sa)!;
        if (Judge(addresses, (SaPayload)offer.Content, out var choice) is { } failure)
        {
            context.Refuse(addresses, Refusal.OfferRefused);
            context.Notifier.SendClear(local, remote, header.CookieI, header.CookieR, failure.Notify);
            context.Negotiator.ReportRefusal(addresses, failure);
            return;
        }

        var peer = context.PeerOf(addresses);
        if (!context.MainModes.AdmitsHalfOpen(peer))
        {
            context.Refuse(addresses, Refusal.HalfOpenLimit);
            return;
        }

        var initialContact = peer.EstablishedMainMode is null && peer.Pairs.Count == 0;
        var sa = context.MainModes.Begin(peer, local, remote, SaRole.Responder, header.CookieI);
        sa.OfferBody = offer.Body.ToArray();
        sa.Choice = choice!;
        sa.Features = PeerFeatures.From(message);
        sa.Expiry = new Alarm(() => OnAbandoned(sa));
        context.Arm(sa.Expiry, Periods.HalfOpen);
        context.Emit(MainModeTable.Event(sa, KeyingEventKind.NegotiationStarted) with { Text = $"{remote.Address} began to negotiate.", MessageNumber = 1 });
        IsakmpBody[] payloads = [choice!.Answer, .. PeerFeatures.Announce(addresses.Family, initialContact, speaksAuthIp: false)];
        Answer(sa, Digest.Of(datagram), IsakmpMessageWriter.Write(Header(sa), payloads));
    }

    /// <summary>A main-mode message with this main mode's cookies arrived.</summary>
    public void OnMessage(MainModeSa sa, IsakmpHeader header, ReadOnlySpan<byte> datagram)
    {
        var digest = Digest.Of(datagram);
        if (context.IsAnsweredDuplicate(sa, sa.Answers, digest))
            return;
        switch (sa.State)
        {
            case MainModeState.Message2Sent:
                OnMessage3(sa, datagram, digest);
                break;
            case MainModeState.Message4Sent:
                OnMessage5(sa, header, datagram, digest);
                break;
            default:
                context.Refuse(sa.Peer.Addresses, Refusal.OutOfOrder);
                break;
        }
    }

    private void OnMessage3(MainModeSa sa, ReadOnlySpan<byte> datagram, Digest digest)
    {
        if (MainModeMessages.ReadClear(context, sa.Peer.Addresses, datagram, 3) is not { } message)
            return;
        sa.PublicI = message.Find<KeyExchangePayload>()!.Data.ToArray();
        sa.NonceI = message.Find<NoncePayload>()!.Data.ToArray();
        sa.DhPair = DiffieHellman.Generate(sa.Choice.Suite.Group, context.Entropy);
        sa.PublicR = sa.DhPair.PublicValue.ToArray();
        sa.NonceR = context.Entropy.NextBytes(MainModeMessages.NonceLength);
        if (MainModeMessages.DeriveKeys(context, sa) is { } failure)
        {
            context.Negotiator.Fail(sa.Peer, sa, 3, failure);
            return;
        }

        sa.Advance(MainModeState.Message4Sent);
        IsakmpBody[] payloads = [new KeyExchangePayload(sa.PublicR), new NoncePayload(sa.NonceR), .. NatDetection.Payloads(sa)];
        Answer(sa, digest, IsakmpMessageWriter.Write(Header(sa), payloads));
        // The answer goes out all the same: its NAT-D payloads tell the initiator the reason too.
        if (NatDetection.Judge(sa, message) is { } nat)
            context.Negotiator.Fail(sa.Peer, sa, 3, MainModeMessages.NatFailure(nat));
    }

    private void OnMessage5(MainModeSa sa, IsakmpHeader header, ReadOnlySpan<byte> datagram, Digest digest)
    {
        switch (MainModeMessages.TryAuthenticate(sa, header, datagram, 5, out var message, out var proof, out var failure))
        {
            case Authentication.Unreadable:
                // Told at once, because a wrong key is by far the likeliest reason. The main mode stays open for its time: had this been a forged
                // #5, the true one would still be answered.
                context.Refuse(sa.Peer.Addresses, Refusal.NotDecryptable);
                context.Notifier.SendClear(sa.Local, sa.Remote, sa.CookieI, sa.CookieR, failure!.Notify);
                context.Negotiator.ReportFailure(sa, 5, failure);
                break;
            case Authentication.WrongIdentity:
                sa.Iv.Advance(datagram);
                context.Negotiator.Fail(sa.Peer, sa, 5, failure!);
                break;
            default:
                sa.Iv.Advance(datagram);
                if (message!.All<NotificationPayload>().Any(notify => notify.NotifyType == NotifyType.InitialContact))
                    sa.Features = sa.Features with { InitialContact = true };
                var id = IdentificationPayload.ForAddress(sa.Peer.Addresses.Local);
                IsakmpBody[] payloads = [id, new HashPayload(MainModeProof.Hash(sa, SaRole.Responder, id.ToBytes())), .. Lifetime(sa)];
                Answer(sa, digest, MessageProtection.Seal(Header(sa), payloads, sa.Keys.CipherKey, sa.Iv));
                context.MainModes.Establish(sa, proof!);
                context.Negotiator.Continue(sa.Peer);
                break;
        }
    }

    private Failure? Judge(AddressPair addresses, SaPayload offer, out MainModeChoice? choice)
    {
        choice = null;
        if (context.Negotiator.Prepare(addresses, out var policy) is { } failure)
            return failure;
        choice = MainModeMatcher.Choose(offer, policy!);
        return choice is not null ? null : new Failure(
            KeyingError.NoProposalChosen, "No main-mode proposal of the peer is in the policy; compare the proposals of both ends.",
            Notify: NotifyType.NoProposalChosen);
    }

    // RFC 2407 section 4.6.3.1: a responder with a shorter lifetime has to say so.
    private static IEnumerable<IsakmpBody> Lifetime(MainModeSa sa)
    {
        var seconds = (uint)sa.Choice.Lifetime.TotalSeconds;
        if (sa.Choice.OfferedSeconds is not { } offered || offered <= seconds)
            return [];
        return [MainModeMatcher.ResponderLifetime(KeySchedule.Cookies(sa.CookieI, sa.CookieR), seconds)];
    }

    private void OnAbandoned(MainModeSa sa)
    {
        var number = sa.State == MainModeState.Message2Sent ? 3 : 5;
        context.Counters.Add("MainModeAbandoned");
        // A lone #1 may bear a forged source address; only a peer that answered #2 is worth a report.
        if (number == 5)
        {
            context.Negotiator.ReportFailure(sa, number, new Failure(
                KeyingError.TimedOut, "The peer began a main mode and did not send message 5.", FailurePoint.None));
        }

        context.MainModes.End(sa, null);
    }

    private void Answer(MainModeSa sa, Digest request, byte[] answer)
    {
        sa.Answers.Accept(request, answer);
        context.Send(sa, answer);
    }

    private static IsakmpHeader Header(MainModeSa sa) => IsakmpHeader.Create(sa.CookieI, sa.CookieR, ExchangeType.IdentityProtection);
}
