using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Crypto.Agreement;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Keying.Timing;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

/// <summary>
/// The responder of main mode ([MS-AIPS] 3.3, 3.9; the arrows are in <see cref="MainModeInitiator"/>). It never repeats anything by itself: a
/// duplicate of the request brings the answer again.
/// </summary>
internal sealed class MainModeResponder(AuthIpContext context)
{
    /// <summary>A first message arrived from a peer with which no main mode has this cookie.</summary>
    public void OnFirstRequest(Endpoint local, Endpoint remote, IsakmpHeader header, ReadOnlySpan<byte> datagram)
    {
        var addresses = new AddressPair(local.Address, remote.Address);
        var flooded = context.Dos.IsActive(context.MainModes.HalfOpen);
        if (header.CookieR != 0 && !context.Dos.IsValid(header.CookieR, header.CookieI, local, remote))
        {
            context.Refuse(addresses, Refusal.UnknownCookies);
            return;
        }

        if (context.ReadClear(addresses, datagram, AuthIpStep.FirstRequest) is not { } message)
            return;
        if (flooded && header.CookieR == 0)
        {
            context.Refuse(addresses, Refusal.DosCookieAsked);
            context.Dos.Ask(header.CookieI, local, remote);
            return;
        }

        if (message.Sequence != 0)
        {
            context.Refuse(addresses, Refusal.WrongSequence);
            return;
        }

        if (Judge(addresses, message, out var choice, out var methods) is { } failure)
        {
            context.Refuse(addresses, Refusal.OfferRefused);
            context.Notifier.SendClear(local, remote, header.CookieI, header.CookieR, failure.Status);
            context.Negotiator.ReportRefusal(addresses, failure);
            return;
        }

        Begin(context.PeerOf(addresses), (local, remote), header, message, datagram, choice!, methods);
    }

    /// <summary>A clear main-mode message of this main mode arrived: a duplicate, or a token.</summary>
    public void OnMessage(MainModeSa sa, ReadOnlySpan<byte> datagram)
    {
        var digest = Digest.Of(datagram);
        if (context.IsAnsweredDuplicate(sa, sa.Answers, digest))
            return;
        if (sa.State != MainModeState.FirstAnswerSent || sa.GssResponder is { IsBusy: true })
        {
            context.Refuse(sa.Peer.Addresses, Refusal.OutOfOrder);
            return;
        }

        if (context.ReadClear(sa.Peer.Addresses, datagram, AuthIpStep.GssRequest) is not { } message)
            return;
        if (message.Sequence != sa.MainModeSequence.Next)
        {
            context.Refuse(sa.Peer.Addresses, Refusal.WrongSequence);
            return;
        }

        var request = sa.MainModeSequence.Take();
        sa.ForgetKeys();
        sa.Transcript.Append(message, datagram);
        sa.Answers.Accept(digest, null);
        var authentication = sa.GssResponder!;
        authentication.Receive(message.Find<GssApiPayload>()!, answer => OnToken(sa, authentication, request, answer));
    }

    private void OnToken(MainModeSa sa, GssResponder authentication, uint request, GssApiPayload answer)
    {
        Answer(sa, request, [answer]);
        if (!authentication.HasFailed && !authentication.IsExhausted)
            return;

        // The answer has told the peer already.
        var failure = MainModeMessages.AuthenticationFailure(authentication.LastError, authentication.LastDetail, authentication.PeerFailed);
        if (authentication.HasFailed)
            context.Negotiator.Fail(sa.Peer, sa, 3, failure with { Status = WindowsError.Success });
        else
            context.Negotiator.ReportFailure(sa, 3, failure);
    }

    /// <summary>Before #5 can be read: the keys, once authentication is complete. False when it is not.</summary>
    public bool TryPrepareKeys(MainModeSa sa)
    {
        if (sa.HasKeys)
            return true;
        if (sa.GssResponder is not { IsDone: true } authentication)
            return false;
        if (MainModeMessages.DeriveKeys(context, sa, authentication.Context) is not { } failure)
            return true;
        context.Negotiator.Fail(sa.Peer, sa, 5, failure);
        return false;
    }

    private void Begin(
        Peer peer, (Endpoint Local, Endpoint Remote) ends, IsakmpHeader header, AuthIpMessage message, ReadOnlySpan<byte> datagram,
        MainModeChoice choice, ImmutableArray<AuthIpMethod> methods)
    {
        var initialContact = peer.IsInitialContact;
        if (!context.MainModes.Admits(peer) || context.MainModes.BeginResponder(peer, ends.Local, ends.Remote, header.CookieI, header.CookieR) is not { } sa)
        {
            context.Refuse(peer.Addresses, Refusal.MainModeLimit);
            context.ForgetIfEmpty(peer);
            return;
        }

        (sa.Choice, sa.Methods, sa.Features) = (choice, methods, PeerFeatures.From(message));
        sa.NonceI = message.Find<NoncePayload>()!.Data.ToArray();
        sa.NonceR = context.Entropy.NextBytes(MainModeMessages.NonceLength);
        sa.FirstQuickModeNonceR = context.Entropy.NextBytes(MainModeMessages.NonceLength);
        sa.DhPair = choice.Suite.Group is { } group ? DiffieHellman.Generate(group, context.Entropy) : null;
        sa.Expiry = new Alarm(() => OnAbandoned(sa));
        context.Arm(sa.Expiry, Periods.HalfOpen);
        var text = $"{ends.Remote.Address} began to negotiate.";
        context.Emit(MainModeTable.Event(sa, KeyingEventKind.NegotiationStarted) with { Text = text, MessageNumber = 1 });
        if (!MainModeMessages.TryAgree(sa, message))
        {
            context.Negotiator.Fail(peer, sa, 1, MainModeMessages.KeyExchangeFailure);
            return;
        }

        sa.Transcript.Append(message, datagram);
        sa.Answers.Accept(Digest.Of(datagram), null);
        sa.GssResponder = new GssResponder(context.Steps, context.Mechanisms, methods, peer.Addresses);
        var (request, nat) = (sa.MainModeSequence.Take(), NatDetection.Judge(message, sa.CookieI, 0, sa.Local, sa.Remote));
        if (message.Find<GssApiPayload>() is { } early)
            sa.GssResponder.Receive(early, token => AnswerFirst(sa, request, initialContact, token, nat));
        else
            AnswerFirst(sa, request, initialContact, null, nat);
    }

    private void AnswerFirst(MainModeSa sa, uint request, bool initialContact, GssApiPayload? token, string? nat)
    {
        var own = PeerFeatures.Own(context.Profile.Version, sa.Peer.Addresses.Family, initialContact);
        Answer(sa, request, FirstMessages.Answer(sa, own, MainModeMessages.AnswerNatDiscovery(sa), token, token is null ? Name(sa) : null));
        // The answer goes out all the same: its NAT-D payloads tell the initiator the reason too.
        if (nat is not null)
            context.Negotiator.Fail(sa.Peer, sa, 1, MainModeMessages.NatFailure(nat) with { Status = WindowsError.Success });
    }

    private Failure? Judge(AddressPair addresses, AuthIpMessage message, out MainModeChoice? choice, out ImmutableArray<AuthIpMethod> methods)
    {
        choice = null;
        if (context.Negotiator.Prepare(addresses, out var policy, out methods) is { } failure)
            return failure;
        choice = MainModeMatcher.Choose(message.Find<SaPayload>()!, policy!);
        if (choice is null)
        {
            return new Failure(
                KeyingError.NoProposalChosen, "No main-mode proposal of the peer is in the policy; compare the proposals of both ends.",
                Status: WindowsError.PolicyMatch);
        }

        methods = MainModeMatcher.Common(message.Find<AuthPayload>()!.Methods, methods, choice.Suite);
        return !methods.IsEmpty ? null : new Failure(
            KeyingError.NoCredential, "The peer offers no method of authentication that the policy has; compare the methods of both ends.",
            Status: WindowsError.InvalidAuthPayload);
    }

    // The name an initiator asks a ticket for; anonymous authentication has none.
    private GssIdPayload? Name(MainModeSa sa)
    {
        if (sa.Methods.All(method => method == AuthIpMethod.Anonymous) || context.Mechanisms.LocalName(sa.Peer.Addresses) is not { } name)
            return null;
        return GssIdPayload.Of(name, context.Profile.NameOrder == ByteOrder.BigEndian);
    }

    private void Answer(MainModeSa sa, uint request, IReadOnlyList<IsakmpBody> payloads)
    {
        var header = IsakmpHeader.Create(sa.CookieI, sa.CookieR, ExchangeType.AuthIpMainMode);
        var datagram = AuthIpMessageWriter.WriteClear(header, sa.MainModeSequence.AnswerTo(request), payloads);
        sa.Transcript.AppendClear(datagram);
        sa.Transcript.Hash = sa.Choice.Suite.Hash;
        sa.Answers.Complete(datagram);
        context.Send(sa, datagram);
    }

    private void OnAbandoned(MainModeSa sa)
    {
        context.Counters.Add("MainModeAbandoned");
        // A lone #1 may bear a forged source address; only a peer that answered #2 is worth a report.
        if (sa.GssResponder is { IsDone: true } && sa.Transcript.Count > 2)
        {
            context.Negotiator.ReportFailure(sa, 5, new Failure(
                KeyingError.TimedOut, "The peer began a main mode and did not send message 5.", FailurePoint.None));
        }

        context.MainModes.End(sa, null);
    }
}
