using System.Security.Cryptography;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

// #7  HDR*, Auth            →                           exchange 245, message ID 1; the numbers are those of figures 19 to 26
//                           ←  #8  HDR*, Auth, GSS_ID
// #9  HDR*, GSS-API         →
//                           ←  #10 HDR*, GSS-API        repeated until both sides are done
// #11 HDR*, Hash(Auth3)     →
//                           ←  #12 HDR*, Hash(Auth4)

/// <summary>The initiator of extended mode, the second authentication, normally of a user ([MS-AIPS] 3.6).</summary>
internal sealed class ExtendedModeInitiator(AuthIpContext context)
{
    /// <summary>Begins when its quick mode is through.</summary>
    public void Start(QuickModeSa quickMode, ExtendedModePolicy policy)
    {
        var sa = quickMode.MainMode;
        quickMode.Advance(QuickModeState.ExtendedMode);
        var extended = new ExtendedModeSa(quickMode, ExtendedModeState.RequestSent, context.Profile.TranscriptScope)
        {
            Methods = ExtendedModeMessages.Methods(policy, context.UserMechanisms),
        };
        sa.BeginExtendedMode(extended);
        extended.Retransmitter = context.NewRetransmitter(sa, () => ExtendedModeMessages.Fail(context, extended, new Failure(
            KeyingError.TimedOut, "The peer did not answer extended mode; check that its policy has it too.", FailurePoint.None, WindowsError.TimedOut)));
        if (extended.Methods.IsEmpty)
        {
            ExtendedModeMessages.Fail(context, extended, new Failure(
                KeyingError.NoCredential, "None of the policy's methods for extended mode is in this build.", Status: WindowsError.InvalidAuthPayload));
            return;
        }

        Send(extended, [new AuthPayload(extended.Methods)]);
    }

    /// <summary>A message of extended mode arrived.</summary>
    public void OnMessage(ExtendedModeSa extended, IsakmpHeader header, ReadOnlySpan<byte> datagram)
    {
        var sa = extended.QuickMode.MainMode;
        var digest = Digest.Of(datagram);
        if (extended.State == ExtendedModeState.Done || extended.Answers.IsDuplicate(digest, out _))
        {
            context.Refuse(sa.Peer.Addresses, Refusal.Duplicate);
            return;
        }

        if (extended.GssInitiator is { IsBusy: true })
        {
            context.Refuse(sa.Peer.Addresses, Refusal.OutOfOrder);
            return;
        }

        var step = extended.State switch
        {
            ExtendedModeState.RequestSent => AuthIpStep.ExtendedAnswer,
            ExtendedModeState.TokenSent => AuthIpStep.GssAnswer,
            _ => AuthIpStep.ExtendedProof,
        };
        if (context.Open(sa, header, datagram, step) is not { } message)
            return;
        if (message.Sequence != sa.ExtendedSequence.AnswerTo(extended.OutstandingSequence))
        {
            context.Refuse(sa.Peer.Addresses, Refusal.WrongSequence);
            return;
        }

        sa.LastHeard = context.Now;
        extended.Answers.Accept(digest, null);
        extended.Retransmitter!.Stop();
        if (step == AuthIpStep.ExtendedProof)
        {
            OnProof(extended, message);
            return;
        }

        extended.Transcript.Append(message, datagram);
        if (step == AuthIpStep.ExtendedAnswer)
            OnMethods(extended, message);
        else
            extended.GssInitiator!.Receive(message.Find<GssApiPayload>()!, next => Continue(extended, next));
    }

    private void OnMethods(ExtendedModeSa extended, AuthIpMessage message)
    {
        var sa = extended.QuickMode.MainMode;
        extended.Methods = MainModeMatcher.Common(message.Find<AuthPayload>()!.Methods, extended.Methods, sa.Choice.Suite);
        if (extended.Methods.IsEmpty)
        {
            ExtendedModeMessages.Fail(context, extended, new Failure(
                KeyingError.NoCredential, "The peer accepts no method of extended mode that this host offered.", Status: WindowsError.InvalidAuthPayload));
            return;
        }

        extended.GssInitiator = new GssInitiator(
            context.Steps, context.UserMechanisms, extended.Methods, message.Find<GssIdPayload>()?.Text, sa.Peer.Addresses);
        extended.GssInitiator.Begin(next => Continue(extended, next));
    }

    private void Continue(ExtendedModeSa extended, GssApiPayload? next)
    {
        if (next is not null)
        {
            extended.Advance(ExtendedModeState.TokenSent);
            Send(extended, [next with { Flags = next.Flags | GssApiFlags.ImpersonationActive }]);
            return;
        }

        var authentication = extended.GssInitiator!;
        if (authentication.HasFailed)
        {
            ExtendedModeMessages.Fail(context, extended, ExtendedModeMessages.AuthenticationFailure(
                authentication.LastError, authentication.LastDetail, authentication.PeerFailed));
            return;
        }

        ExtendedModeMessages.DeriveKey(extended, authentication.Context);
        extended.Advance(ExtendedModeState.ProofSent);
        Send(extended, [new HashPayload(ExtendedModeMessages.Prove(context, extended, extended.QuickMode.MainMode.Auth1))]);
    }

    private void OnProof(ExtendedModeSa extended, AuthIpMessage message)
    {
        if (message.Find<KeyDictationPayload>() is not null)
        {
            ExtendedModeMessages.Fail(context, extended, QuickModeMessages.DictationFailure);
            return;
        }

        var expected = ExtendedModeMessages.Prove(context, extended, extended.QuickMode.MainMode.Auth2);
        if (!CryptographicOperations.FixedTimeEquals(message.Find<HashPayload>()!.Data.Span, expected))
        {
            ExtendedModeMessages.Fail(context, extended, new Failure(
                KeyingError.AuthenticationFailed, "The peer's proof of extended mode is wrong; compare the wire profiles of both ends.",
                Status: WindowsError.InvalidHash));
            return;
        }

        ExtendedModeMessages.Complete(context, extended, extended.GssInitiator!.Context.PeerName);
    }

    private void Send(ExtendedModeSa extended, IReadOnlyList<IsakmpBody> payloads)
    {
        extended.OutstandingSequence = extended.QuickMode.MainMode.ExtendedSequence.Take();
        var datagram = ExtendedModeMessages.Seal(context, extended, extended.OutstandingSequence, payloads);
        extended.Retransmitter!.Start(context.Now, datagram, RetransmitPlans.Other(context.Profile));
    }
}
