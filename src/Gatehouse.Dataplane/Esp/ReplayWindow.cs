namespace Gatehouse.Dataplane.Esp;

/// <summary>
/// The anti-replay window of an inbound SA (RFC 4303 section 3.4.3) as a ring of words (RFC 6479), so that sliding clears words and shifts nothing.
/// Check before the integrity check, mark after it: a forged packet must not move the window.
/// </summary>
internal sealed class ReplayWindow
{
    /// <summary>Packets behind the highest sequence number, itself included, that may still come.</summary>
    internal const int Size = 1024;

    private const int WordBits = 64;

    /// <summary>A power of two, to index with a mask, and at least a word more than the window, since the highest word is only partly used.</summary>
    private const int WordCount = 32;

    private readonly ulong[] _words = new ulong[WordCount];

    /// <summary>The highest sequence number marked; 0 before the first.</summary>
    internal uint Highest { get; private set; }

    /// <summary>True when the number is inside the window or ahead of it, and not yet marked. 0 is never sent.</summary>
    internal bool IsFresh(uint sequence)
    {
        if (sequence == 0)
            return false;
        if (sequence > Highest)
            return true;
        return Highest - sequence < Size && (_words[WordOf(sequence)] & BitOf(sequence)) == 0;
    }

    /// <summary>Marks a fresh number as seen, and moves the window up to it.</summary>
    internal void Mark(uint sequence)
    {
        if (sequence > Highest)
        {
            // Words between the old top and the new one hold numbers of the last time around.
            var steps = Math.Min((sequence / WordBits) - (Highest / WordBits), WordCount);
            for (uint step = 1; step <= steps; step++)
                _words[((Highest / WordBits) + step) % WordCount] = 0;
            Highest = sequence;
        }

        _words[WordOf(sequence)] |= BitOf(sequence);
    }

    private static uint WordOf(uint sequence) => sequence / WordBits % WordCount;

    private static ulong BitOf(uint sequence) => 1ul << (int)(sequence % WordBits);
}
