namespace Gatehouse.Packets;

/// <summary>Why a packet could not be read.</summary>
public enum IpPacketError : byte
{
    /// <summary>It could.</summary>
    None,

    /// <summary>Fewer bytes than a header.</summary>
    Truncated,

    /// <summary>Neither version 4 nor 6.</summary>
    NotIp,

    /// <summary>The header length is below 20 or beyond the packet.</summary>
    BadHeaderLength,

    /// <summary>The total or payload length says more than there is, or less than the headers; jumbograms are among these.</summary>
    BadTotalLength,

    /// <summary>An IPv6 extension header is cut off.</summary>
    BadExtensionHeader,

    /// <summary>More IPv6 extension headers than are followed.</summary>
    TooManyExtensionHeaders,

    /// <summary>The upper-layer header is too short to be classified.</summary>
    TransportTruncated,
}
