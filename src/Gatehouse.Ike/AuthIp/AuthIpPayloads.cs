using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Ike.AuthIp;

/// <summary>
/// Bodies by payload number ([MS-AIPS] 2.2.3). SA, KE, ID, hash, nonce, vendor id and NAT-D are IKEv1's; CERT, CERT-REQ, SIG and DELETE do not
/// exist here, because certificates travel in TLS tokens and a deletion is a notify.
/// </summary>
internal static class AuthIpPayloads
{
    /// <summary>Numbers from here on are private use; one this build does not know is left alone.</summary>
    private const int FirstPrivateType = 128;

    /// <summary>Takes a body apart; null with the reason when it cannot.</summary>
    public static IsakmpBody? Read(PayloadType type, ReadOnlySpan<byte> body, out IsakmpError error)
    {
        switch (type)
        {
            case PayloadType.Sa or PayloadType.KeyExchange or PayloadType.Identification or PayloadType.Hash or PayloadType.Nonce or PayloadType.VendorId
                or PayloadType.NatDiscovery or PayloadType.NatOriginalAddress:
                return IsakmpMessageReader.ReadBody(type, body, out error);
            case PayloadType.Crypto:
                // There is exactly one, in front of all others, and the reader has passed it.
                error = IsakmpError.UnexpectedPayload;
                return null;
            default:
                var content = ReadOwn(type, body);
                var isKnown = type is PayloadType.Notification or >= PayloadType.GssToken;
                error = content is not null ? IsakmpError.None : isKnown ? IsakmpError.PayloadMalformed : IsakmpError.InvalidPayloadType;
                return content;
        }
    }

    private static IsakmpBody? ReadOwn(PayloadType type, ReadOnlySpan<byte> body) => type switch
    {
        PayloadType.Notification => AuthIpNotifyPayload.TryRead(body, out var payload) ? payload : null,
        PayloadType.GssToken => GssApiPayload.TryRead(body, out var payload) ? payload : null,
        PayloadType.GssId => GssIdPayload.TryRead(body, out var payload) ? payload : null,
        PayloadType.Auth => AuthPayload.TryRead(body, out var payload) ? payload : null,
        PayloadType.KeyDictation => KeyDictationPayload.TryRead(body, out var payload) ? payload : null,
        PayloadType.KeyDictationWeight => KeyDictationWeightPayload.TryRead(body, out var payload) ? payload : null,
        >= (PayloadType)FirstPrivateType => new UnknownPayload(type, body.ToArray()),
        _ => null,
    };
}
