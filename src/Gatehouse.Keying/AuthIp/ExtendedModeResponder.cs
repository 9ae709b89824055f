using System.Security.Cryptography;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

/// <summary>The responder of extended mode ([MS-AIPS] 3.7; the arrows are in <see cref="ExtendedModeInitiator"/>).</summary>
internal sealed class ExtendedModeResponder(AuthIpContext context)
{
    /// <summary>A message of extended mode arrived.</summary>
    public void OnMessage(MainModeSa sa, IsakmpHeader header, ReadOnlySpan<byte> datagram)
    {
        var digest = Digest.Of(datagram);
        if (sa.ExtendedMode is { } running && context.IsAnsweredDuplicate(sa, running.Answers, digest))
            return;
        if (sa.ExtendedMode is { State: ExtendedModeState.AnswerSent } extended)
            OnNext(extended, header, datagram, digest);
        else
            OnRequest(sa, header, datagram, digest);
    }

    private void OnRequest(MainModeSa sa, IsakmpHeader header, ReadOnlySpan<byte> datagram, Digest digest)
    {
        // The newest is meant also when this host thinks that it is done with it, which is so when its policy has no extended mode.
        var quickMode = sa.QuickModes.Values.FirstOrDefault(quickMode => quickMode.State is QuickModeState.ExtendedMode or QuickModeState.AnswerSent)
            ?? sa.QuickModes.Values.MaxBy(quickMode => quickMode.Began);
        if (sa.State != MainModeState.Established || quickMode is null || Open(sa, header, datagram, AuthIpStep.ExtendedRequest) is not { } message)
        {
            context.Refuse(sa.Peer.Addresses, Refusal.OutOfOrder);
            return;
        }

        if (context.Policy.QuickMode(KeyingModule.AuthIp, sa.Peer.Addresses, quickMode.Wanted.Scope.Selector)?.ExtendedMode is not { } policy)
        {
            context.Negotiator.FailExtendedMode(sa, quickMode.Wanted, new Failure(
                KeyingError.NoPolicy, "The peer asks for extended mode, which this host's policy does not have.", Status: WindowsError.PolicyMatch));
            return;
        }

        if (!quickMode.InProgress)
        {
            context.Refuse(sa.Peer.Addresses, Refusal.OutOfOrder);
            return;
        }

        var methods = MainModeMatcher.Common(
            message.Find<AuthPayload>()!.Methods, ExtendedModeMessages.Methods(policy, context.UserMechanisms), sa.Choice.Suite);
        if (quickMode.State == QuickModeState.AnswerSent)
            quickMode.Advance(QuickModeState.ExtendedMode);
        var extended = new ExtendedModeSa(quickMode, ExtendedModeState.AnswerSent, context.Profile.TranscriptScope) { Methods = methods };
        sa.BeginExtendedMode(extended);
        if (methods.IsEmpty)
        {
            ExtendedModeMessages.Fail(context, extended, new Failure(
                KeyingError.NoCredential, "The peer offers no method of extended mode that the policy has.", Status: WindowsError.InvalidAuthPayload));
            return;
        }

        var request = sa.ExtendedSequence.Take();
        extended.GssResponder = new GssResponder(context.Steps, context.UserMechanisms, methods, sa.Peer.Addresses);
        extended.Transcript.Append(message, datagram);
        List<IsakmpBody> payloads = [new AuthPayload(methods)];
        if (context.UserMechanisms.LocalName(sa.Peer.Addresses) is { } name)
            payloads.Add(GssIdPayload.Of(name, context.Profile.NameOrder == ByteOrder.BigEndian));
        extended.Answers.Accept(digest, null);
        Answer(extended, request, payloads);
    }

    private void OnNext(ExtendedModeSa extended, IsakmpHeader header, ReadOnlySpan<byte> datagram, Digest digest)
    {
        var sa = extended.QuickMode.MainMode;
        if (extended.GssResponder is { IsBusy: true })
        {
            context.Refuse(sa.Peer.Addresses, Refusal.OutOfOrder);
            return;
        }

        // A token or the proof: only what it decrypts to tells.
        if (!header.IsEncrypted || !MessageProtection.TryOpen(datagram, header, sa.Keys, sa.ReceivedIcvLength, out var message))
        {
            context.Refuse(sa.Peer.Addresses, header.IsEncrypted ? Refusal.NotDecryptable : Refusal.OutOfOrder);
            return;
        }

        var isProof = message.Content.Count(PayloadType.Hash) > 0;
        var error = AuthIpExchangeRules.Check(message, isProof ? AuthIpStep.ExtendedProof : AuthIpStep.GssRequest);
        if (error is not null || message.Sequence != sa.ExtendedSequence.Next)
        {
            context.Refuse(sa.Peer.Addresses, error is null ? Refusal.WrongSequence : Refusal.OutOfOrder);
            return;
        }

        var request = sa.ExtendedSequence.Take();
        sa.LastHeard = context.Now;
        if (isProof)
            OnProof(extended, message, digest, request);
        else
            OnToken(extended, message, datagram, digest, request);
    }

    private void OnToken(ExtendedModeSa extended, AuthIpMessage message, ReadOnlySpan<byte> datagram, Digest digest, uint request)
    {
        extended.Transcript.Append(message, datagram);
        extended.Answers.Accept(digest, null);
        var authentication = extended.GssResponder!;
        authentication.Receive(message.Find<GssApiPayload>()!, answer => OnStep(extended, authentication, request, answer));
    }

    private void OnStep(ExtendedModeSa extended, GssResponder authentication, uint request, GssApiPayload answer)
    {
        Answer(extended, request, [answer]);
        if (authentication.HasFailed || authentication.IsExhausted)
        {
            var failure = ExtendedModeMessages.AuthenticationFailure(authentication.LastError, authentication.LastDetail, authentication.PeerFailed);
            context.Negotiator.ReportExtendedMode(extended.QuickMode.MainMode, failure);
        }
    }

    private void OnProof(ExtendedModeSa extended, AuthIpMessage message, Digest digest, uint request)
    {
        var sa = extended.QuickMode.MainMode;
        if (extended.GssResponder is not { IsDone: true } authentication)
        {
            context.Refuse(sa.Peer.Addresses, Refusal.OutOfOrder);
            return;
        }

        ExtendedModeMessages.DeriveKey(extended, authentication.Context);
        var expected = ExtendedModeMessages.Prove(context, extended, sa.Auth1);
        if (message.Find<KeyDictationPayload>() is not null || !CryptographicOperations.FixedTimeEquals(message.Find<HashPayload>()!.Data.Span, expected))
        {
            ExtendedModeMessages.Fail(context, extended, message.Find<KeyDictationPayload>() is not null ? QuickModeMessages.DictationFailure : new Failure(
                KeyingError.AuthenticationFailed, "The peer's proof of extended mode is wrong; compare the wire profiles of both ends.",
                Status: WindowsError.InvalidHash));
            return;
        }

        var answer = ExtendedModeMessages.Seal(
            context, extended, sa.ExtendedSequence.AnswerTo(request), [new HashPayload(ExtendedModeMessages.Prove(context, extended, sa.Auth2))]);
        extended.Answers.Accept(digest, answer);
        ExtendedModeMessages.Complete(context, extended, authentication.Context.PeerName);
        context.Send(sa, answer);
    }

    private AuthIpMessage? Open(MainModeSa sa, IsakmpHeader header, ReadOnlySpan<byte> datagram, AuthIpStep step) =>
        context.Open(sa, header, datagram, step) is { } message && message.Sequence == sa.ExtendedSequence.Next ? message : null;

    private void Answer(ExtendedModeSa extended, uint request, IReadOnlyList<IsakmpBody> payloads)
    {
        var sa = extended.QuickMode.MainMode;
        var datagram = ExtendedModeMessages.Seal(context, extended, sa.ExtendedSequence.AnswerTo(request), payloads);
        extended.Answers.Complete(datagram);
        context.Send(sa, datagram);
    }
}
