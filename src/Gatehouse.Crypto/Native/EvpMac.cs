namespace Gatehouse.Crypto.Native;

/// <summary>libcrypto's EVP_MAC functions for HMAC; per-packet calls as in <see cref="EvpCipher"/>.</summary>
internal static unsafe class EvpMac
{
    private static readonly delegate* unmanaged<nint, byte*, byte*, nint> Fetch =
        (delegate* unmanaged<nint, byte*, byte*, nint>)LibCrypto.Export("EVP_MAC_fetch");

    private static readonly delegate* unmanaged<nint, void> Free = (delegate* unmanaged<nint, void>)LibCrypto.Export("EVP_MAC_free");

    private static readonly delegate* unmanaged<nint, nint> ContextNew = (delegate* unmanaged<nint, nint>)LibCrypto.Export("EVP_MAC_CTX_new");

    private static readonly delegate* unmanaged<nint, void> ContextFree = (delegate* unmanaged<nint, void>)LibCrypto.Export("EVP_MAC_CTX_free");

    private static readonly delegate* unmanaged[SuppressGCTransition]<nint, byte*, nuint, NativeParameter*, int> Init =
        (delegate* unmanaged[SuppressGCTransition]<nint, byte*, nuint, NativeParameter*, int>)LibCrypto.Export("EVP_MAC_init");

    private static readonly delegate* unmanaged[SuppressGCTransition]<nint, byte*, nuint, int> Update =
        (delegate* unmanaged[SuppressGCTransition]<nint, byte*, nuint, int>)LibCrypto.Export("EVP_MAC_update");

    private static readonly delegate* unmanaged[SuppressGCTransition]<nint, byte*, nuint*, nuint, int> Final =
        (delegate* unmanaged[SuppressGCTransition]<nint, byte*, nuint*, nuint, int>)LibCrypto.Export("EVP_MAC_final");

    /// <summary>An HMAC context with its key, over the digest that this literal names ("SHA256\0").</summary>
    internal static NativeContext CreateHmac(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> key)
    {
        fixed (byte* hmac = "HMAC\0"u8)
        fixed (byte* keyPointer = key)
        {
            var mac = BigNumbers.NotNull(Fetch(0, hmac, null));
            var context = new NativeContext(ContextNew(mac), ContextFree);
            // The context holds a reference of its own.
            Free(mac);
            var parameters = stackalloc NativeParameter[2];
            parameters[0] = NativeParameter.Digest(digest);
            parameters[1] = default;
            return Init(context.Pointer, keyPointer, (nuint)key.Length, parameters) == 1 ? context : throw BigNumbers.NativeFailure("EVP_MAC_init");
        }
    }

    /// <summary>The HMAC of one message with the context's key; <paramref name="output"/> has room for the whole digest.</summary>
    internal static bool Compute(nint context, byte* message, int length, byte* output, int outputLength)
    {
        nuint written;
        return Init(context, null, 0, null) == 1
            && Update(context, message, (nuint)length) == 1
            && Final(context, output, &written, (nuint)outputLength) == 1
            && written == (nuint)outputLength;
    }
}
