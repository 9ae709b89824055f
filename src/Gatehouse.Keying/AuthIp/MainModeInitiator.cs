using Gatehouse.Base;
using Gatehouse.Crypto.Agreement;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

// #1 HDR, SA, Auth, Ni, VID…, [NAT-D, NAT-D], [GSS-API], [KE]   →
//                                                               ←  #2 HDR, SA, Auth, Nr, Nr(qm), VID…, [NAT-D, NAT-D], [GSS-API], [GSS_ID], [KE]
// #3 HDR, GSS-API                                               →
//                                                               ←  #4 HDR, GSS-API                   repeated until both sides are done
// #5 …                                                                                               the first quick mode

/// <summary>The initiator of main mode ([MS-AIPS] 3.2, 3.8).</summary>
internal sealed class MainModeInitiator(AuthIpContext context)
{
    /// <summary>Sends #1 for traffic that waits. False, with the failure told, when policy or credentials do not allow it.</summary>
    public bool TryStart(Peer peer, PendingAcquire wanted)
    {
        var addresses = peer.Addresses;
        if (context.Negotiator.Prepare(addresses, out var policy, out var methods) is { } failure)
        {
            context.Negotiator.Fail(peer, null, 0, failure);
            return false;
        }

        if (MainModeMatcher.Offer(policy!, methods) is not { } offer)
        {
            context.Negotiator.Fail(peer, null, 0, Negotiator.NothingToOffer);
            return false;
        }

        var (local, remote) = (new Endpoint(addresses.Local, context.Options.Port), new Endpoint(addresses.Remote, context.Options.Port));
        var own = PeerFeatures.Own(context.Profile.Version, addresses.Family, peer.IsInitialContact);
        var sa = context.MainModes.BeginInitiator(peer, local, remote);
        sa.Wanted = wanted;
        sa.Methods = offer.Methods;
        sa.NonceI = context.Entropy.NextBytes(MainModeMessages.NonceLength);
        sa.DhPair = offer.Suites[0].Group is { } group ? DiffieHellman.Generate(group, context.Entropy) : null;
        sa.Retransmitter = context.NewRetransmitter(sa, () => OnUnanswered(sa));
        context.Emit(MainModeTable.Event(sa, KeyingEventKind.NegotiationStarted) with { Text = $"Negotiating with {addresses.Remote}.", MessageNumber = 1 });
        var hash = NatDetection.FirstHash(context.Profile, offer.Hashes);
        MakeFirstToken(sa, token => SendFirst(sa, FirstMessages.Request(
            offer, sa.NonceI, own, NatDetection.Payloads(hash, sa.CookieI, 0, local, remote), token, sa.DhPair?.PublicValue.ToArray())));
        return true;
    }

    /// <summary>A main-mode message of before the first quick mode arrived.</summary>
    public void OnMessage(MainModeSa sa, IsakmpHeader header, ReadOnlySpan<byte> datagram)
    {
        var digest = Digest.Of(datagram);
        if (sa.Answers.IsDuplicate(digest, out _))
            context.Refuse(sa.Peer.Addresses, Refusal.Duplicate);
        else if (header.IsEncrypted)
            context.Refuse(sa.Peer.Addresses, IsakmpError.UnexpectedProtection);
        else if (sa.State == MainModeState.FirstRequestSent)
            OnAnswer(sa, header, datagram, digest);
        else if (sa.State == MainModeState.GssRequestSent)
            OnToken(sa, datagram, digest);
        else
            context.Refuse(sa.Peer.Addresses, Refusal.OutOfOrder);
    }

    /// <summary>The responder asks to begin again with a cookie ([MS-IKEE] 3.9).</summary>
    public void OnDosCookie(MainModeSa sa, ulong cookie)
    {
        if (sa.State != MainModeState.FirstRequestSent || sa.FirstMessage is [] || cookie == 0 || cookie == sa.CookieR || sa.DosCookies >= Limits.DosCookies)
        {
            context.Refuse(sa.Peer.Addresses, Refusal.OutOfOrder);
            return;
        }

        // The same payloads under another header: of the transcript's readings only that of the whole message tells the difference.
        sa.DosCookies++;
        sa.LearnCookie(cookie);
        var again = IsakmpMessageWriter.WithResponderCookie(sa.FirstMessage, cookie);
        sa.Transcript = new Transcript(context.Profile.TranscriptScope);
        sa.Transcript.AppendClear(again);
        sa.FirstMessage = again;
        sa.Retransmitter!.Start(context.Now, again, RetransmitPlans.FirstMessage(context.Profile, sa.Peer.Backoff));
    }

    private void OnAnswer(MainModeSa sa, IsakmpHeader header, ReadOnlySpan<byte> datagram, Digest digest)
    {
        if (context.ReadClear(sa.Peer.Addresses, datagram, AuthIpStep.FirstAnswer) is not { } message)
            return;
        if (header.CookieR == 0 || message.Sequence != sa.MainModeSequence.AnswerTo(sa.OutstandingSequence))
        {
            context.Refuse(sa.Peer.Addresses, header.CookieR == 0 ? IsakmpError.InvalidCookie : IsakmpError.InvalidMessageId);
            return;
        }

        if (Judge(sa, message, header.CookieR) is { } failure)
        {
            context.Negotiator.Fail(sa.Peer, sa, 2, failure);
            return;
        }

        sa.Transcript.Append(message, datagram);
        sa.Transcript.Hash = sa.Choice.Suite.Hash;
        sa.Answers.Accept(digest, null);
        sa.Hint = null;
        sa.Retransmitter!.Stop();
        if (message.Find<GssApiPayload>() is { } token && sa.GssInitiator is { } early)
        {
            early.Receive(token, next => Continue(sa, early, next, 2));
        }
        else
        {
            sa.GssInitiator?.Dispose();
            var begun = new GssInitiator(context.Steps, context.Mechanisms, sa.Methods, message.Find<GssIdPayload>()?.Text, sa.Peer.Addresses);
            sa.GssInitiator = begun;
            begun.Begin(next => Continue(sa, begun, next, 2));
        }

        NoteStep(sa);
    }

    private Failure? Judge(MainModeSa sa, AuthIpMessage message, ulong cookieR)
    {
        var policy = context.Policy.MainMode(KeyingModule.AuthIp, sa.Peer.Addresses);
        var answer = message.Find<SaPayload>()!;
        if (policy is null || !MainModeMatcher.IsSingle(answer) || MainModeMatcher.Choose(answer, policy) is not { } choice
            || choice.Suite.Group != sa.DhPair?.Group)
        {
            return new Failure(
                KeyingError.NoProposalChosen, "The peer chose something that was not offered; compare the main-mode proposals of both ends.",
                Status: WindowsError.PolicyMatch);
        }

        // Authentication goes by the responder's list; what it adds to the offer does not count.
        var methods = MainModeMatcher.Common(message.Find<AuthPayload>()!.Methods, sa.Methods, choice.Suite);
        if (methods.IsEmpty)
        {
            return new Failure(
                KeyingError.NoCredential, "The peer accepts no method of authentication that this host offered.", Status: WindowsError.InvalidAuthPayload);
        }

        sa.LearnCookie(cookieR);
        (sa.Choice, sa.Methods, sa.Features) = (choice, methods, PeerFeatures.From(message));
        var nonces = message.All<NoncePayload>().ToArray();
        (sa.NonceR, sa.FirstQuickModeNonceR) = (nonces[0].Data.ToArray(), nonces[1].Data.ToArray());
        if (!MainModeMessages.TryAgree(sa, message))
            return MainModeMessages.KeyExchangeFailure;
        return NatDetection.Judge(message, sa.CookieI, sa.CookieR, sa.Local, sa.Observed) is { } nat ? MainModeMessages.NatFailure(nat) : null;
    }

    private void OnToken(MainModeSa sa, ReadOnlySpan<byte> datagram, Digest digest)
    {
        if (context.ReadClear(sa.Peer.Addresses, datagram, AuthIpStep.GssAnswer) is not { } message)
            return;
        if (message.Sequence != sa.MainModeSequence.AnswerTo(sa.OutstandingSequence))
        {
            context.Refuse(sa.Peer.Addresses, Refusal.WrongSequence);
            return;
        }

        sa.Transcript.Append(message, datagram);
        sa.Answers.Accept(digest, null);
        sa.Hint = null;
        sa.Retransmitter!.Stop();
        var authentication = sa.GssInitiator!;
        authentication.Receive(message.Find<GssApiPayload>()!, next => Continue(sa, authentication, next, 4));
        NoteStep(sa);
    }

    // While a step is at work no message has a place here, and nothing is sent again.
    private static void NoteStep(MainModeSa sa)
    {
        if (sa.State != MainModeState.Ended && sa.GssInitiator is { IsBusy: true })
            sa.Advance(MainModeState.GssStepRunning);
    }

    private void Continue(MainModeSa sa, GssInitiator authentication, GssApiPayload? next, int number)
    {
        if (next is not null)
        {
            sa.Advance(MainModeState.GssRequestSent);
            // Should the peer have forgotten us meanwhile, this is why.
            if (authentication.OwnSideFailed)
                sa.Hint = MainModeMessages.AuthenticationFailure(authentication.LastError, authentication.LastDetail, byPeer: false);
            sa.OutstandingSequence = sa.MainModeSequence.Take();
            var datagram = AuthIpMessageWriter.WriteClear(Header(sa), sa.OutstandingSequence, [next]);
            sa.Transcript.AppendClear(datagram);
            sa.Retransmitter!.Start(context.Now, datagram, RetransmitPlans.Other(context.Profile));
            return;
        }

        var failure = authentication.HasFailed
            ? MainModeMessages.AuthenticationFailure(authentication.LastError, authentication.LastDetail, authentication.PeerFailed)
            : MainModeMessages.DeriveKeys(context, sa, authentication.Context);
        if (failure is null)
            context.QuickModeInitiator.StartFirst(sa);
        else
            context.Negotiator.Fail(sa.Peer, sa, number, failure);
    }

    // A token in #1 belongs to the first method, and needs no name where the method has none ([MS-AIPS] 3.2.4).
    private void MakeFirstToken(MainModeSa sa, Action<GssApiPayload?> then)
    {
        if (context.Profile.AnonymousTokens != AnonymousTokens.InFirstRoundTrip || sa.Methods[0] != AuthIpMethod.Anonymous)
        {
            then(null);
            return;
        }

        sa.GssInitiator = new GssInitiator(context.Steps, context.Mechanisms, sa.Methods, null, sa.Peer.Addresses);
        sa.GssInitiator.Begin(then);
    }

    private void SendFirst(MainModeSa sa, IReadOnlyList<IsakmpBody> payloads)
    {
        sa.OutstandingSequence = sa.MainModeSequence.Take();
        sa.FirstMessage = AuthIpMessageWriter.WriteClear(Header(sa), sa.OutstandingSequence, payloads);
        sa.Transcript.AppendClear(sa.FirstMessage);
        sa.Retransmitter!.Start(context.Now, sa.FirstMessage, RetransmitPlans.FirstMessage(context.Profile, sa.Peer.Backoff));
    }

    /// <summary>The last wait for an answer ended; for #5 too, which the first quick mode repeats.</summary>
    public void OnUnanswered(MainModeSa sa)
    {
        var number = sa.State switch { MainModeState.FirstRequestSent => 1, MainModeState.GssRequestSent => 3, _ => 5 };
        var silent = number == 5
            ? new Failure(
                KeyingError.AuthenticationFailed,
                "The peer did not answer message 5, most likely because it could not read it; compare credentials, and the wire profiles of both ends.",
                FailurePoint.None, WindowsError.TimedOut)
            : new Failure(
                KeyingError.TimedOut,
                $"The peer did not answer message {number}; check that it speaks AuthIP on UDP port {sa.Remote.Port} and that nothing on the way drops it.",
                FailurePoint.None);
        context.Negotiator.Fail(sa.Peer, sa, number, sa.Hint ?? silent);
    }

    private static IsakmpHeader Header(MainModeSa sa) => IsakmpHeader.Create(sa.CookieI, sa.CookieR, ExchangeType.AuthIpMainMode);
}
