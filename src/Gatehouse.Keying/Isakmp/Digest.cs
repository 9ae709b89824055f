using Gatehouse.Crypto.Hashing;

namespace Gatehouse.Keying.Isakmp;

/// <summary>SHA-256 of a datagram: what tells a repeated message from a new one.</summary>
internal readonly record struct Digest(UInt128 High, UInt128 Low)
{
    /// <summary>The digest of these bytes.</summary>
    public static Digest Of(ReadOnlySpan<byte> datagram)
    {
        var hash = Prf.Hash(PrfAlgorithm.Sha256, datagram);
        return new Digest(
            System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash), System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash.AsSpan(16)));
    }
}
