namespace Gatehouse.Cli.Decode.Layout;

/// <summary>
/// The layout of every payload, from which messages are decoded and the Wireshark plug-in is made. AuthIP reads two payload numbers otherwise
/// than IKEv1, and adds five.
/// </summary>
internal static class Layouts
{
    /// <summary>RFC 2408 section 3.1, which is the same for both.</summary>
    public static readonly FieldLayout[] Header =
    [
        new("Initiator Cookie", FieldKind.Identifier, 8), new("Responder Cookie", FieldKind.Identifier, 8),
        new("Next Payload", FieldKind.Number, 1, ValueNames.Payloads), new("Version", FieldKind.Identifier, 1),
        new("Exchange Type", FieldKind.Number, 1, ValueNames.Exchanges), new("Flags", FieldKind.Flags, 1, ValueNames.HeaderFlags),
        new("Message ID", FieldKind.Identifier, 4), new("Length", FieldKind.Number, 4),
    ];

    /// <summary>RFC 2408 section 3.2.</summary>
    public static readonly FieldLayout[] GenericHeader =
    [
        new("Next Payload", FieldKind.Number, 1, ValueNames.Payloads), new("Reserved", FieldKind.Number, 1), new("Payload Length", FieldKind.Number, 2),
    ];

    private static readonly FieldLayout Doi = new("Domain of Interpretation", FieldKind.Number, 4, ValueNames.Domains);

    private static readonly PayloadLayout[] Common =
    [
        new(
            1, "Security Association", "RFC 2408 3.4", Doi, new("Situation", FieldKind.Number, 4, ValueNames.Situations),
            new("Proposals", FieldKind.Proposals)),
        new(4, "Key Exchange", "RFC 2408 3.7", new FieldLayout("Key Exchange Data", FieldKind.Bytes)),
        new(
            5, "Identification", "RFC 2407 4.6.2", new("ID Type", FieldKind.Number, 1, ValueNames.IdTypes), new("Protocol ID", FieldKind.Number, 1),
            new("Port", FieldKind.Number, 2), new("Identification Data", FieldKind.Identity)),
        new(8, "Hash", "RFC 2408 3.11", new FieldLayout("Hash Data", FieldKind.Bytes)),
        new(10, "Nonce", "RFC 2408 3.13", new FieldLayout("Nonce Data", FieldKind.Bytes)),
        new(13, "Vendor ID", "RFC 2408 3.16", new FieldLayout("Vendor ID", FieldKind.VendorId)),
        new(20, "NAT-D", "RFC 3947 3.2", new FieldLayout("Hash", FieldKind.Bytes)),
        new(21, "NAT-OA", "RFC 3947 5.2", new FieldLayout("Data", FieldKind.Bytes)),
    ];

    /// <summary>Payloads of IKEv1.</summary>
    public static readonly IReadOnlyDictionary<byte, PayloadLayout> Ikev1 = Table(
        new(6, "Certificate", "RFC 2408 3.9", new FieldLayout("Data", FieldKind.Bytes)),
        new(7, "Certificate Request", "RFC 2408 3.10", new FieldLayout("Data", FieldKind.Bytes)),
        new(9, "Signature", "RFC 2408 3.12", new FieldLayout("Signature Data", FieldKind.Bytes)),
        new(
            11, "Notification", "RFC 2408 3.14", Doi, new("Protocol-ID", FieldKind.Number, 1, ValueNames.Protocols), new("SPI Size", FieldKind.Number, 1),
            new("Notify Message Type", FieldKind.Number, 2, ValueNames.Notifies), new("SPI", FieldKind.Spi), new("Notification Data", FieldKind.Bytes)),
        new(
            12, "Delete", "RFC 2408 3.15", Doi, new("Protocol-ID", FieldKind.Number, 1, ValueNames.Protocols), new("SPI Size", FieldKind.Number, 1),
            new("Number of SPIs", FieldKind.Number, 2), new("SPIs", FieldKind.Spis)),
        new(129, "GSS-API Token", "draft-ietf-ipsec-isakmp-gss-auth", new FieldLayout("Data", FieldKind.Bytes)),
        new(130, "NAT-D (draft)", "draft-ietf-ipsec-nat-t-ike-02", new FieldLayout("Hash", FieldKind.Bytes)),
        new(131, "NAT-OA (draft)", "draft-ietf-ipsec-nat-t-ike-02", new FieldLayout("Data", FieldKind.Bytes)),
        new(
            132, "Microsoft Fragment", "[MS-IKEE] 2.2.3", new("Fragment ID", FieldKind.Number, 2), new("Fragment Number", FieldKind.Number, 1),
            new("Flags", FieldKind.Flags, 1, ValueNames.FragmentFlags), new("Fragment Data", FieldKind.Bytes)));

    /// <summary>Payloads of AuthIP.</summary>
    public static readonly IReadOnlyDictionary<byte, PayloadLayout> AuthIp = Table(
        new(
            11, "Notify", "[MS-AIPS] 2.2.3.5", Doi, new("Protocol-ID", FieldKind.Number, 1, ValueNames.Subjects),
            new("Flags", FieldKind.Flags, 1, ValueNames.NotifyFlags), new("Notify Message Type", FieldKind.Number, 2, ValueNames.Notifies),
            new("Notification Data", FieldKind.NotifyData)),
        new(
            129, "GSS-API", "[MS-AIPS] 2.2.3.1", new("Status", FieldKind.Number, 4, ValueNames.Errors), new("Flags", FieldKind.Flags, 1, ValueNames.GssFlags),
            new("Token", FieldKind.Bytes)),
        new(134, "GSS_ID", "[MS-AIPS] 2.2.3.3", new FieldLayout("Principal Name", FieldKind.Text)),
        new(135, "Auth", "[MS-AIPS] 2.2.3.4", new FieldLayout("Methods", FieldKind.Methods)),
        new(136, "Key Dictation", "[MS-AIPS] 2.2.3.7", new FieldLayout("Encrypted Key", FieldKind.Bytes)),
        new(137, "Key Dictation Weight", "[MS-AIPS] 2.2.3.8", new FieldLayout("Weight", FieldKind.Number, 4)));

    /// <summary>CRYPTO of AuthIP stands around the others and has no place in their tables.</summary>
    public static readonly PayloadLayout Crypto = new(133, "CRYPTO", "[MS-AIPS] 2.2.3.2", new FieldLayout("Sequence Number", FieldKind.Number, 4));

    /// <summary>A private payload nobody knows.</summary>
    public static PayloadLayout Unknown(byte number) => new(number, $"Payload {number}", "-", new FieldLayout("Data", FieldKind.Bytes));

    private static SortedDictionary<byte, PayloadLayout> Table(params PayloadLayout[] own)
    {
        var table = new SortedDictionary<byte, PayloadLayout>();
        foreach (var layout in Common.Concat(own))
            table.Add(layout.Number, layout);
        return table;
    }
}
