using Gatehouse.Cli.Decode.Layout;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Cli.Decode;

/// <summary>Decodes a chain of payloads.</summary>
internal sealed class ChainDecoder(FieldWalker walker, IReadOnlyDictionary<byte, PayloadLayout> layouts)
{
    private const byte FirstPrivateType = 128;

    /// <summary>Decodes payloads from the walker's position to the end, which padding may precede.</summary>
    public void Decode(PayloadType first, int end, bool padded)
    {
        var type = first;
        for (var count = 0; type != PayloadType.None; count++)
        {
            if (count == IsakmpLimits.Payloads)
            {
                walker.Fail($"TooMuch: more than {IsakmpLimits.Payloads} payloads");
                return;
            }

            if (!Payload(type, end, out type))
                return;
        }

        if (walker.Position == end)
            return;
        if (padded)
            walker.AddBytes(end - walker.Position, 0, "Padding", "RFC 2409 appendix B");
        else
            walker.Fail($"LengthMismatch: {end - walker.Position} bytes behind the last payload");
    }

    private bool Payload(PayloadType type, int end, out PayloadType next)
    {
        var start = walker.Position;
        next = PayloadType.None;
        var isCrypto = type == PayloadType.Crypto && layouts == Layouts.AuthIp;
        var layout = layouts.GetValueOrDefault((byte)type) ?? ((byte)type >= FirstPrivateType && !isCrypto ? Layouts.Unknown((byte)type) : null);
        if (layout is null)
            return walker.Fail(isCrypto ? "UnexpectedPayload: a second CRYPTO payload" : $"InvalidPayloadType: there is no payload {(int)type} here");
        if (end - start < 4)
        {
            if (end > start)
                walker.AddBytes(end - start, 0, layout.Name, layout.Section);
            return walker.Fail(start, $"Truncated: {layout.Name} needs 4 bytes, {end - start} are left");
        }

        var length = walker.Number16(start + 2);
        walker.Add(start, Math.Min(length, end - start), 0, layout.Name, $"{length} bytes", layout.Section);
        foreach (var field in Layouts.GenericHeader)
            walker.Fixed(field, end, 1, "RFC 2408 3.2", out _);
        next = (PayloadType)walker.Bytes[start];
        if (walker.Bytes[start + 1] != 0)
            return walker.Fail(start + 1, "PayloadMalformed: Reserved is not 0");
        if (length < 4 || start + length > end)
            return walker.Fail(start + 2, $"Truncated: {layout.Name} of {length} bytes, where {end - start} are left");
        return new BodyDecoder(walker).Decode(layout, start + length);
    }
}
