using System.Diagnostics.CodeAnalysis;
using Gatehouse.Base;

namespace Gatehouse.Ike.Isakmp;

// RFC 2407 section 4.6.2
//
// +---------------+---------------+-------------------------------+
// |    ID Type    |  Protocol ID  |             Port              |
// +---------------+---------------+-------------------------------+
// |                   Identification Data (variable)              |
// +---------------------------------------------------------------+

/// <summary>An identification payload: who a peer is (phase 1), or one end of the traffic an SA is for (phase 2).</summary>
/// <param name="IdType">What the data is.</param>
/// <param name="Protocol">IP protocol; 0 for any.</param>
/// <param name="Port">Port; 0 for any.</param>
/// <param name="Data">4 or 16 bytes for a single address, twice that for subnets and ranges, else text or DER.</param>
public sealed record IdentificationPayload(IdType IdType, byte Protocol, ushort Port, ReadOnlyMemory<byte> Data)
    : IsakmpBody(PayloadType.Identification)
{
    private const int FixedSize = 4;

    /// <inheritdoc/>
    public override int Length => FixedSize + Data.Length;

    /// <summary>The single address this names; null for every other type.</summary>
    public IpAddr? Address => IdType is IdType.Ipv4Address or IdType.Ipv6Address ? IpAddr.FromBytes(Data.Span) : null;

    /// <summary>An identity that is one address.</summary>
    public static IdentificationPayload ForAddress(IpAddr address, byte protocol = 0, ushort port = 0) =>
        new(address.IsV4 ? IdType.Ipv4Address : IdType.Ipv6Address, protocol, port, address.ToBytes());

    /// <summary>Reads a body; false when address data has the wrong length for its type.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, [NotNullWhen(true)] out IdentificationPayload? payload)
    {
        var reader = new SpanReader(body);
        var type = (IdType)reader.ReadByte();
        var protocol = reader.ReadByte();
        var port = reader.ReadUInt16();
        var data = reader.ReadRest();
        var fits = type switch
        {
            IdType.Ipv4Address => data.Length == 4,
            IdType.Ipv4Subnet or IdType.Ipv4Range => data.Length == 8,
            IdType.Ipv6Address => data.Length == 16,
            IdType.Ipv6Subnet or IdType.Ipv6Range => data.Length == 32,
            _ => true,
        };
        payload = reader.Ok && fits ? new IdentificationPayload(type, protocol, port, data.ToArray()) : null;
        return payload is not null;
    }

    /// <inheritdoc/>
    public override void Write(ref SpanWriter writer)
    {
        writer.WriteByte((byte)IdType);
        writer.WriteByte(Protocol);
        writer.WriteUInt16(Port);
        writer.WriteBytes(Data.Span);
    }
}
