using System.Numerics;

namespace Gatehouse.Analysis.Geometry;

/// <summary>A set of atoms of one field, by their numbers. Never changed once made.</summary>
internal readonly struct AtomSet
{
    private const int Bits = 64;

    private readonly ulong[] _words;

    private AtomSet(ulong[] words) => _words = words;

    public bool IsEmpty => Array.TrueForAll(_words, word => word == 0);

    /// <summary>The atoms below <paramref name="count"/> that a test holds for.</summary>
    public static AtomSet Where(int count, Func<int, bool> holds)
    {
        var words = new ulong[(count + Bits - 1) / Bits];
        for (var atom = 0; atom < count; atom++)
        {
            if (holds(atom))
                words[atom / Bits] |= 1UL << (atom % Bits);
        }

        return new AtomSet(words);
    }

    /// <summary>The atoms below <paramref name="count"/> that are in one of some ranges, both ends included.</summary>
    public static AtomSet InRanges(int count, IEnumerable<(int First, int Last)> ranges)
    {
        var words = new ulong[(count + Bits - 1) / Bits];
        foreach (var (first, last) in ranges)
        {
            for (var atom = first; atom <= last; atom++)
            {
                if (atom % Bits == 0 && atom + Bits - 1 <= last)
                {
                    words[atom / Bits] = ulong.MaxValue;
                    atom += Bits - 1;
                }
                else
                {
                    words[atom / Bits] |= 1UL << (atom % Bits);
                }
            }
        }

        return new AtomSet(words);
    }

    public bool Contains(int atom) => (_words[atom / Bits] >> (atom % Bits) & 1) != 0;

    public bool Intersects(AtomSet other)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            if ((_words[i] & other._words[i]) != 0)
                return true;
        }

        return false;
    }

    public bool IsWithin(AtomSet other)
    {
        for (var i = 0; i < _words.Length; i++)
        {
            if ((_words[i] & ~other._words[i]) != 0)
                return false;
        }

        return true;
    }

    public AtomSet And(AtomSet other)
    {
        var words = new ulong[_words.Length];
        for (var i = 0; i < words.Length; i++)
            words[i] = _words[i] & other._words[i];
        return new AtomSet(words);
    }

    public AtomSet Without(AtomSet other)
    {
        var words = new ulong[_words.Length];
        for (var i = 0; i < words.Length; i++)
            words[i] = _words[i] & ~other._words[i];
        return new AtomSet(words);
    }

    /// <summary>The atoms, ascending.</summary>
    public IEnumerable<int> Atoms()
    {
        for (var i = 0; i < _words.Length; i++)
        {
            for (var rest = _words[i]; rest != 0; rest &= rest - 1)
                yield return (i * Bits) + BitOperations.TrailingZeroCount(rest);
        }
    }
}
