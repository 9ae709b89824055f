using System.Buffers.Binary;

namespace Gatehouse.Base;

/// <summary>
/// A reproducible stream (SplitMix64) for simulations and tests. It is not secure and must never key real traffic;
/// the host's composition root alone decides which entropy a node gets.
/// </summary>
public sealed class SeededEntropy(ulong seed) : IEntropy
{
    private ulong _state = seed;

    /// <inheritdoc/>
    public void Fill(Span<byte> destination)
    {
        Span<byte> block = stackalloc byte[8];
        while (!destination.IsEmpty)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(block, NextUInt64());
            var count = Math.Min(8, destination.Length);
            block[..count].CopyTo(destination);
            destination = destination[count..];
        }
    }

    /// <summary>The next 64 bits of the stream.</summary>
    public ulong NextUInt64()
    {
        _state += 0x9E3779B97F4A7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
