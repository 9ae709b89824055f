namespace Gatehouse.Ike.Isakmp;

/// <summary>The notification that tells a peer about an <see cref="IsakmpError"/> (RFC 2408 sections 5.1 to 5.4).</summary>
public static class IsakmpErrorExtensions
{
    /// <summary>The RFC 2408 notify code; <see cref="NotifyType.None"/> for <see cref="IsakmpError.None"/>.</summary>
    public static NotifyType ToNotifyType(this IsakmpError error) => error switch
    {
        IsakmpError.Truncated or IsakmpError.LengthMismatch => NotifyType.UnequalPayloadLengths,
        IsakmpError.InvalidCookie => NotifyType.InvalidCookie,
        IsakmpError.InvalidMajorVersion => NotifyType.InvalidMajorVersion,
        IsakmpError.InvalidMinorVersion => NotifyType.InvalidMinorVersion,
        IsakmpError.InvalidExchangeType => NotifyType.InvalidExchangeType,
        IsakmpError.InvalidFlags or IsakmpError.NotProtected or IsakmpError.UnexpectedProtection => NotifyType.InvalidFlags,
        IsakmpError.InvalidMessageId => NotifyType.InvalidMessageId,
        IsakmpError.InvalidPayloadType or IsakmpError.UnexpectedPayload => NotifyType.InvalidPayloadType,
        IsakmpError.DoiNotSupported => NotifyType.DoiNotSupported,
        IsakmpError.SituationNotSupported => NotifyType.SituationNotSupported,
        IsakmpError.BadProposalSyntax => NotifyType.BadProposalSyntax,
        IsakmpError.InvalidSpi => NotifyType.InvalidSpi,
        IsakmpError.None => NotifyType.None,
        _ => NotifyType.PayloadMalformed,
    };
}
