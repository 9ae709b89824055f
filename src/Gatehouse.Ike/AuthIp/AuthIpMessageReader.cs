using System.Diagnostics.CodeAnalysis;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Ike.AuthIp;

/// <summary>
/// Takes AuthIP datagrams apart: the header, then a clear message, or the frame of an encrypted one, whose decrypted bytes come back to be read.
/// No bytes make it throw.
/// </summary>
public static class AuthIpMessageReader
{
    /// <summary>The lowest version. [MS-AIPS] 2.2.1: any minor number is accepted, and a major one that is not below 1.</summary>
    private const byte FirstVersion = 0x10;

    /// <summary>Bytes behind the chain of a decrypted message: pad length and next payload.</summary>
    private const int TrailerSize = 2;

    /// <summary>True for the private exchange types of AuthIP.</summary>
    public static bool IsAuthIp(ExchangeType type) => type is >= ExchangeType.AuthIpMainMode and <= ExchangeType.AuthIpNotify;

    /// <summary>Reads and judges the header of a datagram.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> datagram, out IsakmpHeader header, out IsakmpError error)
    {
        error = !IsakmpHeader.TryRead(datagram, out header) ? IsakmpError.Truncated
            : header.Version < FirstVersion ? IsakmpError.InvalidMajorVersion
            : header.Length > datagram.Length ? IsakmpError.Truncated
            : header.Length != datagram.Length ? IsakmpError.LengthMismatch
            : header.CookieI == 0 ? IsakmpError.InvalidCookie
            : !IsAuthIp(header.ExchangeType) ? IsakmpError.InvalidExchangeType
            : (header.Flags & ~IsakmpFlags.Encryption) != 0 ? IsakmpError.InvalidFlags
            : IsakmpError.None;
        return error == IsakmpError.None;
    }

    /// <summary>
    /// Reads a whole clear datagram. The flag of encryption is left to the caller, because a responder ignores it in the first message
    /// ([MS-AIPS] 3.3.5.1).
    /// </summary>
    public static bool TryReadClear(ReadOnlySpan<byte> datagram, [NotNullWhen(true)] out AuthIpMessage? message, out IsakmpError error)
    {
        message = null;
        if (!TryReadHeader(datagram, out var header, out error))
            return false;
        if (header.NextPayload == PayloadType.Notification)
            return TryReadDosCookie(header, datagram, out message, out error);
        if (!TryReadCrypto(datagram, header, out var crypto, out error))
            return false;
        error = crypto.Iv.Length is not (0 or CryptoHeader.ClearIvLength) ? IsakmpError.PayloadMalformed : IsakmpError.None;
        if (error != IsakmpError.None)
            return false;
        var start = IsakmpHeader.Size + crypto.Length;
        if (!IsakmpMessageReader.TryReadChain(
            header, crypto.NextPayload, start, datagram[start..], padded: false, AuthIpPayloads.Read, out var content, out error))
            return false;
        message = new AuthIpMessage(crypto, content);
        return true;
    }

    /// <summary>Finds the parts of an encrypted datagram.</summary>
    /// <param name="datagram">The whole datagram.</param>
    /// <param name="header">Its header.</param>
    /// <param name="blockLength">The cipher's block, which is also the length of the vector.</param>
    /// <param name="icvLength">Bytes of the ICV both ends agreed on.</param>
    /// <param name="frame">The parts.</param>
    /// <param name="error">The first reason found.</param>
    public static bool TryReadFrame(
        ReadOnlySpan<byte> datagram, IsakmpHeader header, int blockLength, int icvLength, out EncryptedFrame frame, out IsakmpError error)
    {
        frame = default;
        error = IsakmpError.NotProtected;
        if (!header.IsEncrypted || !TryReadCrypto(datagram, header, out var crypto, out error))
            return false;
        var start = IsakmpHeader.Size + crypto.Length;
        var length = datagram.Length - start - icvLength;
        error = crypto.NextPayload != PayloadType.None || crypto.Iv.Length != blockLength ? IsakmpError.PayloadMalformed
            : length < blockLength ? IsakmpError.Truncated
            : length % blockLength != 0 ? IsakmpError.PayloadMalformed
            : IsakmpError.None;
        if (error != IsakmpError.None)
            return false;
        frame = new EncryptedFrame(crypto, datagram[..^icvLength], datagram.Slice(start, length), datagram[^icvLength..]);
        return true;
    }

    /// <summary>
    /// Reads what an encrypted frame held. The padding is found from its end; its content is not judged, because the ICV has vouched for it and
    /// [MS-AIPS] calls 1, 2, 3… a default.
    /// </summary>
    public static bool TryReadPlain(
        IsakmpHeader header, CryptoHeader crypto, ReadOnlySpan<byte> plain, [NotNullWhen(true)] out AuthIpMessage? message, out IsakmpError error)
    {
        message = null;
        error = IsakmpError.PayloadMalformed;
        if (plain.Length < TrailerSize)
            return false;
        var first = (PayloadType)plain[^1];
        var chain = plain.Length - TrailerSize - plain[^2];
        if (chain < 0)
            return false;
        var start = IsakmpHeader.Size + crypto.Length;
        if (!IsakmpMessageReader.TryReadChain(header, first, start, plain[..chain], padded: false, AuthIpPayloads.Read, out var content, out error))
            return false;
        message = new AuthIpMessage(crypto, content);
        return true;
    }

    private static bool TryReadCrypto(ReadOnlySpan<byte> datagram, IsakmpHeader header, out CryptoHeader crypto, out IsakmpError error)
    {
        crypto = default;
        error = IsakmpError.UnexpectedPayload;
        return header.NextPayload == PayloadType.Crypto && CryptoHeader.TryRead(datagram[IsakmpHeader.Size..], out crypto, out error);
    }

    // NOTIFY_DOS_COOKIE is the only payload of its message and has no CRYPTO payload around it; nothing else may come so.
    private static bool TryReadDosCookie(
        IsakmpHeader header, ReadOnlySpan<byte> datagram, [NotNullWhen(true)] out AuthIpMessage? message, out IsakmpError error)
    {
        message = null;
        if (!IsakmpMessageReader.TryReadChain(
            header, header.NextPayload, IsakmpHeader.Size, datagram[IsakmpHeader.Size..], padded: false, AuthIpPayloads.Read, out var content, out error))
            return false;
        var isCookie = content.Payloads is [{ Content: AuthIpNotifyPayload { NotifyType: NotifyType.AuthIpDosCookie } }];
        error = isCookie ? IsakmpError.None : IsakmpError.UnexpectedPayload;
        message = isCookie ? new AuthIpMessage(null, content) : null;
        return isCookie;
    }
}
