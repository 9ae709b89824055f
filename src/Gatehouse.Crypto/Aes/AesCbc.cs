using System.Security.Cryptography;
using BclAes = System.Security.Cryptography.Aes;

namespace Gatehouse.Crypto.Aes;

/// <summary>AES-CBC without padding, for whole IKE messages: the caller pads to <see cref="BlockLength"/> and chains the IVs (RFC 2409 appendix B).</summary>
public static class AesCbc
{
    /// <summary>Bytes of a block and of an IV.</summary>
    public const int BlockLength = 16;

    /// <summary>Encrypts whole blocks. The key has 16, 24 or 32 bytes, the IV 16; other lengths are a programming error and throw.</summary>
    public static byte[] Encrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> data)
    {
        using var aes = BclAes.Create();
        aes.SetKey(key);
        return aes.EncryptCbc(data, iv, PaddingMode.None);
    }

    /// <summary>Decrypts whole blocks; data that is empty or no multiple of the block is a programming error and throws.</summary>
    public static byte[] Decrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> data) =>
        TryDecrypt(key, iv, data, out var plain) ? plain : throw new ArgumentException("Not a whole number of blocks.", nameof(data));

    /// <summary>Decrypts what a peer sent; false when it is empty or no multiple of the block.</summary>
    public static bool TryDecrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> data, out byte[] plain)
    {
        plain = [];
        if (data.IsEmpty || data.Length % BlockLength != 0)
            return false;
        using var aes = BclAes.Create();
        aes.SetKey(key);
        plain = aes.DecryptCbc(data, iv, PaddingMode.None);
        return true;
    }
}
