using System.Numerics;
using System.Security.Cryptography;

namespace Gatehouse.Crypto.Des;

/// <summary>3DES-CBC without padding (RFC 2451), for messages of AuthIP alone: Windows' second main-mode proposal. No IPsec SA uses it.</summary>
public static class TripleDesCbc
{
    /// <summary>Bytes of a block and of an IV.</summary>
    public const int BlockLength = 8;

    /// <summary>Bytes of a key: three DES keys with parity.</summary>
    public const int KeyLength = 24;

    /// <summary>Makes a key of key material: every byte gets odd parity by its lowest bit ([MS-AIPS] 3.1.7.4). False when the key is weak.</summary>
    public static bool TryPrepareKey(Span<byte> key)
    {
        for (var i = 0; i < key.Length; i++)
        {
            if (BitOperations.PopCount(key[i]) % 2 == 0)
                key[i] ^= 1;
        }

        return !TripleDES.IsWeakKey(key.ToArray());
    }

    /// <summary>Encrypts whole blocks. Lengths that do not fit are a programming error and throw.</summary>
    public static byte[] Encrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> data)
    {
        using var cipher = TripleDES.Create();
        cipher.SetKey(key);
        return cipher.EncryptCbc(data, iv, PaddingMode.None);
    }

    /// <summary>Decrypts what a peer sent; false when it is empty or no multiple of the block.</summary>
    public static bool TryDecrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> data, out byte[] plain)
    {
        plain = [];
        if (data.IsEmpty || data.Length % BlockLength != 0)
            return false;
        using var cipher = TripleDES.Create();
        cipher.SetKey(key);
        plain = cipher.DecryptCbc(data, iv, PaddingMode.None);
        return true;
    }
}
