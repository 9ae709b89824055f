namespace Gatehouse.Ike.AuthIp;

/// <summary>An encrypted message before decryption: where its parts stand. Nothing in it is verified.</summary>
public readonly ref struct EncryptedFrame
{
    internal EncryptedFrame(CryptoHeader crypto, ReadOnlySpan<byte> authenticated, ReadOnlySpan<byte> ciphertext, ReadOnlySpan<byte> icv)
    {
        Crypto = crypto;
        Authenticated = authenticated;
        Ciphertext = ciphertext;
        Icv = icv;
    }

    /// <summary>Sequence number and initialization vector.</summary>
    public CryptoHeader Crypto { get; }

    /// <summary>What the ICV covers, the ISAKMP header included, whose length field counts as zero.</summary>
    public ReadOnlySpan<byte> Authenticated { get; }

    /// <summary>Payload chain, padding, pad length and next payload, encrypted.</summary>
    public ReadOnlySpan<byte> Ciphertext { get; }

    /// <summary>The truncated HMAC.</summary>
    public ReadOnlySpan<byte> Icv { get; }
}
