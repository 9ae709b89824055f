using Gatehouse.Ike.Ikev1;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Ikev1;

/// <summary>
/// What the two ends of a quick mode tell each other about negotiation discovery ([MS-IKEE] 3.7): only peers that announced the capability
/// are told, and only they are believed. The quick mode's HASH vouches for it.
/// </summary>
internal static class ExchangeInfos
{
    /// <summary>True when this host's rule accepts clear text.</summary>
    public static bool IsBoundary(QuickModePolicy? policy) => policy is not null && (policy.Flags & IpsecPolicyFlags.NdBoundary) != 0;

    /// <summary>The notify of this host's message 1 or 2; none when there is nothing to say, or nobody who understands.</summary>
    public static IEnumerable<IsakmpBody> ToSend(QuickModeSa quickMode)
    {
        var features = quickMode.MainMode.Features;
        var flags = quickMode.IsBoundary ? ExchangeInfoFlags.NdBoundary : ExchangeInfoFlags.None;
        if (quickMode is { Role: SaRole.Initiator, Scope.GuaranteedEncryption: true })
            flags |= ExchangeInfoFlags.GuaranteeEncryption;
        if (flags != ExchangeInfoFlags.None && features.NegotiationDiscovery)
            yield return ExchangeInfo.Create(flags, features.ReceivesEarly ? quickMode.MessageId : null);
    }

    /// <summary>What the peer's message said.</summary>
    public static ExchangeInfoFlags Read(MainModeSa sa, IsakmpMessage message, uint messageId)
    {
        if (!sa.Features.NegotiationDiscovery)
            return ExchangeInfoFlags.None;
        return message.All<NotificationPayload>().Select(notify => ExchangeInfo.TryRead(notify, messageId)).FirstOrDefault(flags => flags is not null)
            ?? ExchangeInfoFlags.None;
    }
}
