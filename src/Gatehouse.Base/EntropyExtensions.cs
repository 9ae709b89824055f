using System.Buffers.Binary;

namespace Gatehouse.Base;

/// <summary>Numbers drawn from an <see cref="IEntropy"/>.</summary>
public static class EntropyExtensions
{
    /// <summary>A fresh array of random bytes.</summary>
    public static byte[] NextBytes(this IEntropy entropy, int count)
    {
        var bytes = new byte[count];
        entropy.Fill(bytes);
        return bytes;
    }

    /// <summary>A random 32-bit number.</summary>
    public static uint NextUInt32(this IEntropy entropy)
    {
        Span<byte> bytes = stackalloc byte[4];
        entropy.Fill(bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    /// <summary>A random fraction in [0, 1), for jitter.</summary>
    public static double NextFraction(this IEntropy entropy) => entropy.NextUInt32() / 4294967296.0;
}
