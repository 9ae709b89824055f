using System.Runtime.InteropServices;

namespace Gatehouse.Crypto.Native;

/// <summary>libcrypto's EVP_MAC functions for HMAC; per-packet calls as in <see cref="EvpCipher"/>.</summary>
internal static unsafe class EvpMac
{
    private const int Utf8String = 4;

    private static readonly delegate* unmanaged<nint, byte*, byte*, nint> Fetch =
        (delegate* unmanaged<nint, byte*, byte*, nint>)LibCrypto.Export("EVP_MAC_fetch");

    private static readonly delegate* unmanaged<nint, void> Free = (delegate* unmanaged<nint, void>)LibCrypto.Export("EVP_MAC_free");

    private static readonly delegate* unmanaged<nint, nint> ContextNew = (delegate* unmanaged<nint, nint>)LibCrypto.Export("EVP_MAC_CTX_new");

    private static readonly delegate* unmanaged<nint, void> ContextFree = (delegate* unmanaged<nint, void>)LibCrypto.Export("EVP_MAC_CTX_free");

    private static readonly delegate* unmanaged[SuppressGCTransition]<nint, byte*, nuint, Parameter*, int> Init =
        (delegate* unmanaged[SuppressGCTransition]<nint, byte*, nuint, Parameter*, int>)LibCrypto.Export("EVP_MAC_init");

    private static readonly delegate* unmanaged[SuppressGCTransition]<nint, byte*, nuint, int> Update =
        (delegate* unmanaged[SuppressGCTransition]<nint, byte*, nuint, int>)LibCrypto.Export("EVP_MAC_update");

    private static readonly delegate* unmanaged[SuppressGCTransition]<nint, byte*, nuint*, nuint, int> Final =
        (delegate* unmanaged[SuppressGCTransition]<nint, byte*, nuint*, nuint, int>)LibCrypto.Export("EVP_MAC_final");

    /// <summary>An HMAC context with its key, over the digest libcrypto names so ("SHA256").</summary>
    internal static NativeContext CreateHmac(ReadOnlySpan<byte> digest, ReadOnlySpan<byte> key)
    {
        fixed (byte* hmac = "HMAC\0"u8)
        fixed (byte* digestKey = "digest\0"u8)
        fixed (byte* digestName = digest)
        fixed (byte* keyPointer = key)
        {
            var mac = BigNumbers.NotNull(Fetch(0, hmac, null));
            var context = new NativeContext(ContextNew(mac), ContextFree);
            // The context holds a reference of its own.
            Free(mac);
            var parameters = stackalloc Parameter[2];
            parameters[0] = new Parameter(digestKey, Utf8String, digestName, (nuint)digest.TrimEnd((byte)0).Length);
            parameters[1] = default;
            if (Init(context.Pointer, keyPointer, (nuint)key.Length, parameters) != 1)
                throw BigNumbers.NativeFailure("EVP_MAC_init");
            return context;
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

    /// <summary>OSSL_PARAM (core.h); its last field, which only the library writes, is left to the size.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 40)]
    private readonly struct Parameter(byte* key, uint dataType, void* data, nuint dataSize)
    {
        private readonly byte* _key = key;
        private readonly uint _dataType = dataType;
        private readonly void* _data = data;
        private readonly nuint _dataSize = dataSize;
    }
}
