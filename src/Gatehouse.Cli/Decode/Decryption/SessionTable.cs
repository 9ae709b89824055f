using Gatehouse.Crypto.Aes;
using Gatehouse.Crypto.Des;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;

namespace Gatehouse.Cli.Decode.Decryption;

/// <summary>Main modes by their initiator cookie: what their clear messages told, and their keys.</summary>
internal sealed class SessionTable(KeyFile? keys)
{
    /// <summary>ICVs that [MS-AIPS] 2.2.3.2 knows. The cipher's block tells 12 from 16; with blocks of 8 they are tried.</summary>
    private static readonly int[] IcvLengths = [16, 12, 24];

    private readonly Dictionary<ulong, Ikev1Session> _ikev1 = [];

    /// <summary>Takes what a clear IKEv1 message tells: the hash, and the public values that make the first vector.</summary>
    public void Learn(byte[] datagram, MessageOrigin origin)
    {
        if (IsakmpMessageReader.TryRead(datagram, out var message, out _) && message.Header.ExchangeType == ExchangeType.IdentityProtection)
            Session(message.Header.CookieI).Learn(message, origin.Source);
    }

    /// <summary>Decrypts an IKEv1 message; false with the reason.</summary>
    public bool TryDecryptIkev1(IsakmpHeader header, byte[] datagram, out byte[] plain, out string why)
    {
        plain = [];
        if (keys?.Find(header.CookieI) is not { } key)
        {
            why = NoKey(header);
            return false;
        }

        return Session(header.CookieI).TryDecrypt(header, datagram, key, out plain, out why);
    }

    /// <summary>Decrypts an AuthIP message; false with the reason. The ICV is not verified: its key is not in the table.</summary>
    public bool TryDecryptAuthIp(
        IsakmpHeader header, CryptoHeader crypto, ReadOnlySpan<byte> rest, out byte[] plain, out int icvLength, out string why)
    {
        (plain, icvLength, why) = ([], 0, NoKey(header));
        if (keys?.Find(header.CookieI) is not { } key)
            return false;
        why = "the vector is not as long as a cipher's block, or the rest is no whole number of blocks";
        foreach (var length in IcvLengths)
        {
            var block = crypto.Iv.Length;
            if (rest.Length <= length || block is not (AesCbc.BlockLength or TripleDesCbc.BlockLength) || (rest.Length - length) % block != 0)
                continue;
            var ciphertext = rest[..^length];
            var decrypted = block == AesCbc.BlockLength
                ? AesCbc.TryDecrypt(key, crypto.Iv.Span, ciphertext, out plain)
                : key.Length == TripleDesCbc.KeyLength && TripleDesCbc.TryDecrypt(key, crypto.Iv.Span, ciphertext, out plain);
            icvLength = length;
            if (decrypted && (block == AesCbc.BlockLength || AuthIpMessageReader.TryReadPlain(header, crypto, plain, out _, out _)))
                return true;
        }

        return false;
    }

    private Ikev1Session Session(ulong cookie)
    {
        if (!_ikev1.TryGetValue(cookie, out var session))
            _ikev1.Add(cookie, session = new Ikev1Session());
        return session;
    }

    private string NoKey(IsakmpHeader header) => keys is null ? "encrypted; --keys decrypts it" : $"encrypted; there is no key for cookie {header.CookieI:x16}";
}
