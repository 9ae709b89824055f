using System.Numerics;
using System.Runtime.CompilerServices;

namespace Gatehouse.Filtering.Tuples;

/// <summary>Arithmetic of address prefixes.</summary>
internal static class Prefixes
{
    /// <summary>Bits of an address.</summary>
    public static int Bits<TAddress>()
        where TAddress : struct, IBinaryInteger<TAddress> => Unsafe.SizeOf<TAddress>() * 8;

    /// <summary>The mask of a prefix length. A shift by the whole width would do nothing, hence the special case.</summary>
    public static TAddress Mask<TAddress>(int length)
        where TAddress : struct, IBinaryInteger<TAddress>, IMinMaxValue<TAddress> =>
        length == 0 ? TAddress.Zero : TAddress.MaxValue << (Bits<TAddress>() - length);

    /// <summary>Length of the longest prefix that holds both ends of a range.</summary>
    public static int Common<TAddress>(TAddress low, TAddress high)
        where TAddress : struct, IBinaryInteger<TAddress> => int.CreateTruncating(TAddress.LeadingZeroCount(low ^ high));

    /// <summary>A hash of two addresses whose high bits are good.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Hash<TAddress>(TAddress local, TAddress remote)
        where TAddress : struct, IBinaryInteger<TAddress>
    {
        if (Unsafe.SizeOf<TAddress>() == 4)
            return ((ulong.CreateTruncating(local) << 32) | ulong.CreateTruncating(remote)) * 0x9E3779B97F4A7C15;
        return (Fold(local) * 0x9E3779B97F4A7C15) ^ (BitOperations.RotateLeft(Fold(remote), 29) * 0xC2B2AE3D27D4EB4F);
    }

    private static ulong Fold<TAddress>(TAddress value)
        where TAddress : struct, IBinaryInteger<TAddress>
    {
        var high = ulong.CreateTruncating(value >> (Unsafe.SizeOf<TAddress>() * 4));
        return (ulong.CreateTruncating(value) ^ BitOperations.RotateLeft(high * 0xD6E8FEB86659FD93, 31)) * 0xFF51AFD7ED558CCD;
    }
}
