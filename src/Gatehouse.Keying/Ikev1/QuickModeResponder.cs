using Gatehouse.Base;
using Gatehouse.Crypto.Agreement;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Ikev1;

/// <summary>
/// The responder of quick mode (RFC 2409 section 5.5; the arrows are in <see cref="QuickModeInitiator"/>). It repeats #2 until #3 arrives, or a
/// packet under the new pair, which proves the same.
/// </summary>
internal sealed class QuickModeResponder(Ikev1Context context)
{
    /// <summary>A message with a message id that no quick mode of this main mode has.</summary>
    public void OnMessage1(MainModeSa sa, IsakmpHeader header, ReadOnlySpan<byte> datagram)
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

        var iv = IvChain.ForExchange(sa.Keys.Hash, sa.Iv, header.MessageId);
        if (QuickModeMessages.Open(context, sa, iv, header, datagram, 1) is not { } message)
            return;
        if (!PhaseTwoHash.Matches(message, PhaseTwoHash.First(sa.Keys, header.MessageId, PhaseTwoHash.Rest(message))))
        {
            context.Refuse(addresses, Refusal.HashMismatch);
            return;
        }

        iv.Advance(datagram);
        sa.LastHeard = context.Now;
        sa.MessageIds.Add(header.MessageId);
        if (message.All<NotificationPayload>().Any(notify => notify.NotifyType == NotifyType.InitialContact))
        {
            context.MainModes.ForgetStale(sa);
            context.Negotiator.Continue(sa.Peer);
        }

        if (Judge(sa, message, out var selector, out var policy, out var choice) is { } failure)
        {
            var spi = message.Find<SaPayload>()!.Proposals[0].Spi;
            context.Notifier.SendQuickModeError(sa, failure.Notify, spi.Length == 4 ? spi : default);
            context.Negotiator.ReportQuickMode(sa, SaRole.Responder, 1, failure);
            return;
        }

        var info = ExchangeInfos.Read(sa, message, header.MessageId);
        var quickMode = new QuickModeSa
        {
            MainMode = sa, MessageId = header.MessageId, Role = SaRole.Responder,
            Scope = new PairScope(selector, (info & ExchangeInfoFlags.GuaranteeEncryption) != 0),
            IsBoundary = ExchangeInfos.IsBoundary(policy), PeerIsBoundary = (info & ExchangeInfoFlags.NdBoundary) != 0,
            Inbound = context.QuickModes.Spis.Draw(), Began = context.Now, State = QuickModeState.Message2Sent, Iv = iv,
            NonceI = message.Find<NoncePayload>()!.Data.ToArray(), NonceR = context.Entropy.NextBytes(QuickModeMessages.NonceLength),
            CommitRequested = (header.Flags & IsakmpFlags.Commit) != 0,
            DhPair = choice!.Pfs is { } group ? DiffieHellman.Generate(group, context.Entropy) : null,
        };
        Respond(quickMode, message, choice, Digest.Of(datagram));
    }

    /// <summary>A further message of this quick mode arrived.</summary>
    public void OnMessage(QuickModeSa quickMode, IsakmpHeader header, ReadOnlySpan<byte> datagram)
    {
        var sa = quickMode.MainMode;
        var digest = Digest.Of(datagram);
        if (context.IsAnsweredDuplicate(sa, quickMode.Answers, digest))
            return;
        // A #3 behind the first packet under the new pair still advances the chain, because CONNECTED may have to follow.
        if (QuickModeMessages.Open(context, quickMode, header, datagram, 3) is not { } message)
            return;
        if (!PhaseTwoHash.Matches(message, PhaseTwoHash.Third(sa.Keys, quickMode.MessageId, quickMode.NonceI, quickMode.NonceR)))
        {
            context.Refuse(sa.Peer.Addresses, Refusal.HashMismatch);
            return;
        }

        sa.LastHeard = context.Now;
        quickMode.Iv.Advance(datagram);
        quickMode.CommitRequested |= (header.Flags & IsakmpFlags.Commit) != 0;
        quickMode.Answers.Accept(digest, Connected(quickMode));
        Finish(quickMode);
    }

    /// <summary>A packet arrived under the pair: the initiator has #2, so #3 is not needed any more.</summary>
    public void OnFirstPacket(IpsecPair pair)
    {
        foreach (var sa in pair.Peer.MainModes)
        {
            foreach (var quickMode in sa.QuickModes.Values)
            {
                if (quickMode.Inbound != pair.Inbound || quickMode.State != QuickModeState.Message2Sent)
                    continue;
                Finish(quickMode);
                return;
            }
        }
    }

    private void Respond(QuickModeSa quickMode, IsakmpMessage message, QuickModeChoice choice, Digest digest)
    {
        var sa = quickMode.MainMode;
        if (!QuickModeMessages.TryAgree(quickMode.DhPair, message, out var shared))
        {
            context.QuickModes.Spis.Release(quickMode.Inbound);
            context.Notifier.SendQuickModeError(sa, QuickModeMessages.KeyExchangeFailure.Notify, choice.Proposal.Spi);
            context.Negotiator.ReportQuickMode(sa, SaRole.Responder, 1, QuickModeMessages.KeyExchangeFailure);
            quickMode.Dispose();
            return;
        }

        using (shared)
        {
            context.QuickModes.Add(quickMode, () => OnUnanswered(quickMode));
            context.Pairs.Install(quickMode, choice, shared);
        }

        var spi = QuickModeOffer.SpiBytes(quickMode.Inbound);
        List<IsakmpBody> payloads = [new SaPayload([choice.Proposal with { Spi = spi }]), new NoncePayload(quickMode.NonceR)];
        if (quickMode.DhPair is { } pair)
            payloads.Add(new KeyExchangePayload(pair.PublicValue.ToArray()));
        payloads.AddRange(message.All<IdentificationPayload>());
        if (choice.MustNotify)
            payloads.Add(QuickModeMatcher.ResponderLifetime(spi, choice.Lifetime));
        payloads.AddRange(ExchangeInfos.ToSend(quickMode));
        var hash = PhaseTwoHash.Second(sa.Keys, quickMode.MessageId, quickMode.NonceI, IsakmpMessageWriter.WriteChain(payloads));
        var message2 = QuickModeTable.Seal(quickMode, hash, payloads);
        quickMode.Answers.Accept(digest, message2);
        quickMode.Retransmitter!.Start(context.Now, message2);
    }

    private Failure? Judge(
        MainModeSa sa, IsakmpMessage message, out TrafficSelector selector, out QuickModePolicy? policy, out QuickModeChoice? choice)
    {
        choice = null;
        policy = Selectors.TryRead(message, sa.Peer.Addresses, out selector)
            ? context.Policy.QuickMode(KeyingModule.Ike, sa.Peer.Addresses, selector)
            : null;
        if (policy is null)
        {
            return new Failure(
                KeyingError.InvalidIdentity, "The peer asks for traffic that the policy does not protect; compare addresses, protocol and ports of both ends.",
                Notify: NotifyType.InvalidIdInformation);
        }

        choice = QuickModeMatcher.Choose(message.Find<SaPayload>()!, QuickModeOffer.From(policy, sa.Choice.Suite.Group));
        return choice is not null ? null : new Failure(
            KeyingError.NoProposalChosen,
            "No quick-mode proposal of the peer is in the policy; compare suites, perfect forward secrecy and transport mode of both ends.",
            Notify: NotifyType.NoProposalChosen);
    }

    private void Finish(QuickModeSa quickMode)
    {
        if (quickMode.State != QuickModeState.Message2Sent)
            return;
        context.QuickModes.Finish(quickMode);
        if (context.Pairs.Find(quickMode.Inbound) is { } pair)
            context.Pairs.Confirm(pair, quickMode.MainMode);
    }

    // Only for peers that set the commit bit; this host never sets it. The hash is HASH(1) over the notify, under the same message id and chain.
    private byte[]? Connected(QuickModeSa quickMode)
    {
        if (!quickMode.CommitRequested)
            return null;
        var notify = new NotificationPayload(ProtocolId.Esp, NotifyType.Connected, QuickModeOffer.SpiBytes(quickMode.Inbound));
        var hash = PhaseTwoHash.First(quickMode.MainMode.Keys, quickMode.MessageId, IsakmpMessageWriter.WriteChain([notify]));
        var connected = QuickModeTable.Seal(quickMode, hash, notify);
        context.Send(quickMode.MainMode, connected);
        return connected;
    }

    private void OnUnanswered(QuickModeSa quickMode) => context.Negotiator.FailQuickMode(quickMode, 3, new Failure(
        KeyingError.TimedOut, "The peer began a quick mode and did not finish it.", FailurePoint.None));
}
