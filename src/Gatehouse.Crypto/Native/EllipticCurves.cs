namespace Gatehouse.Crypto.Native;

/// <summary>libcrypto's EC_GROUP and EC_POINT functions (ec.h), for curves over a prime.</summary>
internal static unsafe class EllipticCurves
{
    private static readonly delegate* unmanaged<int, nint> GroupNew = (delegate* unmanaged<int, nint>)LibCrypto.Export("EC_GROUP_new_by_curve_name");

    private static readonly delegate* unmanaged<nint, nint> PointNew = (delegate* unmanaged<nint, nint>)LibCrypto.Export("EC_POINT_new");

    private static readonly delegate* unmanaged<nint, void> PointFree = (delegate* unmanaged<nint, void>)LibCrypto.Export("EC_POINT_clear_free");

    private static readonly delegate* unmanaged<nint, nint, nint, nint, nint, nint, int> PointMultiply =
        (delegate* unmanaged<nint, nint, nint, nint, nint, nint, int>)LibCrypto.Export("EC_POINT_mul");

    private static readonly delegate* unmanaged<nint, nint, byte*, nuint, nint, int> OctetsToPoint =
        (delegate* unmanaged<nint, nint, byte*, nuint, nint, int>)LibCrypto.Export("EC_POINT_oct2point");

    private static readonly delegate* unmanaged<nint, nint, int, byte*, nuint, nint, nuint> PointToOctets =
        (delegate* unmanaged<nint, nint, int, byte*, nuint, nint, nuint>)LibCrypto.Export("EC_POINT_point2oct");

    private static readonly delegate* unmanaged<void> ClearErrors = (delegate* unmanaged<void>)LibCrypto.Export("ERR_clear_error");

    /// <summary>SEC 1 uncompressed form: 0x04, x, y.</summary>
    internal const byte Uncompressed = 4;

    /// <summary>A named curve; it is only read afterwards and may be shared by threads.</summary>
    internal static nint CreateGroup(int curveNid) => BigNumbers.NotNull(GroupNew(curveNid));

    /// <summary>An empty point.</summary>
    internal static nint CreatePoint(nint group) => BigNumbers.NotNull(PointNew(group));

    /// <summary>Zeroes and frees.</summary>
    internal static void FreePoint(nint point) => PointFree(point);

    /// <summary>result = scalar × generator, or scalar × point when a point is given; constant time for one scalar.</summary>
    internal static void Multiply(nint group, nint result, nint scalar, nint point, nint context)
    {
        var ok = point == 0
            ? PointMultiply(group, result, scalar, 0, 0, context)
            : PointMultiply(group, result, 0, point, scalar, context);
        if (ok != 1)
            throw BigNumbers.NativeFailure("EC_POINT_mul");
    }

    /// <summary>Reads an uncompressed point; false when it is not on the curve.</summary>
    internal static bool TryRead(nint group, nint point, ReadOnlySpan<byte> octets, nint context)
    {
        fixed (byte* start = octets)
        {
            if (OctetsToPoint(group, point, start, (nuint)octets.Length, context) == 1)
                return true;
        }

        // A refused point leaves an entry in this thread's error queue, which the runtime's own cryptography would read later.
        ClearErrors();
        return false;
    }

    /// <summary>Writes 0x04, x, y; false for the point at infinity.</summary>
    internal static bool TryWrite(nint group, nint point, Span<byte> octets, nint context)
    {
        fixed (byte* start = octets)
            return PointToOctets(group, point, Uncompressed, start, (nuint)octets.Length, context) == (nuint)octets.Length;
    }
}
