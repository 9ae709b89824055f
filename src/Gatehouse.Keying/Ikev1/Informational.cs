using Gatehouse.Ike.Ikev1;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Ikev1;

// HDR*, HASH(1), N and D     HASH(1) = prf(SKEYID_a, M-ID | N and D)
// HDR, N                     before there are keys, and then only a hint

/// <summary>Received informational messages (RFC 2409 section 5.7).</summary>
internal sealed class Informational(Ikev1Context context)
{
    /// <summary>A message with this main mode's cookies arrived.</summary>
    public void OnMessage(MainModeSa sa, IsakmpHeader header, ReadOnlySpan<byte> datagram)
    {
        if (!header.IsEncrypted)
            OnClear(sa, datagram);
        else if (sa.State is MainModeState.Established or MainModeState.Message5Sent)
            OnProtected(sa, header, datagram);
        else
            context.Refuse(sa.Peer.Addresses, Refusal.OutOfOrder);
    }

    private void OnClear(MainModeSa sa, ReadOnlySpan<byte> datagram)
    {
        if (!IsakmpMessageReader.TryRead(datagram, out var message, out var error))
        {
            context.Refuse(sa.Peer.Addresses, error);
            return;
        }

        context.Refuse(sa.Peer.Addresses, Refusal.UnauthenticatedNotify);
        if (message.All<NotificationPayload>().FirstOrDefault(notify => notify.IsError) is not { } notify)
            return;
        if (sa.State == MainModeState.Established)
        {
            // Anybody may have sent this, so the SA stays. But when quick modes go unanswered as well, there is no point in waiting long.
            if (notify.NotifyType == NotifyType.InvalidCookie)
            {
                foreach (var quickMode in sa.QuickModes.Values.Where(quickMode => quickMode.State == QuickModeState.Message1Sent))
                    quickMode.Retransmitter!.Shorten(Limits.TransmissionsAfterHint);
            }

            return;
        }

        if (sa.Role == SaRole.Initiator)
            Hint(sa, PeerRefusal(sa, notify.NotifyType, authenticated: false));
    }

    private void OnProtected(MainModeSa sa, IsakmpHeader header, ReadOnlySpan<byte> datagram)
    {
        var addresses = sa.Peer.Addresses;
        if (sa.MessageIds.Contains(header.MessageId))
        {
            context.Refuse(addresses, Refusal.ReplayedMessageId);
            return;
        }

        var iv = IvChain.ForExchange(sa.Keys.Hash, sa.Iv, header.MessageId);
        if (!MessageProtection.TryOpen(datagram, header, sa.Keys.CipherKey, iv, out var message))
        {
            Unreadable(sa, Refusal.NotDecryptable);
            return;
        }

        if (!PhaseTwoHash.Matches(message, PhaseTwoHash.First(sa.Keys, header.MessageId, PhaseTwoHash.Rest(message))))
        {
            Unreadable(sa, Refusal.HashMismatch);
            return;
        }

        if (Ikev1ExchangeRules.Check(message, ExchangeType.Informational, 1, isProtected: true) is { } error)
        {
            context.Refuse(addresses, error);
            return;
        }

        sa.LastHeard = context.Now;
        if (sa.MessageIds.Count < Limits.MessageIdsPerMainMode)
            sa.MessageIds.Add(header.MessageId);
        foreach (var notify in message.All<NotificationPayload>())
            OnNotify(sa, notify);
        foreach (var delete in message.All<DeletePayload>())
            OnDelete(sa, delete);
    }

    // While #6 is awaited, a protected message that cannot be read most likely says that the peer could not read #5.
    private void Unreadable(MainModeSa sa, Refusal reason)
    {
        context.Refuse(sa.Peer.Addresses, reason);
        if (sa.State == MainModeState.Message5Sent)
            Hint(sa, PeerRefusal(sa, NotifyType.AuthenticationFailed, authenticated: false) with { PeerNotify = NotifyType.None });
    }

    // A forged notify must not end a negotiation that would succeed, so two more transmissions are granted; if the peer means it, they
    // change nothing, and the failure is known within seconds instead of half a minute.
    private static void Hint(MainModeSa sa, Failure failure)
    {
        sa.Hint = failure;
        sa.Retransmitter?.Shorten(Limits.TransmissionsAfterHint);
    }

    private void OnNotify(MainModeSa sa, NotificationPayload notify)
    {
        switch (notify.NotifyType)
        {
            case NotifyType.InitialContact when sa.State == MainModeState.Established:
                context.MainModes.ForgetStale(sa);
                context.Negotiator.Continue(sa.Peer);
                break;
            case NotifyType.RUThere when sa.State == MainModeState.Established:
                context.Notifier.SendProtected(sa, notify with { NotifyType = NotifyType.RUThereAck });
                break;
            case NotifyType.ResponderLifetime or NotifyType.ReplayStatus or NotifyType.Connected or NotifyType.RUThereAck:
                break;
            case var type when notify.IsError:
                OnError(sa, notify, type);
                break;
            default:
                context.Refuse(sa.Peer.Addresses, Refusal.UnknownNotify);
                break;
        }
    }

    private void OnError(MainModeSa sa, NotificationPayload notify, NotifyType type)
    {
        var failure = PeerRefusal(sa, type, authenticated: true);
        if (sa.State == MainModeState.Message5Sent)
        {
            context.Negotiator.Fail(sa.Peer, sa, 5, failure);
            return;
        }

        var waiting = sa.QuickModes.Values.Where(quickMode => quickMode.InProgress).ToArray();
        // Peers name the quick mode by the SPI it proposed, or not at all; then it can only be meant when there is one.
        var meant = Array.Find(waiting, quickMode => notify.Spi.Span.SequenceEqual(QuickModeOffer.SpiBytes(quickMode.Inbound)))
            ?? (waiting.Length == 1 ? waiting[0] : null);
        if (meant is not null)
            context.Negotiator.FailQuickMode(meant, meant.Role == SaRole.Initiator ? 1 : 2, failure);
        else
            context.Counters.Add($"PeerNotify{(Enum.IsDefined(type) ? type : NotifyType.None)}");
    }

    private void OnDelete(MainModeSa sa, DeletePayload delete)
    {
        if (sa.State != MainModeState.Established)
            return;
        foreach (var spi in delete.Spis.Take(Limits.SpisPerDelete))
        {
            var found = delete.Protocol switch
            {
                ProtocolId.Esp => DeletePair(sa.Peer, spi.Span),
                ProtocolId.Isakmp => DeleteMainMode(sa.Peer, spi.Span),
                _ => false,
            };
            if (!found)
                context.Refuse(sa.Peer.Addresses, Refusal.UnknownDelete);
        }
    }

    // The SPIs of a delete are those of the sender's inbound SAs (RFC 2408 section 3.15), which are outbound here.
    private bool DeletePair(Peer peer, ReadOnlySpan<byte> spi)
    {
        var outbound = new Spi(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(spi));
        if (peer.Pairs.Find(pair => pair.Outbound == outbound) is not { } pair)
            return false;
        context.Pairs.Remove(pair, tellPeer: false, "the peer deleted it");
        return true;
    }

    private bool DeleteMainMode(Peer peer, ReadOnlySpan<byte> cookies)
    {
        foreach (var sa in peer.MainModes)
        {
            if (sa.State != MainModeState.Established || !cookies.SequenceEqual(KeySchedule.Cookies(sa.CookieI, sa.CookieR)))
                continue;
            context.MainModes.End(sa, "the peer deleted it");
            context.Negotiator.Continue(peer);
            return true;
        }

        return false;
    }

    private static Failure PeerRefusal(MainModeSa sa, NotifyType type, bool authenticated)
    {
        var afterKeys = sa.State == MainModeState.Message5Sent;
        var (error, check) = type switch
        {
            NotifyType.NoProposalChosen or NotifyType.BadProposalSyntax or NotifyType.AttributesNotSupported =>
                (KeyingError.NoProposalChosen, "compare the proposals of both ends"),
            NotifyType.InvalidIdInformation => (KeyingError.InvalidIdentity, "compare addresses, protocol and ports of both ends"),
            NotifyType.InvalidKeyInformation => (KeyingError.InvalidKeyExchange, "compare the Diffie-Hellman groups of both ends"),
            NotifyType.AuthenticationFailed or NotifyType.InvalidHashInformation =>
                (KeyingError.AuthenticationFailed, "check that both ends have the same pre-shared key"),
            // A peer that decrypts #5 with another key sees a malformed message.
            NotifyType.PayloadMalformed or NotifyType.InvalidPayloadType or NotifyType.UnequalPayloadLengths or NotifyType.InvalidFlags when afterKeys =>
                (KeyingError.AuthenticationFailed, "check that both ends have the same pre-shared key"),
            _ => (KeyingError.PeerNotify, "the peer's log says more"),
        };
        var how = authenticated ? "says" : "seems to say (nobody vouches for it)";
        return new Failure(error, $"The peer {how} {Name(type)}; {check}.", FailurePoint.Peer, PeerNotify: type);
    }

    private static string Name(NotifyType type) => Enum.IsDefined(type) ? $"{type} ({(ushort)type})" : $"notify {(ushort)type}";
}
