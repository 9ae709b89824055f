using System.Collections.Immutable;

namespace Gatehouse.Ike.Isakmp;

/// <summary>A vendor id this build knows by name.</summary>
/// <param name="Name">As tools print it.</param>
/// <param name="Id">Its bytes, or the fixed first bytes.</param>
/// <param name="ByPrefix">True when a version or flags follow the fixed bytes.</param>
public sealed record VendorId(string Name, ImmutableArray<byte> Id, bool ByPrefix)
{
    /// <summary>True when a received id is this one.</summary>
    public bool Matches(ReadOnlySpan<byte> received) => ByPrefix ? received.StartsWith(Id.AsSpan()) : received.SequenceEqual(Id.AsSpan());

    /// <summary>The payload that announces it.</summary>
    public VendorIdPayload ToPayload() => new(Id.ToArray());

    /// <summary>The payload that announces it with a 32-bit number behind the fixed bytes.</summary>
    public VendorIdPayload ToPayload(uint suffix) =>
        new((byte[])[.. Id, (byte)(suffix >> 24), (byte)(suffix >> 16), (byte)(suffix >> 8), (byte)suffix]);

    /// <summary>The 32-bit number behind the fixed bytes of a received id; null when there is none.</summary>
    public uint? Suffix(ReadOnlySpan<byte> received)
    {
        if (!ByPrefix || !Matches(received) || received.Length != Id.Length + 4)
            return null;
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(received[Id.Length..]);
    }
}
