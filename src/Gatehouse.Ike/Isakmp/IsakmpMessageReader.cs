using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Gatehouse.Base;

namespace Gatehouse.Ike.Isakmp;

/// <summary>
/// Takes datagrams apart. Header and payloads are read in two steps, so that a keying machine can decrypt in between. No bytes make it throw.
/// </summary>
public static class IsakmpMessageReader
{
    private const IsakmpFlags KnownFlags = IsakmpFlags.Encryption | IsakmpFlags.Commit | IsakmpFlags.AuthenticationOnly;

    /// <summary>Numbers from here on are private use (RFC 2408 section 3.1): a payload we do not know there is left alone, not an error.</summary>
    private const int FirstPrivateType = 128;

    /// <summary>Reads and judges the header of a datagram (RFC 2408 section 5.2). The exchange type is left to the caller.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> datagram, out IsakmpHeader header, out IsakmpError error)
    {
        error = !IsakmpHeader.TryRead(datagram, out header) ? IsakmpError.Truncated
            : header.Version >> 4 != IsakmpHeader.Version1 >> 4 ? IsakmpError.InvalidMajorVersion
            : header.Version != IsakmpHeader.Version1 ? IsakmpError.InvalidMinorVersion
            : header.Length > datagram.Length ? IsakmpError.Truncated
            : header.Length != datagram.Length ? IsakmpError.LengthMismatch
            : header.CookieI == 0 ? IsakmpError.InvalidCookie
            : (header.Flags & ~KnownFlags) != 0 ? IsakmpError.InvalidFlags
            : IsakmpError.None;
        return error == IsakmpError.None;
    }

    /// <summary>Reads a whole datagram that must be clear; an encrypted one is <see cref="IsakmpError.UnexpectedProtection"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> datagram, [NotNullWhen(true)] out IsakmpMessage? message, out IsakmpError error)
    {
        message = null;
        if (!TryReadHeader(datagram, out var header, out error))
            return false;
        if (header.IsEncrypted)
        {
            error = IsakmpError.UnexpectedProtection;
            return false;
        }

        return TryReadPayloads(header, datagram[IsakmpHeader.Size..], padded: false, out message, out error);
    }

    /// <summary>Reads the payloads behind a header.</summary>
    /// <param name="header">The message's header; names the first payload.</param>
    /// <param name="bytes">Everything behind the header, decrypted where it was encrypted.</param>
    /// <param name="padded">
    /// True after decryption: bytes behind the last payload are padding. Their content is not judged, because RFC 2409 appendix B asks for
    /// zeros and peers send others.
    /// </param>
    /// <param name="message">The message, or null.</param>
    /// <param name="error">The first reason found.</param>
    public static bool TryReadPayloads(
        IsakmpHeader header, ReadOnlySpan<byte> bytes, bool padded, [NotNullWhen(true)] out IsakmpMessage? message, out IsakmpError error) =>
        TryReadChain(header, header.NextPayload, IsakmpHeader.Size, bytes, padded, ReadBody, out message, out error);

    /// <summary>A chain whose bodies another protocol takes apart.</summary>
    /// <param name="header">The message's header.</param>
    /// <param name="first">The first payload.</param>
    /// <param name="offset">Where the chain stands in the message.</param>
    /// <param name="bytes">The chain.</param>
    /// <param name="padded">True when bytes behind the last payload are padding.</param>
    /// <param name="readBody">Takes a body apart.</param>
    /// <param name="message">The message, or null.</param>
    /// <param name="error">The first reason found.</param>
    internal static bool TryReadChain(
        IsakmpHeader header, PayloadType first, int offset, ReadOnlySpan<byte> bytes, bool padded, BodyReader readBody,
        [NotNullWhen(true)] out IsakmpMessage? message, out IsakmpError error)
    {
        message = null;
        var copy = bytes.ToArray().AsMemory();
        var payloads = ImmutableArray.CreateBuilder<IsakmpPayload>();
        var reader = new SpanReader(bytes);
        var type = first;
        while (type != PayloadType.None)
        {
            var start = reader.Position;
            error = payloads.Count == IsakmpLimits.Payloads ? IsakmpError.TooMuch : IsakmpError.None;
            if (error != IsakmpError.None)
                return false;
            if (!GenericHeader.TryRead(ref reader, out var next, out var body))
            {
                error = reader.Failed ? IsakmpError.Truncated : IsakmpError.PayloadMalformed;
                return false;
            }

            if (readBody(type, body, out error) is not { } content)
                return false;
            var raw = copy.Slice(start + GenericHeader.Size, body.Length);
            payloads.Add(new IsakmpPayload(type, offset + start, raw, content));
            type = next;
        }

        error = padded || reader.AtEnd ? IsakmpError.None : IsakmpError.LengthMismatch;
        if (error != IsakmpError.None)
            return false;
        message = new IsakmpMessage(header, payloads.ToImmutable(), copy[..reader.Position], offset);
        return true;
    }

    /// <summary>Takes the body of a payload apart; null with the reason when it cannot.</summary>
    internal delegate IsakmpBody? BodyReader(PayloadType type, ReadOnlySpan<byte> body, out IsakmpError error);

    /// <summary>The bodies of RFC 2407 and RFC 2408.</summary>
    internal static IsakmpBody? ReadBody(PayloadType type, ReadOnlySpan<byte> body, out IsakmpError error)
    {
        if (type == PayloadType.Sa)
            return SaPayload.TryRead(body, out var sa, out error) ? sa : null;

        IsakmpBody? content = type switch
        {
            PayloadType.KeyExchange => KeyExchangePayload.TryRead(body, out var payload) ? payload : null,
            PayloadType.Identification => IdentificationPayload.TryRead(body, out var payload) ? payload : null,
            PayloadType.Hash => HashPayload.TryRead(body, out var payload) ? payload : null,
            PayloadType.Nonce => NoncePayload.TryRead(body, out var payload) ? payload : null,
            PayloadType.Notification => NotificationPayload.TryRead(body, out var payload) ? payload : null,
            PayloadType.Delete => DeletePayload.TryRead(body, out var payload) ? payload : null,
            PayloadType.VendorId => VendorIdPayload.TryRead(body, out var payload) ? payload : null,
            PayloadType.NatDiscovery or PayloadType.NatDiscoveryDraft => NatDiscoveryPayload.TryRead(type, body, out var payload) ? payload : null,
            _ => IsOpaque(type) ? new UnknownPayload(type, body.ToArray()) : null,
        };
        error = content is not null ? IsakmpError.None
            : IsTyped(type) ? IsakmpError.PayloadMalformed
            : IsakmpError.InvalidPayloadType;
        return content;
    }

    private static bool IsOpaque(PayloadType type) =>
        (byte)type >= FirstPrivateType
        || type is PayloadType.Certificate or PayloadType.CertificateRequest or PayloadType.Signature or PayloadType.NatOriginalAddress;

    private static bool IsTyped(PayloadType type) =>
        type is PayloadType.KeyExchange or PayloadType.Identification or PayloadType.Hash or PayloadType.Nonce or PayloadType.Notification
            or PayloadType.Delete or PayloadType.VendorId or PayloadType.NatDiscovery or PayloadType.NatDiscoveryDraft;
}
