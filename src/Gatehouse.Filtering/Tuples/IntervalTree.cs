using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gatehouse.Filtering.Tuples;

/// <summary>
/// Finds the interval an IPv4 address lies in: a search tree of 16 starts a node, which one comparison of vectors goes through. Every search takes as
/// many steps as every other, and none of them branches on the address, so that the processor has nothing to guess wrong.
/// </summary>
internal sealed class IntervalTree
{
    private const int Fanout = 16;

    // Level by level, the root first; unused places hold the highest address.
    private readonly uint[] _starts;
    private readonly int[] _levels;
    private readonly int _last;

    // cold: runs when policy changes. The starts ascend, and the first is 0.
    public IntervalTree(ReadOnlySpan<uint> starts)
    {
        var levels = new List<uint[]>();
        for (var level = Padded(starts); ; level = Padded(FirstOfNodes(level)))
        {
            levels.Insert(0, level);
            if (level.Length == Fanout)
                break;
        }

        _levels = new int[levels.Count];
        _starts = new uint[levels.Sum(level => level.Length)];
        for (int i = 0, at = 0; i < _levels.Length; at += levels[i].Length, i++)
        {
            _levels[i] = at;
            levels[i].CopyTo(_starts.AsSpan(at));
        }

        _last = starts.Length - 1;
    }

    /// <summary>The index of the last start that is not above the address.</summary>
    public int Find(uint address)
    {
        // The highest address would count the unused places too.
        if (address == uint.MaxValue)
            return _last;
        ref var starts = ref MemoryMarshal.GetArrayDataReference(_starts);
        var wanted = Vector512.Create(address);
        var node = 0;
        foreach (var level in _levels)
        {
            var above = Vector512.GreaterThan(Vector512.LoadUnsafe(ref starts, (nuint)(level + (node * Fanout))), wanted);
            node = (node * Fanout) + BitOperations.TrailingZeroCount((int)above.ExtractMostSignificantBits() | (1 << Fanout)) - 1;
        }

        return node;
    }

    private static uint[] Padded(ReadOnlySpan<uint> starts)
    {
        var padded = new uint[(starts.Length + Fanout - 1) / Fanout * Fanout];
        padded.AsSpan(starts.Length).Fill(uint.MaxValue);
        starts.CopyTo(padded);
        return padded;
    }

    private static uint[] FirstOfNodes(uint[] level)
    {
        var first = new uint[level.Length / Fanout];
        for (var i = 0; i < first.Length; i++)
            first[i] = level[i * Fanout];
        return first;
    }
}
