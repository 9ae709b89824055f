using System.Net;
using Gatehouse.Cli.Decode.Layout;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Cli.Decode;

/// <summary>Decodes the body of one payload by its layout.</summary>
internal sealed class BodyDecoder(FieldWalker walker)
{
    /// <summary>Decodes up to the end; false at a fault.</summary>
    public bool Decode(PayloadLayout layout, int end)
    {
        var start = walker.Position;
        foreach (var field in layout.Fields)
        {
            if (!Field(layout, field, start, end))
                return false;
        }

        return walker.Position == end || walker.Fail($"PayloadMalformed: {end - walker.Position} bytes behind the last field of {layout.Name}");
    }

    private bool Field(PayloadLayout layout, FieldLayout field, int start, int end)
    {
        var section = layout.Section;
        switch (field.Kind)
        {
            case FieldKind.Number or FieldKind.Identifier or FieldKind.Flags:
                return walker.Fixed(field, end, 1, section, out _);
            case FieldKind.Proposals:
                return new ProposalDecoder(walker).Decode(end);
            case FieldKind.Methods:
                return Methods(end, section);
            case FieldKind.NotifyData:
                return NotifyData(start, end, section);
            case FieldKind.Spi:
                return Spi(field, walker.Number(start + 5, 1), end, section);
            case FieldKind.Spis:
                return Spis(walker.Number(start + 5, 1), end, section);
            case FieldKind.Identity:
                Rest(field, end, section, Identity((IdType)walker.Bytes[start], walker.Bytes.AsSpan(walker.Position..end)));
                return true;
            case FieldKind.VendorId:
                Rest(field, end, section, Vendor(walker.Bytes.AsSpan(walker.Position..end)));
                return true;
            case FieldKind.Text:
                Rest(field, end, section, new GssIdPayload(walker.Bytes.AsMemory(walker.Position..end)).Text);
                return true;
            default:
                Rest(field, end, section, null);
                return true;
        }
    }

    // What is left, as bytes, with what it means in front.
    private void Rest(FieldLayout field, int end, string section, string? meaning)
    {
        var hex = Convert.ToHexStringLower(walker.Bytes, walker.Position, end - walker.Position);
        walker.Add(walker.Position, end - walker.Position, 1, field.Name, meaning is null ? hex : meaning.Length == 0 ? hex : $"{meaning} ({hex})", section);
        walker.Position = end;
    }

    private bool Methods(int end, string section)
    {
        while (walker.Position < end)
        {
            if (!walker.Fixed(new FieldLayout("Method", FieldKind.Number, 2, ValueNames.Methods), end, 1, section, out _)
                || !walker.Fixed(new FieldLayout("Flags", FieldKind.Flags, 2), end, 1, section, out var flags))
                return false;
            if (flags != 0)
                return walker.Fail(walker.Position - 2, "PayloadMalformed: no flag of a method is defined");
        }

        return true;
    }

    private bool NotifyData(int start, int end, string section)
    {
        FieldLayout? field = (NotifyType)walker.Number16(start + 6) switch
        {
            NotifyType.AuthIpStatus => new FieldLayout("Error", FieldKind.Number, 4, ValueNames.Errors),
            NotifyType.AuthIpAck => new FieldLayout("Acknowledged Sequence Number", FieldKind.Number, 4),
            NotifyType.MicrosoftExchangeInfo => new FieldLayout("Exchange Info", FieldKind.Flags, 4, ValueNames.ExchangeInfo),
            NotifyType.AuthIpDosCookie => new FieldLayout("Responder Cookie", FieldKind.Identifier, 8),
            NotifyType.AuthIpAcquire => new FieldLayout("Encapsulation Mode", FieldKind.Number, 4),
            NotifyType.AuthIpQmSynchronize => null,
            _ => new FieldLayout("Data", FieldKind.Bytes),
        };
        if (field is { Kind: FieldKind.Bytes })
        {
            Rest(field, end, section, null);
            return true;
        }

        if (field is not null && !walker.Fixed(field, end, 1, section, out _))
            return false;
        return field?.Name != "Encapsulation Mode"
            || walker.Fixed(new FieldLayout("Acquire Flags", FieldKind.Flags, 4, ValueNames.ExchangeInfo), end, 1, section, out _);
    }

    private bool Spi(FieldLayout field, ulong size, int end, string section)
    {
        if ((ulong)(end - walker.Position) < size)
            return walker.Fail($"PayloadMalformed: the SPI needs {size} bytes, {end - walker.Position} are left");
        if (size > 0)
            walker.AddBytes((int)size, 1, field.Name, section);
        return true;
    }

    private bool Spis(ulong size, int end, string section)
    {
        while (size > 0 && (ulong)(end - walker.Position) >= size)
            walker.AddBytes((int)size, 1, "SPI", section);
        return true;
    }

    private static string? Identity(IdType type, ReadOnlySpan<byte> data) => (type, data.Length) switch
    {
        (IdType.Ipv4Address, 4) or (IdType.Ipv6Address, 16) => new IPAddress(data).ToString(),
        (IdType.Ipv4Subnet, 8) or (IdType.Ipv6Subnet, 32) => $"{new IPAddress(data[..(data.Length / 2)])}/{new IPAddress(data[(data.Length / 2)..])}",
        (IdType.Ipv4Range, 8) or (IdType.Ipv6Range, 32) => $"{new IPAddress(data[..(data.Length / 2)])}-{new IPAddress(data[(data.Length / 2)..])}",
        (IdType.Fqdn or IdType.UserFqdn, _) => PrintableAscii(data),
        _ => null,
    };

    private static string? PrintableAscii(ReadOnlySpan<byte> data)
    {
        foreach (var value in data)
        {
            if (value is < 0x20 or > 0x7E)
                return null;
        }

        return System.Text.Encoding.ASCII.GetString(data);
    }

    private static string? Vendor(ReadOnlySpan<byte> id) => VendorIds.Identify(id) is not { } known ? null
        : known.Suffix(id) is { } suffix ? $"{known.Name} {suffix}" : known.Name;
}
