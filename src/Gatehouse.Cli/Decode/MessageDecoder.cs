using Gatehouse.Cli.Decode.Decryption;
using Gatehouse.Cli.Decode.Layout;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Cli.Decode;

/// <summary>
/// Decodes ISAKMP messages, IKEv1 and AuthIP, one after the other, so that what earlier ones told helps to decrypt later ones. The last word on
/// whether a message is well formed has the reader the node itself uses.
/// </summary>
internal sealed class MessageDecoder(KeyFile? keys)
{
    private const string WrongKey = "the key does not fit";

    private readonly SessionTable _sessions = new(keys);

    /// <summary>Decodes one message.</summary>
    public DecodedMessage Decode(byte[] datagram, MessageOrigin origin)
    {
        var walker = new FieldWalker(datagram.ToArray());
        if (!IsakmpHeader.TryRead(datagram, out var header))
        {
            Header(walker, datagram.Length);
            return new DecodedMessage(origin, "ISAKMP", walker.Fields, walker.Fault, null);
        }

        Header(walker, datagram.Length);
        var isAuthIp = AuthIpMessageReader.IsAuthIp(header.ExchangeType);
        var protocol = header.Version >> 4 > 1 && !isAuthIp ? $"ISAKMP {header.Version >> 4}.{header.Version & 15}" : isAuthIp ? "AuthIP" : "IKEv1";
        var error = IsakmpError.None;
        var isWellFormed = isAuthIp
            ? AuthIpMessageReader.TryReadHeader(datagram, out _, out error)
            : IsakmpMessageReader.TryReadHeader(datagram, out _, out error);
        if (!isWellFormed)
        {
            walker.Fail(OffsetOf(error), $"{error}: the header is refused");
            // A length that is not the datagram's, or odd flags, still leave payloads to show.
            if (header.Version >> 4 != 1)
                return new DecodedMessage(origin, protocol, walker.Fields, walker.Fault, null);
        }

        var note = isAuthIp ? AuthIp(walker, header, datagram) : Ikev1(walker, header, datagram, origin);
        return new DecodedMessage(origin, protocol, walker.Fields, walker.Fault, note);
    }

    private string? Ikev1(FieldWalker walker, IsakmpHeader header, byte[] datagram, MessageOrigin origin)
    {
        if (!header.IsEncrypted)
        {
            Chain(walker, header.NextPayload, datagram.Length, Layouts.Ikev1, padded: false);
            if (walker.Fault is null && !IsakmpMessageReader.TryRead(datagram, out var message, out var error))
                walker.Fail(IsakmpHeader.Size, $"{error}: the reader refuses it");
            else if (walker.Fault is null)
                _sessions.Learn(datagram, origin);
            return null;
        }

        if (!_sessions.TryDecryptIkev1(header, datagram, out var plain, out var why))
        {
            walker.Position = IsakmpHeader.Size;
            walker.AddBytes(datagram.Length - IsakmpHeader.Size, 0, "Encrypted Payloads", "RFC 2409 appendix B");
            return why;
        }

        plain.CopyTo(walker.Bytes, IsakmpHeader.Size);
        Chain(walker, header.NextPayload, datagram.Length, Layouts.Ikev1, padded: true);
        if (!IsakmpMessageReader.TryReadPayloads(header, plain, padded: true, out _, out var refused))
            walker.Fail(IsakmpHeader.Size, $"{refused}: the reader refuses it");
        walker.Doubt(WrongKey);
        return null;
    }

    private string? AuthIp(FieldWalker walker, IsakmpHeader header, byte[] datagram)
    {
        if (header.NextPayload != PayloadType.Crypto)
        {
            Chain(walker, header.NextPayload, datagram.Length, Layouts.AuthIp, padded: false);
            Judge(walker, datagram);
            return null;
        }

        var start = walker.Position;
        if (!CryptoHeader.TryRead(datagram.AsSpan(start), out var crypto, out var error))
        {
            walker.AddBytes(datagram.Length - start, 0, "CRYPTO", Layouts.Crypto.Section);
            walker.Fail(start, $"{error}: the CRYPTO payload is cut off or malformed");
            return null;
        }

        Crypto(walker, crypto);
        if (!header.IsEncrypted || header.CookieR == 0)
        {
            Chain(walker, crypto.NextPayload, datagram.Length, Layouts.AuthIp, padded: false);
            Judge(walker, datagram);
            return null;
        }

        return Encrypted(walker, header, crypto, datagram);
    }

    private string? Encrypted(FieldWalker walker, IsakmpHeader header, CryptoHeader crypto, byte[] datagram)
    {
        const string Section = "[MS-AIPS] 2.2.3.2.1";
        var start = walker.Position;
        if (!_sessions.TryDecryptAuthIp(header, crypto, datagram.AsSpan(start), out var plain, out var icvLength, out var why))
        {
            walker.AddBytes(datagram.Length - start, 0, "Encrypted Payloads and ICV", Section);
            return why;
        }

        plain.CopyTo(walker.Bytes, start);
        var end = start + plain.Length;
        var padding = plain[^2];
        var chainEnd = end - 2 - padding;
        if (chainEnd < start)
        {
            walker.Fail(end - 2, "PayloadMalformed: more padding than bytes");
            walker.Doubt(WrongKey);
            return null;
        }

        Chain(walker, (PayloadType)plain[^1], chainEnd, Layouts.AuthIp, padded: false);
        if (!AuthIpMessageReader.TryReadPlain(header, crypto, plain, out _, out var error))
            walker.Fail(start, $"{error}: the reader refuses it");
        walker.Doubt(WrongKey);
        walker.Position = chainEnd;
        if (padding > 0)
            walker.AddBytes(padding, 0, "Padding", Section);
        walker.Fixed(new FieldLayout("Pad Length", FieldKind.Number, 1), end, 0, Section, out _);
        walker.Fixed(new FieldLayout("Next Payload", FieldKind.Number, 1, ValueNames.Payloads), end, 0, Section, out _);
        walker.AddBytes(icvLength, 0, "Integrity Checksum", Section);
        return null;
    }

    private static void Crypto(FieldWalker walker, CryptoHeader crypto)
    {
        var section = Layouts.Crypto.Section;
        walker.Add(walker.Position, crypto.Length, 0, Layouts.Crypto.Name, $"{crypto.Length} bytes", section);
        foreach (var field in Layouts.GenericHeader)
            walker.Fixed(field, walker.Bytes.Length, 1, "RFC 2408 3.2", out _);
        foreach (var field in Layouts.Crypto.Fields)
            walker.Fixed(field, walker.Bytes.Length, 1, section, out _);
        if (crypto.Iv.Length > 0)
            walker.AddBytes(crypto.Iv.Length, 1, "Initialization Vector", section);
    }

    private static void Judge(FieldWalker walker, byte[] datagram)
    {
        if (walker.Fault is null && !AuthIpMessageReader.TryReadClear(datagram, out _, out var error))
            walker.Fail(IsakmpHeader.Size, $"{error}: the reader refuses it");
    }

    private static void Header(FieldWalker walker, int length)
    {
        walker.Add(0, Math.Min(IsakmpHeader.Size, length), 0, "ISAKMP Header", $"{Math.Min(IsakmpHeader.Size, length)} bytes", "RFC 2408 3.1");
        foreach (var field in Layouts.Header)
        {
            if (!walker.Fixed(field, length, 1, "RFC 2408 3.1", out _))
                return;
        }
    }

    private static void Chain(FieldWalker walker, PayloadType first, int end, IReadOnlyDictionary<byte, PayloadLayout> layouts, bool padded) =>
        new ChainDecoder(walker, layouts).Decode(first, end, padded);

    // Where in the header the field stands that a refusal is about.
    private static int OffsetOf(IsakmpError error) => error switch
    {
        IsakmpError.InvalidMajorVersion or IsakmpError.InvalidMinorVersion => 17,
        IsakmpError.InvalidExchangeType => 18,
        IsakmpError.InvalidFlags => 19,
        IsakmpError.Truncated or IsakmpError.LengthMismatch => 24,
        _ => 0,
    };
}
