namespace Gatehouse.Cli.Decode.Layout;

/// <summary>How the bytes of a field read. The decoder and the Wireshark plug-in have one case for each.</summary>
internal enum FieldKind
{
    /// <summary>A number, with its name where it has one.</summary>
    Number,

    /// <summary>A number that identifies, in hexadecimal.</summary>
    Identifier,

    /// <summary>A number whose bits have names.</summary>
    Flags,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>A vendor id: known ones by name.</summary>
    VendorId,

    /// <summary>UTF-16 text of either byte order.</summary>
    Text,

    /// <summary>Identification data, whose first byte of the body tells its type.</summary>
    Identity,

    /// <summary>An SPI as long as the byte two places before it, or one place where a count stands between, says.</summary>
    Spi,

    /// <summary>SPIs of that length up to the end.</summary>
    Spis,

    /// <summary>The proposals of an SA, with transforms and attributes.</summary>
    Proposals,

    /// <summary>Methods of authentication, each a number and flags.</summary>
    Methods,

    /// <summary>Data of an AuthIP notify, by its type.</summary>
    NotifyData,
}
