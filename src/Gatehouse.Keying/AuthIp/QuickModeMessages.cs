using Gatehouse.Base;
using Gatehouse.Crypto.Agreement;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

/// <summary>What both roles of quick mode do alike.</summary>
internal static class QuickModeMessages
{
    /// <summary>A missing, superfluous or invalid KE payload.</summary>
    public static readonly Failure KeyExchangeFailure = new(
        KeyingError.InvalidKeyExchange, "The peer's Diffie-Hellman value for perfect forward secrecy is missing or not in the group.",
        Status: WindowsError.DhFail);

    /// <summary>
    /// [MS-AIPS] 3.4.5.1: a peer that dictates keys sends them instead of agreeing on them. That is refused, because nobody asked for it.
    /// </summary>
    public static readonly Failure DictationFailure = new(
        KeyingError.Malformed, "The peer dictates quick-mode keys, which this build refuses; switch key dictation off there.",
        Status: WindowsError.InvalidPayload);

    /// <summary>
    /// The shared secret of perfect forward secrecy. True with null when neither side has a value; false when only one has, or it is invalid.
    /// </summary>
    public static bool TryAgree(DhKeyPair? own, AuthIpMessage message, out SecretBytes? shared)
    {
        shared = null;
        var theirs = message.Find<KeyExchangePayload>();
        if (own is null || theirs is null)
            return own is null && theirs is null;
        shared = own.Agree(theirs.Data.Span);
        return shared is not null;
    }

    /// <summary>HAuth, IDi, IDr, SA, [nonce], [KE], [N(EXCHANGE_INFO)], in the order of figures 8 and 13.</summary>
    public static IReadOnlyList<IsakmpBody> Payloads(
        byte[] proof, IEnumerable<IdentificationPayload> ids, SaPayload sa, byte[]? nonce, DhKeyPair? pair, ExchangeInfoFlags exchangeInfo)
    {
        List<IsakmpBody> payloads = [new HashPayload(proof), .. ids, sa];
        if (nonce is not null)
            payloads.Add(new NoncePayload(nonce));
        if (pair is not null)
            payloads.Add(new KeyExchangePayload(pair.PublicValue.ToArray()));
        if (exchangeInfo != ExchangeInfoFlags.None)
            payloads.Add(AuthIpNotifies.ExchangeInfo(exchangeInfo));
        return payloads;
    }

    /// <summary>True when this host's rule accepts clear text.</summary>
    public static bool IsBoundary(QuickModePolicy? policy) => policy is not null && (policy.Flags & IpsecPolicyFlags.NdBoundary) != 0;

    /// <summary>What this host says of negotiation discovery; only peers that announced the capability may be told ([MS-AIPS] 3.4.5.1).</summary>
    public static ExchangeInfoFlags ToSend(MainModeSa sa, QuickModePolicy policy, bool guaranteedEncryption)
    {
        if (!sa.Features.NegotiationDiscovery)
            return ExchangeInfoFlags.None;
        var flags = IsBoundary(policy) ? ExchangeInfoFlags.NdBoundary : ExchangeInfoFlags.None;
        return guaranteedEncryption ? flags | ExchangeInfoFlags.GuaranteeEncryption : flags;
    }

    /// <summary>What the peer said of it; only those that announced the capability are believed.</summary>
    public static ExchangeInfoFlags ExchangeInfo(MainModeSa sa, AuthIpMessage message)
    {
        if (!sa.Features.NegotiationDiscovery)
            return ExchangeInfoFlags.None;
        var notify = message.All<AuthIpNotifyPayload>().FirstOrDefault(notify => notify.NotifyType == NotifyType.MicrosoftExchangeInfo);
        return (ExchangeInfoFlags)(notify?.Value ?? 0);
    }
}
