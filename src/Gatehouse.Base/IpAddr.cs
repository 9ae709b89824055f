using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Base;

/// <summary>
/// An IPv4 or IPv6 address as a small value: comparable, allocation-free, in wire (big-endian) numeric order.
/// A link-local IPv6 address carries its scope id, because the scope is part of the key of a security association.
/// </summary>
public readonly struct IpAddr : IEquatable<IpAddr>, IComparable<IpAddr>
{
    /// <summary>An address from its numeric value: 32 bits for IPv4, 128 bits for IPv6, network order read as a number.</summary>
    public IpAddr(IpFamily family, UInt128 value, uint scopeId = 0)
    {
        Family = family;
        Value = value;
        ScopeId = scopeId;
    }

    /// <summary>The family; <see cref="IpFamily.None"/> for the default value.</summary>
    public IpFamily Family { get; }

    /// <summary>The address bits as a number.</summary>
    public UInt128 Value { get; }

    /// <summary>The interface index of a link-local IPv6 address, else 0.</summary>
    public uint ScopeId { get; }

    /// <summary>4 or 16 bytes.</summary>
    public int Length => Family == IpFamily.V4 ? 4 : 16;

    /// <summary>True for IPv4.</summary>
    public bool IsV4 => Family == IpFamily.V4;

    /// <summary>0.0.0.0 or ::.</summary>
    public bool IsUnspecified => Value == UInt128.Zero;

    /// <summary>127.0.0.0/8 or ::1.</summary>
    public bool IsLoopback => IsV4 ? (uint)Value >> 24 == 127 : Value == UInt128.One;

    /// <summary>224.0.0.0/4 or ff00::/8.</summary>
    public bool IsMulticast => IsV4 ? (uint)Value >> 28 == 0xE : (byte)(Value >> 120) == 0xFF;

    /// <summary>255.255.255.255. Directed broadcasts depend on the interface and are told by the port.</summary>
    public bool IsLimitedBroadcast => IsV4 && (uint)Value == uint.MaxValue;

    /// <summary>169.254.0.0/16 or fe80::/10.</summary>
    public bool IsLinkLocal => IsV4 ? (uint)Value >> 16 == 0xA9FE : (uint)(Value >> 118) == 0x3FA;

    /// <summary>Reads 4 (IPv4) or 16 (IPv6) bytes in network order.</summary>
    public static IpAddr FromBytes(ReadOnlySpan<byte> bytes, uint scopeId = 0) => bytes.Length switch
    {
        4 => new IpAddr(IpFamily.V4, BinaryPrimitives.ReadUInt32BigEndian(bytes)),
        16 => WithScope(BinaryPrimitives.ReadUInt128BigEndian(bytes), scopeId),
        _ => throw new ArgumentException($"an address has 4 or 16 bytes, not {bytes.Length}", nameof(bytes)),
    };

    /// <summary>Converts from the framework's type.</summary>
    public static IpAddr From(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        return FromBytes(bytes[..written], address.AddressFamily == AddressFamily.InterNetworkV6 ? (uint)address.ScopeId : 0);
    }

    /// <summary>Reads the usual text forms; a host name or a prefix is refused.</summary>
    public static bool TryParse(string? text, out IpAddr address)
    {
        address = default;
        if (!IPAddress.TryParse(text, out var parsed))
            return false;
        // IPAddress reads "1" and "0x7f.1" as IPv4; a policy that says so is a typing error, not an address.
        if (parsed.AddressFamily == AddressFamily.InterNetwork && text.AsSpan().Count('.') != 3)
            return false;
        address = From(parsed);
        return true;
    }

    /// <summary>Reads an address; throws <see cref="FormatException"/> when the text is none.</summary>
    public static IpAddr Parse(string text) =>
        TryParse(text, out var address) ? address : throw new FormatException($"'{text}' is not an IP address");

    /// <summary>Writes <see cref="Length"/> bytes in network order.</summary>
    public void WriteTo(Span<byte> destination)
    {
        if (IsV4)
            BinaryPrimitives.WriteUInt32BigEndian(destination, (uint)Value);
        else
            BinaryPrimitives.WriteUInt128BigEndian(destination, Value);
    }

    /// <summary>The address as bytes in network order.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        WriteTo(bytes);
        return bytes;
    }

    /// <summary>Converts to the framework's type.</summary>
    public IPAddress ToIPAddress() => IsV4 ? new IPAddress(ToBytes()) : new IPAddress(ToBytes(), ScopeId);

    /// <inheritdoc/>
    public bool Equals(IpAddr other) => Family == other.Family && Value == other.Value && ScopeId == other.ScopeId;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is IpAddr other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Family, Value, ScopeId);

    /// <summary>IPv4 before IPv6, then numeric order, then scope.</summary>
    public int CompareTo(IpAddr other)
    {
        var byFamily = Family.CompareTo(other.Family);
        if (byFamily != 0)
            return byFamily;
        var byValue = Value.CompareTo(other.Value);
        return byValue != 0 ? byValue : ScopeId.CompareTo(other.ScopeId);
    }

    /// <inheritdoc/>
    public override string ToString() => Family == IpFamily.None ? "none" : ToIPAddress().ToString();

    /// <summary>Equality of family, bits and scope.</summary>
    public static bool operator ==(IpAddr left, IpAddr right) => left.Equals(right);

    /// <summary>Inequality of family, bits or scope.</summary>
    public static bool operator !=(IpAddr left, IpAddr right) => !left.Equals(right);

    /// <summary>Order of <see cref="CompareTo"/>.</summary>
    public static bool operator <(IpAddr left, IpAddr right) => left.CompareTo(right) < 0;

    /// <summary>Order of <see cref="CompareTo"/>.</summary>
    public static bool operator >(IpAddr left, IpAddr right) => left.CompareTo(right) > 0;

    /// <summary>Order of <see cref="CompareTo"/>.</summary>
    public static bool operator <=(IpAddr left, IpAddr right) => left.CompareTo(right) <= 0;

    /// <summary>Order of <see cref="CompareTo"/>.</summary>
    public static bool operator >=(IpAddr left, IpAddr right) => left.CompareTo(right) >= 0;

    private static IpAddr WithScope(UInt128 value, uint scopeId)
    {
        var address = new IpAddr(IpFamily.V6, value);
        return address.IsLinkLocal && scopeId != 0 ? new IpAddr(IpFamily.V6, value, scopeId) : address;
    }
}
