namespace Gatehouse.Crypto.Native;

/// <summary>
/// libcrypto's EVP_CIPHER functions. The per-packet ones are called without leaving cooperative GC mode: they run for well under a microsecond
/// (30 for the longest packet), never block and never call back, and the transition would cost more than the call.
/// </summary>
internal static unsafe class EvpCipher
{
    private static readonly delegate* unmanaged<nint, byte*, byte*, nint> Fetch =
        (delegate* unmanaged<nint, byte*, byte*, nint>)LibCrypto.Export("EVP_CIPHER_fetch");

    private static readonly delegate* unmanaged<nint, void> Free = (delegate* unmanaged<nint, void>)LibCrypto.Export("EVP_CIPHER_free");

    private static readonly delegate* unmanaged<nint> ContextNew = (delegate* unmanaged<nint>)LibCrypto.Export("EVP_CIPHER_CTX_new");

    private static readonly delegate* unmanaged<nint, void> ContextFree = (delegate* unmanaged<nint, void>)LibCrypto.Export("EVP_CIPHER_CTX_free");

    private static readonly delegate* unmanaged<nint, int, int> SetPadding =
        (delegate* unmanaged<nint, int, int>)LibCrypto.Export("EVP_CIPHER_CTX_set_padding");

    private static readonly delegate* unmanaged[SuppressGCTransition]<nint, nint, byte*, byte*, int, NativeParameter*, int> Init =
        (delegate* unmanaged[SuppressGCTransition]<nint, nint, byte*, byte*, int, NativeParameter*, int>)LibCrypto.Export("EVP_CipherInit_ex2");

    private static readonly delegate* unmanaged[SuppressGCTransition]<nint, byte*, int*, byte*, int, int> UpdateNative =
        (delegate* unmanaged[SuppressGCTransition]<nint, byte*, int*, byte*, int, int>)LibCrypto.Export("EVP_CipherUpdate");

    private static readonly delegate* unmanaged[SuppressGCTransition]<nint, byte*, int*, int> FinalNative =
        (delegate* unmanaged[SuppressGCTransition]<nint, byte*, int*, int>)LibCrypto.Export("EVP_CipherFinal_ex");

    private static readonly delegate* unmanaged[SuppressGCTransition]<nint, NativeParameter*, int> GetParameters =
        (delegate* unmanaged[SuppressGCTransition]<nint, NativeParameter*, int>)LibCrypto.Export("EVP_CIPHER_CTX_get_params");

    /// <summary>A context keyed for one direction of an unpadded mode, named as libcrypto names it ("AES-128-GCM"); the IV comes with each packet.</summary>
    internal static NativeContext Create(ReadOnlySpan<byte> name, ReadOnlySpan<byte> key, bool encrypt)
    {
        fixed (byte* namePointer = name)
        fixed (byte* keyPointer = key)
        {
            var cipher = BigNumbers.NotNull(Fetch(0, namePointer, null));
            var context = new NativeContext(ContextNew(), ContextFree);
            var ok = Init(context.Pointer, cipher, keyPointer, null, encrypt ? 1 : 0, null) == 1 && SetPadding(context.Pointer, 0) == 1;
            // The context holds a reference of its own.
            Free(cipher);
            return ok ? context : throw BigNumbers.NativeFailure("EVP_CipherInit_ex2");
        }
    }

    /// <summary>Starts a packet with the context's key and direction.</summary>
    internal static bool Start(nint context, byte* iv) => Init(context, 0, null, iv, -1, null) == 1;

    /// <summary>Starts the decryption of an AEAD packet with the tag to expect, which saves a call.</summary>
    internal static bool StartWithTag(nint context, byte* iv, byte* tag, int length)
    {
        var parameters = stackalloc NativeParameter[2];
        parameters[0] = NativeParameter.Tag(tag, length);
        parameters[1] = default;
        return Init(context, 0, null, iv, -1, parameters) == 1;
    }

    /// <summary>Encrypts or decrypts in place, or authenticates when <paramref name="output"/> is null.</summary>
    internal static bool Update(nint context, byte* output, byte* input, int length)
    {
        int written;
        return UpdateNative(context, output, &written, input, length) == 1 && written == length;
    }

    /// <summary>Ends the packet; for a decrypting AEAD, false means that the tag does not match.</summary>
    internal static bool Finish(nint context)
    {
        int written;
        byte none;
        return FinalNative(context, &none, &written) == 1;
    }

    /// <summary>Reads the tag after encryption.</summary>
    internal static bool GetTag(nint context, byte* tag, int length)
    {
        var parameters = stackalloc NativeParameter[2];
        parameters[0] = NativeParameter.Tag(tag, length);
        parameters[1] = default;
        return GetParameters(context, parameters) == 1;
    }
}
