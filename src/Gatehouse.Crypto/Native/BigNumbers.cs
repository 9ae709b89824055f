namespace Gatehouse.Crypto.Native;

/// <summary>libcrypto's BIGNUM functions. Names and arguments are libcrypto's (bn.h).</summary>
internal static unsafe class BigNumbers
{
    private const int ConstantTime = 0x04;

    private static readonly delegate* unmanaged<byte*, int, nint, nint> BinToBn =
        (delegate* unmanaged<byte*, int, nint, nint>)LibCrypto.Export("BN_bin2bn");

    private static readonly delegate* unmanaged<nint, byte*, int, int> BnToBinPadded =
        (delegate* unmanaged<nint, byte*, int, int>)LibCrypto.Export("BN_bn2binpad");

    private static readonly delegate* unmanaged<nint> BnNew = (delegate* unmanaged<nint>)LibCrypto.Export("BN_new");

    private static readonly delegate* unmanaged<nint, void> ClearFree = (delegate* unmanaged<nint, void>)LibCrypto.Export("BN_clear_free");

    private static readonly delegate* unmanaged<nint, int, void> SetFlags = (delegate* unmanaged<nint, int, void>)LibCrypto.Export("BN_set_flags");

    private static readonly delegate* unmanaged<nint> ContextNew = (delegate* unmanaged<nint>)LibCrypto.Export("BN_CTX_new");

    private static readonly delegate* unmanaged<nint, void> ContextFree = (delegate* unmanaged<nint, void>)LibCrypto.Export("BN_CTX_free");

    private static readonly delegate* unmanaged<nint, nint, nint, nint, nint, nint, int> ModExpConstTime =
        (delegate* unmanaged<nint, nint, nint, nint, nint, nint, int>)LibCrypto.Export("BN_mod_exp_mont_consttime");

    private static readonly delegate* unmanaged<nint> MontgomeryNew = (delegate* unmanaged<nint>)LibCrypto.Export("BN_MONT_CTX_new");

    private static readonly delegate* unmanaged<nint, nint, nint, int> MontgomerySet =
        (delegate* unmanaged<nint, nint, nint, int>)LibCrypto.Export("BN_MONT_CTX_set");

    /// <summary>A new number from big-endian bytes.</summary>
    internal static nint FromBytes(ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes)
            return NotNull(BinToBn(start, bytes.Length, 0));
    }

    /// <summary>A secret number: flagged so that libcrypto takes its constant-time paths.</summary>
    internal static nint FromSecret(ReadOnlySpan<byte> bytes)
    {
        var number = FromBytes(bytes);
        SetFlags(number, ConstantTime);
        return number;
    }

    /// <summary>An empty number.</summary>
    internal static nint Create() => NotNull(BnNew());

    /// <summary>Writes big-endian, zero-padded on the left to the whole span.</summary>
    internal static void Write(nint number, Span<byte> destination)
    {
        fixed (byte* start = destination)
        {
            if (BnToBinPadded(number, start, destination.Length) != destination.Length)
                throw NativeFailure("BN_bn2binpad");
        }
    }

    /// <summary>Zeroes and frees.</summary>
    internal static void Free(nint number) => ClearFree(number);

    /// <summary>Scratch space for one calculation.</summary>
    internal static nint CreateContext() => NotNull(ContextNew());

    /// <summary>Frees the scratch space.</summary>
    internal static void FreeContext(nint context) => ContextFree(context);

    /// <summary>A Montgomery context for an odd modulus; it is only read afterwards and may be shared by threads.</summary>
    internal static nint CreateMontgomery(nint modulus)
    {
        var context = CreateContext();
        var montgomery = NotNull(MontgomeryNew());
        if (MontgomerySet(montgomery, modulus, context) != 1)
            throw NativeFailure("BN_MONT_CTX_set");
        FreeContext(context);
        return montgomery;
    }

    /// <summary>result = value ^ exponent mod modulus, in time independent of the exponent's bits.</summary>
    internal static void PowMod(nint result, nint value, nint exponent, nint modulus, nint context, nint montgomery)
    {
        if (ModExpConstTime(result, value, exponent, modulus, context, montgomery) != 1)
            throw NativeFailure("BN_mod_exp_mont_consttime");
    }

    /// <summary>libcrypto returned null only when memory ran out.</summary>
    internal static nint NotNull(nint pointer) => pointer != 0 ? pointer : throw NativeFailure("allocation");

    /// <summary>A call that cannot fail on checked input failed.</summary>
    internal static InvalidOperationException NativeFailure(string function) => new($"libcrypto: {function} failed.");
}
