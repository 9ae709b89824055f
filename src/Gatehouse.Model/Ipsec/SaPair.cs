using Gatehouse.Base;

namespace Gatehouse.Model.Ipsec;

/// <summary>A Security Parameters Index; 0 to 255 are reserved (RFC 4303 section 2.1).</summary>
public readonly record struct Spi(uint Value)
{
    /// <inheritdoc/>
    public override string ToString() => $"0x{Value:x8}";
}

/// <summary>What a quick mode covers between two addresses. 0 means any.</summary>
/// <param name="Protocol">IP protocol.</param>
/// <param name="LocalPort">This host's port.</param>
/// <param name="RemotePort">The peer's port.</param>
public readonly record struct TrafficSelector(byte Protocol, ushort LocalPort, ushort RemotePort)
{
    /// <summary>All traffic between the two addresses.</summary>
    public static readonly TrafficSelector Any;

    /// <summary>True when a packet with these values may travel in an SA of this selector.</summary>
    public bool Covers(byte protocol, ushort localPort, ushort remotePort) =>
        (Protocol == 0 || Protocol == protocol)
        && (LocalPort == 0 || LocalPort == localPort)
        && (RemotePort == 0 || RemotePort == remotePort);
}

/// <summary>
/// A negotiated pair of ESP transport-mode SAs, from keying to the data plane. Whoever removes the pair disposes it, which zeroes the keys.
/// </summary>
public sealed class SaPair : IDisposable
{
    /// <summary>The two endpoints.</summary>
    public required AddressPair Addresses { get; init; }

    /// <summary>The keying module that negotiated it, by whose policy it lives.</summary>
    public KeyingModule Module { get; init; } = KeyingModule.Ike;

    /// <summary>Protocol and ports covered.</summary>
    public required TrafficSelector Selector { get; init; }

    /// <summary>The SPI this host chose; packets arrive with it.</summary>
    public required Spi Inbound { get; init; }

    /// <summary>The SPI the peer chose; packets leave with it.</summary>
    public required Spi Outbound { get; init; }

    /// <summary>Suite of both directions.</summary>
    public required EspAlgorithm Algorithm { get; init; }

    /// <summary>KEYMAT of the inbound SA, <see cref="EspAlgorithm.KeyMaterialLength"/> bytes.</summary>
    public required SecretBytes InboundKey { get; init; }

    /// <summary>KEYMAT of the outbound SA.</summary>
    public required SecretBytes OutboundKey { get; init; }

    /// <summary>Hard limits, already the shorter of both ends.</summary>
    public required SaLifetime Lifetime { get; init; }

    /// <summary>True when this host began the quick mode.</summary>
    public required bool IsInitiator { get; init; }

    /// <summary>The peer's rule accepts clear text (IPSEC_SA_BUNDLE_FLAG_ND_PEER_BOUNDARY; [MS-IKEE] 3.7, Boundary).</summary>
    public bool PeerIsBoundary { get; init; }

    /// <summary>Negotiated for flows whose encryption is guaranteed (IPSEC_SA_BUNDLE_FLAG_GUARANTEE_ENCRYPTION).</summary>
    public bool GuaranteedEncryption { get; init; }

    /// <summary>ESP travels in UDP, because a NAT stands between the peers (RFC 3948).</summary>
    public bool UdpEncapsulated { get; init; }

    /// <summary>A pair of its own with the same keys, to be disposed by itself.</summary>
    public SaPair Copy() => new()
    {
        Addresses = Addresses,
        Module = Module,
        Selector = Selector,
        Inbound = Inbound,
        Outbound = Outbound,
        Algorithm = Algorithm,
        InboundKey = InboundKey.Copy(),
        OutboundKey = OutboundKey.Copy(),
        Lifetime = Lifetime,
        IsInitiator = IsInitiator,
        PeerIsBoundary = PeerIsBoundary,
        GuaranteedEncryption = GuaranteedEncryption,
        UdpEncapsulated = UdpEncapsulated,
    };

    /// <summary>Zeroes both keys.</summary>
    public void Dispose()
    {
        InboundKey.Dispose();
        OutboundKey.Dispose();
    }
}
