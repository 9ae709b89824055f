using Gatehouse.Base;

namespace Gatehouse.Tests.Ike;

/// <summary>Seeded damage to bytes: flips, interesting values, cuts, insertions, copies. The same seed does the same damage.</summary>
internal sealed class Mutator(ulong seed)
{
    private static readonly byte[] Interesting = [0, 1, 2, 3, 4, 5, 8, 0x7F, 0x80, 0x84, 0xFE, 0xFF];
    private readonly SeededEntropy _entropy = new(seed);

    public int Next(int bound) => (int)(_entropy.NextUInt64() % (ulong)bound);

    public byte[] Bytes(int count) => _entropy.NextBytes(count);

    public byte[] Mutate(ReadOnlySpan<byte> original)
    {
        var bytes = new List<byte>(original.ToArray());
        for (var rounds = 1 + Next(4); rounds > 0; rounds--)
        {
            if (bytes.Count == 0)
                return [];
            var at = Next(bytes.Count);
            switch (Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << Next(8));
                    break;
                case 1:
                    bytes[at] = Interesting[Next(Interesting.Length)];
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, 1 + Next(8)));
                    break;
                case 3:
                    bytes.InsertRange(at, Bytes(1 + Next(8)));
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, 1 + Next(64))));
                    break;
                default:
                    bytes[at] = (byte)Next(256);
                    break;
            }
        }

        return [.. bytes];
    }
}
