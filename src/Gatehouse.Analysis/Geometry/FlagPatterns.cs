namespace Gatehouse.Analysis.Geometry;

/// <summary>Numbers by the bits that flags tests look at.</summary>
internal static class FlagPatterns
{
    /// <summary>Every setting of the bits of a mask, ascending; only 0 for an empty mask.</summary>
    public static IEnumerable<UInt128> Of(UInt128 mask)
    {
        var pattern = UInt128.Zero;
        do
        {
            yield return pattern;
            pattern = (pattern - mask) & mask;
        }
        while (pattern != UInt128.Zero);
    }

    /// <summary>The smallest number from <paramref name="start"/> on whose bits under the mask are the pattern; false when none is up to the maximum.</summary>
    public static bool TryFirst(UInt128 start, UInt128 mask, UInt128 pattern, UInt128 maximum, out UInt128 first)
    {
        first = start;
        if ((start & mask) == pattern)
            return true;
        for (var bit = 0; bit < 128; bit++)
        {
            // Raise one zero bit of the start, keep what is above it, and set what is below as low as the pattern allows.
            var here = UInt128.One << bit;
            if ((start & here) != UInt128.Zero || ((mask & here) != UInt128.Zero && (pattern & here) == UInt128.Zero))
                continue;
            var above = ~(here | (here - 1));
            if (((start ^ pattern) & mask & above) != UInt128.Zero)
                continue;
            first = (start & above) | here | (pattern & (here - 1));
            return first <= maximum;
        }

        return false;
    }
}
