using System.Security.Cryptography;
using Gatehouse.Base;
using Gatehouse.Crypto.Agreement;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

/// <summary>
/// The responder of quick mode ([MS-AIPS] 3.5; the arrows are in <see cref="QuickModeInitiator"/>). Whether the initiator takes the fast or the normal
/// form it learns from whether #7 comes, so where both are lawful the pair is in use from #6 on and #7 is answered all the same.
/// </summary>
internal sealed class QuickModeResponder(AuthIpContext context)
{
    /// <summary>#5 of the first quick mode: it proves the peer, and establishes the main mode.</summary>
    public void OnFirstRequest(MainModeSa sa, IsakmpHeader header, ReadOnlySpan<byte> datagram)
    {
        var addresses = sa.Peer.Addresses;
        var digest = Digest.Of(datagram);
        if (sa.State != MainModeState.FirstAnswerSent || !context.MainModeResponder.TryPrepareKeys(sa))
        {
            context.Refuse(addresses, Refusal.OutOfOrder);
            return;
        }

        if (context.Open(sa, header, datagram, AuthIpStep.QuickModeRequest) is not { } message)
        {
            ReportUnreadable(sa);
            return;
        }

        if (message.Sequence != sa.MainModeSequence.Next)
        {
            context.Refuse(addresses, Refusal.WrongSequence);
            return;
        }

        if (!MainModeProof.TryVerify(sa.Auth1, message.Find<HashPayload>()!.Data.Span, sa.GssResponder!.Context.PeerName, out var proof))
        {
            context.Negotiator.Fail(sa.Peer, sa, 5, new Failure(
                KeyingError.AuthenticationFailed, "The peer's proof of the negotiation is wrong; compare the wire profiles of both ends.",
                Status: WindowsError.InvalidHash));
            return;
        }

        var sequence = sa.MainModeSequence.AnswerTo(sa.MainModeSequence.Take());
        context.MainModes.Establish(sa, proof);
        Respond(sa, header, message, sequence, digest, isFirst: true);
    }

    /// <summary>#5 of a later quick mode.</summary>
    public void OnLaterRequest(MainModeSa sa, IsakmpHeader header, ReadOnlySpan<byte> datagram)
    {
        var addresses = sa.Peer.Addresses;
        if (sa.MessageIds.Contains(header.MessageId))
        {
            context.Refuse(addresses, Refusal.ReplayedMessageId);
            return;
        }

        if (QuickModeTable.InProgress(sa) >= Limits.QuickModesPerMainMode || sa.MessageIds.Count >= Limits.MessageIdsPerMainMode)
        {
            context.Refuse(addresses, Refusal.QuickModeLimit);
            return;
        }

        if (context.Open(sa, header, datagram, AuthIpStep.LaterQuickModeRequest) is not { } message)
            return;
        if (message.Find<HashPayload>() is { } received && !CryptographicOperations.FixedTimeEquals(received.Data.Span, sa.Auth1))
        {
            context.Refuse(addresses, Refusal.HashMismatch);
            return;
        }

        if (!sa.QuickModeWindow.TryAccept(message.Sequence))
        {
            context.Refuse(addresses, Refusal.WrongSequence);
            return;
        }

        sa.LastHeard = context.Now;
        Respond(sa, header, message, sa.QuickModeSequence.AnswerTo(message.Sequence), Digest.Of(datagram), isFirst: false);
    }

    /// <summary>A further message of this quick mode: a duplicate, or #7.</summary>
    public void OnMessage(QuickModeSa quickMode, IsakmpHeader header, ReadOnlySpan<byte> datagram)
    {
        var sa = quickMode.MainMode;
        var digest = Digest.Of(datagram);
        if (context.IsAnsweredDuplicate(sa, quickMode.Answers, digest))
            return;
        if (header.ExchangeType != ExchangeType.AuthIpQuickMode)
        {
            context.Refuse(sa.Peer.Addresses, Refusal.OutOfOrder);
            return;
        }

        if (context.Open(sa, header, datagram, AuthIpStep.SynchronizeRequest) is not { } message)
            return;
        if (message.Find<KeyDictationPayload>() is not null)
        {
            context.Negotiator.FailQuickMode(quickMode, 7, QuickModeMessages.DictationFailure);
            return;
        }

        if (!sa.QuickModeWindow.TryAccept(message.Sequence))
        {
            context.Refuse(sa.Peer.Addresses, Refusal.WrongSequence);
            return;
        }

        sa.LastHeard = context.Now;
        var answer = context.Seal(
            sa, ExchangeType.AuthIpQuickMode, quickMode.MessageId, sa.QuickModeSequence.AnswerTo(message.Sequence), [AuthIpNotifies.Synchronize()]);
        quickMode.Answers.Accept(digest, answer);
        Finish(quickMode);
        context.Send(sa, answer);
    }

    /// <summary>A packet arrived under the pair, so the initiator is through.</summary>
    public void OnFirstPacket(IpsecPair pair)
    {
        if (pair.MainMode.QuickModes.GetValueOrDefault(pair.MessageId) is { } quickMode)
            Finish(quickMode);
    }

    private void Respond(MainModeSa sa, IsakmpHeader header, AuthIpMessage message, uint sequence, Digest digest, bool isFirst)
    {
        if (Judge(sa, message, out var policy, out var wanted, out var choice) is { } failure)
        {
            Refuse(sa, header.MessageId, failure, isFirst);
            return;
        }

        var quickMode = new QuickModeSa
        {
            MainMode = sa, MessageId = header.MessageId, IsFirst = isFirst, Wanted = wanted, Inbound = context.QuickModes.Spis.Draw(), Began = context.Now,
            State = QuickModeState.AnswerSent, IsBoundary = QuickModeMessages.IsBoundary(policy),
            NonceI = message.Find<NoncePayload>()!.Data.ToArray(), NonceR = NonceOf(sa, isFirst),
            DhPair = choice!.Pfs is { } group ? DiffieHellman.Generate(group, context.Entropy) : null,
        };
        if (!QuickModeMessages.TryAgree(quickMode.DhPair, message, out var shared))
        {
            context.QuickModes.Spis.Release(quickMode.Inbound);
            quickMode.Dispose();
            Refuse(sa, header.MessageId, QuickModeMessages.KeyExchangeFailure, isFirst);
            return;
        }

        context.QuickModes.Add(quickMode, () => { });
        var boundary = (QuickModeMessages.ExchangeInfo(sa, message) & ExchangeInfoFlags.NdBoundary) != 0;
        var fast = message.Find<SaPayload>()!.Proposals is [{ Transforms.Length: 1 }] && quickMode.DhPair is null;
        IpsecPair? pair = null;
        if (policy!.ExtendedMode is not null)
        {
            (quickMode.Choice, quickMode.Shared, quickMode.PeerIsBoundary) = (choice, shared, boundary);
        }
        else
        {
            using (shared)
                pair = context.Pairs.Install(quickMode, choice, shared, outboundReady: false, boundary);
        }

        var answer = new SaPayload([choice.Proposal with { Spi = QuickModeOffer.SpiBytes(quickMode.Inbound) }]);
        var info = QuickModeMessages.ToSend(sa, policy, guaranteedEncryption: false);
        var nonce = isFirst || context.Profile.LaterQuickModeNonce == LaterQuickModeNonce.Reused ? null : quickMode.NonceR;
        var payloads = QuickModeMessages.Payloads(sa.Auth2, message.All<IdentificationPayload>(), answer, nonce, quickMode.DhPair, info);
        var datagram = context.Seal(sa, header.ExchangeType, header.MessageId, sequence, payloads);
        quickMode.Answers.Accept(digest, datagram);
        context.Send(sa, datagram);
        if (!fast)
            return;
        if (pair is null)
        {
            quickMode.Advance(QuickModeState.ExtendedMode);
            return;
        }

        context.QuickModes.Finish(quickMode);
        context.Pairs.Confirm(pair, alreadySends: false);
    }

    private Failure? Judge(MainModeSa sa, AuthIpMessage message, out QuickModePolicy? policy, out PendingAcquire wanted, out QuickModeChoice? choice)
    {
        (policy, choice, wanted) = (null, null, default);
        if (sa.Closing)
            return new Failure(KeyingError.LimitReached, "The peer began a quick mode under a main mode that is over.", Status: WindowsError.InvalidMmForQm);
        if (!Selectors.TryRead(message.Content, sa.Peer.Addresses, out var selector)
            || context.Policy.QuickMode(KeyingModule.AuthIp, sa.Peer.Addresses, selector) is not { } found)
        {
            return new Failure(
                KeyingError.InvalidIdentity,
                "The peer asks for traffic that the policy does not protect; compare addresses, protocol and ports of both ends.",
                Status: WindowsError.UnsupportedId);
        }

        policy = found;
        var guaranteed = (QuickModeMessages.ExchangeInfo(sa, message) & ExchangeInfoFlags.GuaranteeEncryption) != 0;
        wanted = new PendingAcquire(new PairScope(selector, guaranteed), IsRekey: false);
        choice = QuickModeMatcher.Choose(message.Find<SaPayload>()!, QuickModeOffer.From(found, sa.Choice.Suite.Group));
        return choice is not null ? null : new Failure(
            KeyingError.NoProposalChosen,
            "No quick-mode proposal of the peer is in the policy; compare suites, perfect forward secrecy and transport mode of both ends.",
            Status: WindowsError.PolicyMatch);
    }

    // [MS-AIPS] 3.5.5.1 has a notify of its own for proposals, and 3.5.7.1 a status for all else. A main mode whose first quick mode came to
    // nothing is of no use to the initiator, who does not have its proof.
    private void Refuse(MainModeSa sa, uint messageId, Failure failure, bool isFirst)
    {
        sa.MessageIds.Add(messageId);
        IsakmpBody notify = failure.Error == KeyingError.NoProposalChosen
            ? AuthIpNotifies.NoProposalChosen()
            : AuthIpNotifies.Status(NotifySubject.QuickMode, failure.Status, reliable: true);
        context.Notifier.SendReliable(sa, messageId, [notify]);
        context.Negotiator.ReportQuickMode(sa, 5, failure);
        if (isFirst)
            context.MainModes.Close(sa);
        // What waited under a main mode that this one's establishment ended begins again.
        context.Negotiator.Continue(sa.Peer);
    }

    private void Finish(QuickModeSa quickMode)
    {
        if (quickMode is { Choice: not null, State: QuickModeState.AnswerSent })
            quickMode.Advance(QuickModeState.ExtendedMode);
        if (context.Pairs.Find(quickMode.Inbound) is not { } pair)
            return;
        if (quickMode.State == QuickModeState.AnswerSent)
        {
            context.QuickModes.Finish(quickMode);
            context.Pairs.Confirm(pair, alreadySends: false);
        }

        PairKeeper.SendNow(pair);
    }

    // Told at once, because other keys are by far the likeliest reason. The main mode stays open for its time: had this been a forged #5, the true
    // one would still be answered.
    private void ReportUnreadable(MainModeSa sa)
    {
        if (sa.FailureReported)
            return;
        context.Notifier.SendClear(sa.Local, sa.Remote, sa.CookieI, sa.CookieR, WindowsError.Decrypt);
        context.Negotiator.ReportFailure(sa, 5, new Failure(
            KeyingError.AuthenticationFailed, "Message 5 of the peer could not be read; compare credentials, and the wire profiles of both ends."));
    }

    private byte[] NonceOf(MainModeSa sa, bool isFirst) => isFirst || context.Profile.LaterQuickModeNonce == LaterQuickModeNonce.Reused
        ? sa.FirstQuickModeNonceR
        : context.Entropy.NextBytes(MainModeMessages.NonceLength);
}
