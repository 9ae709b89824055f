using Gatehouse.Base;
using Gatehouse.Crypto.Agreement;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Ikev1;

// #1 HDR*, HASH(1), SA, Ni, [KE], IDci, IDcr, [N(EXCHANGE_INFO)]   →
//                                              ←  #2 HDR*, HASH(2), SA, Nr, [KE], IDci, IDcr, [N(RESPONDER-LIFETIME)], [N(EXCHANGE_INFO)]
// #3 HDR*, HASH(3)                             →
//                                              ←  #4 HDR*, HASH, N(CONNECTED)      only from peers that set the commit bit; not waited for

/// <summary>The initiator of quick mode (RFC 2409 section 5.5).</summary>
internal sealed class QuickModeInitiator(Ikev1Context context)
{
    /// <summary>Sends #1 under an established main mode.</summary>
    public void Start(MainModeSa sa, PendingAcquire wanted)
    {
        var policy = context.Policy.QuickMode(KeyingModule.Ike, sa.Peer.Addresses, wanted.Scope.Selector);
        var offers = policy is null ? [] : QuickModeOffer.From(policy, sa.Choice.Suite.Group);
        // One KE payload serves all proposals (RFC 2409 section 5.5), so those with another group stay home.
        if (offers.Length > 0)
            offers = [.. offers.Where(offer => offer.Pfs == offers[0].Pfs)];
        var messageId = NewMessageId(sa);
        var quickMode = new QuickModeSa
        {
            MainMode = sa, MessageId = messageId, Role = SaRole.Initiator, Scope = wanted.Scope, IsRekey = wanted.IsRekey,
            IsBoundary = ExchangeInfos.IsBoundary(policy),
            Inbound = context.QuickModes.Spis.Draw(), Began = context.Now, State = QuickModeState.Message1Sent, Offers = offers,
            Iv = IvChain.ForExchange(sa.Keys.Hash, sa.Iv, messageId), NonceI = context.Entropy.NextBytes(QuickModeMessages.NonceLength),
            Ids = Selectors.ToIds(sa.Peer.Addresses, wanted.Scope.Selector),
            DhPair = offers is [{ Pfs: { } group }, ..] ? DiffieHellman.Generate(group, context.Entropy) : null,
        };
        context.QuickModes.Add(quickMode, () => OnUnanswered(quickMode));
        if (offers.IsEmpty)
        {
            context.Negotiator.FailQuickMode(quickMode, 0, policy is null
                ? new Failure(KeyingError.NoPolicy, "No quick-mode policy covers this traffic any more.")
                : new Failure(KeyingError.NoProposalChosen, "None of the policy's quick-mode proposals is in this build; add one of ESP with AES."));
            return;
        }

        var proposals = offers.Select((offer, index) => offer.ToProposal((byte)(index + 1), quickMode.Inbound));
        List<IsakmpBody> payloads = [new SaPayload([.. proposals]), new NoncePayload(quickMode.NonceI)];
        if (quickMode.DhPair is { } pair)
            payloads.Add(new KeyExchangePayload(pair.PublicValue.ToArray()));
        payloads.AddRange(quickMode.Ids);
        payloads.AddRange(ExchangeInfos.ToSend(quickMode));
        var hash = PhaseTwoHash.First(sa.Keys, quickMode.MessageId, IsakmpMessageWriter.WriteChain(payloads));
        quickMode.Retransmitter!.Start(context.Now, QuickModeTable.Seal(quickMode, hash, payloads));
    }

    /// <summary>A message of this quick mode arrived.</summary>
    public void OnMessage(QuickModeSa quickMode, IsakmpHeader header, ReadOnlySpan<byte> datagram)
    {
        var sa = quickMode.MainMode;
        var digest = Digest.Of(datagram);
        if (context.IsAnsweredDuplicate(sa, quickMode.Answers, digest))
            return;
        if (quickMode.State != QuickModeState.Message1Sent)
        {
            // A CONNECTED of a peer that set the commit bit ends here too: the pair is in use already.
            context.Refuse(sa.Peer.Addresses, Refusal.OutOfOrder);
            return;
        }

        if (QuickModeMessages.Open(context, quickMode, header, datagram, 2) is not { } message)
            return;
        var expected = PhaseTwoHash.Second(sa.Keys, quickMode.MessageId, quickMode.NonceI, PhaseTwoHash.Rest(message));
        if (!PhaseTwoHash.Matches(message, expected))
        {
            context.Refuse(sa.Peer.Addresses, Refusal.HashMismatch);
            return;
        }

        sa.LastHeard = context.Now;
        quickMode.Iv.Advance(datagram);
        OnMessage2(quickMode, message, digest);
    }

    private void OnMessage2(QuickModeSa quickMode, IsakmpMessage message, Digest digest)
    {
        var sa = quickMode.MainMode;
        var answer = message.Find<SaPayload>()!;
        if (!MainModeMatcher.IsSingle(answer) || QuickModeMatcher.Choose(answer, quickMode.Offers) is not { } choice)
        {
            Fail(quickMode, new Failure(
                KeyingError.NoProposalChosen, "The peer chose something that was not offered; compare the quick-mode proposals of both ends.",
                Notify: NotifyType.BadProposalSyntax));
            return;
        }

        if (!Selectors.Echo(message, quickMode.Ids))
        {
            Fail(quickMode, new Failure(
                KeyingError.InvalidIdentity, "The peer answered with other selectors; transport mode needs exactly the two addresses.",
                Notify: NotifyType.InvalidIdInformation));
            return;
        }

        quickMode.NonceR = message.Find<NoncePayload>()!.Data.ToArray();
        quickMode.PeerIsBoundary = (ExchangeInfos.Read(sa, message, quickMode.MessageId) & ExchangeInfoFlags.NdBoundary) != 0;
        foreach (var notify in message.All<NotificationPayload>().Where(notify => notify.NotifyType == NotifyType.ResponderLifetime))
        {
            var (seconds, kilobytes) = Lifetimes.FromNotify(notify);
            choice = choice with { Lifetime = Lifetimes.Shorter(choice.Lifetime, seconds, kilobytes) };
        }

        if (!QuickModeMessages.TryAgree(quickMode.DhPair, message, out var shared))
        {
            Fail(quickMode, QuickModeMessages.KeyExchangeFailure);
            return;
        }

        using (shared)
        {
            // #3 goes first: what waited for the pair leaves as soon as it is installed, and the peer shall have it by then.
            var hash = PhaseTwoHash.Third(sa.Keys, quickMode.MessageId, quickMode.NonceI, quickMode.NonceR);
            var message3 = QuickModeTable.Seal(quickMode, hash);
            quickMode.Answers.Accept(digest, message3);
            context.Send(sa, message3);
            var pair = context.Pairs.Install(quickMode, choice, shared);
            context.QuickModes.Finish(quickMode);
            context.Pairs.Confirm(pair, sa);
        }
    }

    private void Fail(QuickModeSa quickMode, Failure failure) => context.Negotiator.FailQuickMode(quickMode, 2, failure);

    private void OnUnanswered(QuickModeSa quickMode) => context.Negotiator.FailQuickMode(quickMode, 1, new Failure(
        KeyingError.TimedOut, "The peer did not answer quick mode; check that it still runs.", FailurePoint.None));

    private uint NewMessageId(MainModeSa sa)
    {
        uint id;
        do
            id = context.Notifier.NewMessageId();
        while (sa.MessageIds.Contains(id));
        return id;
    }
}
