using System.Security.Cryptography;
using Gatehouse.Base;
using Gatehouse.Crypto.Agreement;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

// #5 HDR*, HAuth1, IDi, IDr, SA, Ni(qm), [KE], [N]      →
//                                                       ←  #6 HDR*, HAuth2, IDi, IDr, SA, [Nr(qm)], [KE], [N]
// #7 HDR*, N(QM_SYNCHRONIZE)                            →                                    not in fast quick mode
//                                                       ←  #8 HDR*, N(QM_SYNCHRONIZE)
//
// #5 and #6 of the first quick mode are of main mode's exchange type, and its Nr(qm) came in #2; all else is of quick mode's.

/// <summary>The initiator of quick mode ([MS-AIPS] 3.4).</summary>
internal sealed class QuickModeInitiator(AuthIpContext context)
{
    /// <summary>The first quick mode, at the end of its main mode, whose proof it carries.</summary>
    public void StartFirst(MainModeSa sa) => Start(sa, sa.Wanted, isFirst: true);

    /// <summary>A later quick mode under an established main mode.</summary>
    public void StartLater(MainModeSa sa, PendingAcquire wanted) => Start(sa, wanted, isFirst: false);

    /// <summary>#6 or #8 of this quick mode arrived.</summary>
    public void OnMessage(QuickModeSa quickMode, IsakmpHeader header, ReadOnlySpan<byte> datagram)
    {
        var sa = quickMode.MainMode;
        var digest = Digest.Of(datagram);
        if (quickMode.Answers.IsDuplicate(digest, out _))
        {
            context.Refuse(sa.Peer.Addresses, Refusal.Duplicate);
            return;
        }

        var answersRequest = quickMode.State == QuickModeState.RequestSent
            && header.ExchangeType == (quickMode.IsFirst ? ExchangeType.AuthIpMainMode : ExchangeType.AuthIpQuickMode);
        if (!answersRequest && (quickMode.State != QuickModeState.SynchronizeSent || header.ExchangeType != ExchangeType.AuthIpQuickMode))
        {
            context.Refuse(sa.Peer.Addresses, Refusal.OutOfOrder);
            return;
        }

        var step = !answersRequest ? AuthIpStep.SynchronizeAnswer : quickMode.IsFirst ? AuthIpStep.QuickModeAnswer : AuthIpStep.LaterQuickModeAnswer;
        if (context.Open(sa, header, datagram, step) is not { } message)
            return;
        var numbers = quickMode.IsFirst && answersRequest ? sa.MainModeSequence : sa.QuickModeSequence;
        if (message.Sequence != numbers.AnswerTo(quickMode.OutstandingSequence))
        {
            context.Refuse(sa.Peer.Addresses, Refusal.WrongSequence);
            return;
        }

        sa.LastHeard = context.Now;
        quickMode.Answers.Accept(digest, null);
        if (answersRequest)
            OnAnswer(quickMode, message);
        else
            Complete(quickMode);
    }

    private void Start(MainModeSa sa, PendingAcquire wanted, bool isFirst)
    {
        var policy = context.Policy.QuickMode(KeyingModule.AuthIp, sa.Peer.Addresses, wanted.Scope.Selector);
        var offers = policy is null ? [] : QuickModeOffer.From(policy, sa.Choice.Suite.Group);
        // One KE payload serves all proposals, so those with another group stay home.
        if (offers.Length > 0)
            offers = [.. offers.Where(offer => offer.Pfs == offers[0].Pfs)];
        var quickMode = new QuickModeSa
        {
            MainMode = sa, MessageId = NewMessageId(sa, isFirst), IsFirst = isFirst, Wanted = wanted, Inbound = context.QuickModes.Spis.Draw(),
            Began = context.Now, State = QuickModeState.RequestSent, IsBoundary = QuickModeMessages.IsBoundary(policy),
            Offers = offers, NonceI = context.Entropy.NextBytes(MainModeMessages.NonceLength),
            NonceR = sa.FirstQuickModeNonceR, Ids = Selectors.ToIds(sa.Peer.Addresses, wanted.Scope.Selector),
            DhPair = offers is [{ Pfs: { } group }, ..] ? DiffieHellman.Generate(group, context.Entropy) : null,
        };
        if (isFirst)
            sa.Advance(MainModeState.ProofSent);
        context.QuickModes.Add(quickMode, () => OnUnanswered(quickMode));
        if (offers.IsEmpty)
        {
            Fail(quickMode, 0, policy is null
                ? new Failure(KeyingError.NoPolicy, "No quick-mode policy covers this traffic any more.", Status: WindowsError.PolicyChange)
                : new Failure(
                    KeyingError.NoProposalChosen, "None of the policy's quick-mode proposals is in this build; add one of ESP with AES.",
                    Status: WindowsError.PolicyChange));
            return;
        }

        var proposals = offers.Select((offer, index) => offer.ToProposal((byte)(index + 1), quickMode.Inbound));
        var info = QuickModeMessages.ToSend(sa, policy!, wanted.Scope.GuaranteedEncryption);
        var payloads = QuickModeMessages.Payloads(sa.Auth1, quickMode.Ids, new SaPayload([.. proposals]), quickMode.NonceI, quickMode.DhPair, info);
        Send(quickMode, isFirst ? ExchangeType.AuthIpMainMode : ExchangeType.AuthIpQuickMode, payloads);
    }

    private void OnAnswer(QuickModeSa quickMode, AuthIpMessage message)
    {
        var sa = quickMode.MainMode;
        if (!TryProve(sa, message))
            return;
        if (Judge(quickMode, message, out var choice) is { } failure)
        {
            Fail(quickMode, 6, failure);
            return;
        }

        if (!QuickModeMessages.TryAgree(quickMode.DhPair, message, out var shared))
        {
            Fail(quickMode, 6, QuickModeMessages.KeyExchangeFailure);
            return;
        }

        if (message.Find<NoncePayload>() is { } nonce)
            quickMode.NonceR = nonce.Data.ToArray();
        var boundary = (QuickModeMessages.ExchangeInfo(sa, message) & ExchangeInfoFlags.NdBoundary) != 0;
        var fast = context.Options.FastQuickMode && quickMode.Offers.Length == 1 && quickMode.DhPair is null;
        quickMode.Retransmitter!.Stop();
        if (ExtendedMode(quickMode) is not null)
        {
            (quickMode.Choice, quickMode.Shared, quickMode.PeerIsBoundary) = (choice, shared, boundary);
        }
        else
        {
            using (shared)
                context.Pairs.Install(quickMode, choice!, shared, outboundReady: fast, boundary);
        }

        if (fast)
        {
            Complete(quickMode);
            return;
        }

        quickMode.Advance(QuickModeState.SynchronizeSent);
        Send(quickMode, ExchangeType.AuthIpQuickMode, [AuthIpNotifies.Synchronize()]);
    }

    // The responder's proof makes the main mode of a first quick mode; in later ones it is only compared, when it is there.
    private bool TryProve(MainModeSa sa, AuthIpMessage message)
    {
        var received = message.Find<HashPayload>();
        if (sa.State == MainModeState.Established)
        {
            if (received is null || CryptographicOperations.FixedTimeEquals(received.Data.Span, sa.Auth2))
                return true;
            context.Refuse(sa.Peer.Addresses, Refusal.HashMismatch);
            return false;
        }

        if (!MainModeProof.TryVerify(sa.Auth2, received!.Data.Span, sa.GssInitiator!.Context.PeerName, out var proof))
        {
            context.Negotiator.Fail(sa.Peer, sa, 6, new Failure(
                KeyingError.AuthenticationFailed, "The peer's proof of the negotiation is wrong; compare the wire profiles of both ends.",
                Status: WindowsError.InvalidHash));
            return false;
        }

        context.MainModes.Establish(sa, proof);
        return true;
    }

    private static Failure? Judge(QuickModeSa quickMode, AuthIpMessage message, out QuickModeChoice? choice)
    {
        choice = null;
        if (message.Find<KeyDictationPayload>() is not null)
            return QuickModeMessages.DictationFailure;
        var answer = message.Find<SaPayload>()!;
        choice = MainModeMatcher.IsSingle(answer) ? QuickModeMatcher.Choose(answer, quickMode.Offers) : null;
        if (choice is null)
        {
            return new Failure(
                KeyingError.NoProposalChosen, "The peer chose something that was not offered; compare the quick-mode proposals of both ends.",
                Status: WindowsError.PolicyMatch);
        }

        return Selectors.Echo(message.Content, quickMode.Ids) ? null : new Failure(
            KeyingError.InvalidIdentity, "The peer answered with other selectors; transport mode needs exactly the two addresses.",
            Status: WindowsError.UnsupportedId);
    }

    private ExtendedModePolicy? ExtendedMode(QuickModeSa quickMode) =>
        context.Policy.QuickMode(KeyingModule.AuthIp, quickMode.MainMode.Peer.Addresses, quickMode.Wanted.Scope.Selector)?.ExtendedMode;

    private void Complete(QuickModeSa quickMode)
    {
        if (quickMode.Choice is not null)
        {
            // #7 is answered; what is repeated from now on is extended mode's.
            quickMode.Retransmitter?.Stop();

            // The policy may have changed since #6; then it is for the new one to say.
            if (ExtendedMode(quickMode) is { } extended)
                context.ExtendedModeInitiator.Start(quickMode, extended);
            else
                Fail(quickMode, 7, new Failure(KeyingError.PolicyChanged, "Extended mode was taken out of the policy.", Status: WindowsError.PolicyChange));
            return;
        }

        if (context.Pairs.Find(quickMode.Inbound) is not { } pair)
            return;
        var wasReady = quickMode.State == QuickModeState.RequestSent;
        context.QuickModes.Finish(quickMode);
        context.Pairs.Confirm(pair, alreadySends: wasReady);
    }

    private void Send(QuickModeSa quickMode, ExchangeType exchange, IReadOnlyList<IsakmpBody> payloads)
    {
        var sa = quickMode.MainMode;
        var numbers = exchange == ExchangeType.AuthIpMainMode ? sa.MainModeSequence : sa.QuickModeSequence;
        quickMode.OutstandingSequence = numbers.Take();
        var datagram = context.Seal(sa, exchange, quickMode.MessageId, quickMode.OutstandingSequence, payloads);
        quickMode.Retransmitter!.Start(context.Now, datagram, RetransmitPlans.Other(context.Profile));
    }

    private void Fail(QuickModeSa quickMode, int number, Failure failure) => context.Negotiator.FailQuickMode(quickMode, number, failure);

    private void OnUnanswered(QuickModeSa quickMode)
    {
        var sa = quickMode.MainMode;
        if (sa.State == MainModeState.ProofSent)
            context.MainModeInitiator.OnUnanswered(sa);
        else
            Fail(quickMode, quickMode.State == QuickModeState.RequestSent ? 5 : 7, new Failure(
                KeyingError.TimedOut, "The peer did not answer quick mode; check that it still runs.", FailurePoint.None, WindowsError.TimedOut));
    }

    private uint NewMessageId(MainModeSa sa, bool isFirst)
    {
        if (isFirst && context.Profile.FirstQuickModeId == FirstQuickModeId.Zero)
            return 0;
        uint id;
        do
            id = context.Notifier.NewMessageId();
        while (sa.MessageIds.Contains(id));
        return id;
    }
}
