using Gatehouse.Cli.Decode.Layout;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Cli.Decode;

/// <summary>Decodes the proposals of an SA payload with their transforms and attributes (RFC 2408 sections 3.3, 3.5, 3.6).</summary>
internal sealed class ProposalDecoder(FieldWalker walker)
{
    private const string ProposalSection = "RFC 2408 3.5";
    private const string TransformSection = "RFC 2408 3.6";

    private static readonly FieldLayout[] ProposalFields =
    [
        new("Proposal #", FieldKind.Number, 1), new("Protocol-Id", FieldKind.Number, 1, ValueNames.Protocols), new("SPI Size", FieldKind.Number, 1),
        new("# of Transforms", FieldKind.Number, 1),
    ];

    /// <summary>Decodes up to the end; false at a fault.</summary>
    public bool Decode(int end)
    {
        PayloadType next;
        do
        {
            var start = walker.Position;
            if (!Header("Proposal", 1, end, ProposalSection, out next, out var bodyEnd))
                return false;
            if (next is not (PayloadType.None or PayloadType.Proposal))
                return walker.Fail(start, $"BadProposalSyntax: a proposal is followed by payload {(int)next}");
            if (!Proposal(bodyEnd))
                return false;
        }
        while (next == PayloadType.Proposal);

        return true;
    }

    private bool Proposal(int end)
    {
        Span<ulong> values = stackalloc ulong[ProposalFields.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (!walker.Fixed(ProposalFields[i], end, 2, ProposalSection, out values[i]))
                return false;
        }

        var (protocol, spiSize, count) = ((ProtocolId)values[1], (int)values[2], values[3]);
        if (walker.Position + spiSize > end)
            return walker.Fail($"Truncated: the SPI needs {spiSize} bytes, {end - walker.Position} are left");
        if (spiSize > 0)
            walker.AddBytes(spiSize, 2, "SPI", ProposalSection);
        for (ulong i = 0; i < count; i++)
        {
            var start = walker.Position;
            if (!Header("Transform", 2, end, TransformSection, out var next, out var transformEnd))
                return false;
            var expected = i == count - 1 ? PayloadType.None : PayloadType.Transform;
            if (next != expected)
                return walker.Fail(start, $"BadProposalSyntax: transform {i + 1} of {count} is followed by payload {(int)next}");
            if (!Transform(protocol, transformEnd))
                return false;
        }

        return walker.Position == end || walker.Fail($"BadProposalSyntax: {end - walker.Position} bytes behind the last transform");
    }

    private bool Transform(ProtocolId protocol, int end)
    {
        var ids = protocol == ProtocolId.Isakmp ? ValueNames.TransformIds : protocol == ProtocolId.Esp ? ValueNames.EspTransforms : null;
        if (!walker.Fixed(new FieldLayout("Transform #", FieldKind.Number, 1), end, 3, TransformSection, out _)
            || !walker.Fixed(new FieldLayout("Transform-Id", FieldKind.Number, 1, ids), end, 3, TransformSection, out _)
            || !walker.Fixed(new FieldLayout("Reserved", FieldKind.Number, 2), end, 3, TransformSection, out var reserved))
            return false;
        if (reserved != 0)
            return walker.Fail(walker.Position - 2, "BadProposalSyntax: Reserved of a transform is not 0");
        while (walker.Position < end)
        {
            if (!Attribute(protocol == ProtocolId.Isakmp, end))
                return false;
        }

        return true;
    }

    private bool Attribute(bool isOakley, int end)
    {
        const string Section = "RFC 2408 3.3";
        var start = walker.Position;
        if (end - start < 4)
            return walker.Fail($"BadProposalSyntax: an attribute needs 4 bytes, {end - start} are left");
        var type = walker.Number16(start);
        var isBasic = (type & 0x8000) != 0;
        type &= 0x7FFF;
        var length = isBasic ? 2 : walker.Number16(start + 2);
        var value = start + (isBasic ? 2 : 4);
        if (value + length > end)
            return walker.Fail($"BadProposalSyntax: attribute {type} needs {length} bytes, {end - value} are left");
        var names = isOakley ? ValueNames.OakleyAttributes : ValueNames.IpsecAttributes;
        var values = isOakley ? ValueNames.OakleyValues : ValueNames.IpsecValues;
        var text = length is > 0 and <= 8
            ? ValueNames.Text(walker.Number(value, length), values.GetValueOrDefault((ushort)type))
            : Convert.ToHexStringLower(walker.Bytes, value, length);
        walker.Add(start, value + length - start, 3, names.GetValueOrDefault((ulong)type, $"Attribute {type}"), text, Section);
        walker.Position = value + length;
        return true;
    }

    private bool Header(string name, int depth, int end, string section, out PayloadType next, out int bodyEnd)
    {
        var start = walker.Position;
        (next, bodyEnd) = (PayloadType.None, start);
        if (end - start < 4)
            return walker.Fail($"BadProposalSyntax: a {name.ToLowerInvariant()} needs 4 bytes, {end - start} are left");
        var length = walker.Number16(start + 2);
        walker.Add(start, Math.Min(length, end - start), depth, name, $"{length} bytes", section);
        foreach (var field in Layouts.GenericHeader)
            walker.Fixed(field, end, depth + 1, "RFC 2408 3.2", out _);
        next = (PayloadType)walker.Bytes[start];
        bodyEnd = start + length;
        if (length < 4 || bodyEnd > end)
            return walker.Fail(start + 2, $"BadProposalSyntax: a {name.ToLowerInvariant()} of {length} bytes, where {end - start} are left");
        return walker.Bytes[start + 1] == 0 || walker.Fail(start + 1, "BadProposalSyntax: Reserved is not 0");
    }
}
