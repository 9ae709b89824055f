using System.Collections.Immutable;
using Gatehouse.Crypto.Agreement;
using Gatehouse.Crypto.Hashing;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Keying.AuthIp;

/// <summary>What an AuthIP main mode negotiates: a cipher, a hash and perhaps a group. The methods of authentication are negotiated beside it.</summary>
/// <param name="Cipher">AES-CBC or 3DES-CBC.</param>
/// <param name="KeyBits">128, 192 or 256; 192 of 3DES.</param>
/// <param name="Hash">SHA-1 or SHA-256; SHA-384 is not among AuthIP's (note 2), and MD5 not among ours.</param>
/// <param name="Group">Null for no Diffie-Hellman.</param>
internal readonly record struct AuthIpSuite(OakleyEncryption Cipher, int KeyBits, PrfAlgorithm Hash, DhGroupId? Group)
{
    private const int TripleDesBits = 192;

    /// <summary>Bytes of the cipher key.</summary>
    public int KeyLength => KeyBits / 8;

    /// <summary>The suite of a policy's proposal; null when this build has no such cipher, hash or group.</summary>
    public static AuthIpSuite? From(MainModeProposal proposal)
    {
        (OakleyEncryption Cipher, int Bits)? cipher = proposal.Cipher switch
        {
            IkeCipherType.Aes128 => (OakleyEncryption.AesCbc, 128),
            IkeCipherType.Aes192 => (OakleyEncryption.AesCbc, 192),
            IkeCipherType.Aes256 => (OakleyEncryption.AesCbc, 256),
            IkeCipherType.TripleDes => (OakleyEncryption.TripleDesCbc, TripleDesBits),
            _ => null,
        };
        PrfAlgorithm? hash = proposal.Integrity switch
        {
            IkeIntegrityType.Sha1 => PrfAlgorithm.Sha1,
            IkeIntegrityType.Sha256 => PrfAlgorithm.Sha256,
            _ => null,
        };
        DhGroupId? group = proposal.DhGroup switch
        {
            IkeDhGroup.Group14 => DhGroupId.Modp2048,
            IkeDhGroup.Ecp256 => DhGroupId.Ecp256,
            IkeDhGroup.Ecp384 => DhGroupId.Ecp384,
            _ => null,
        };
        if (cipher is not var (kind, bits) || hash is not { } prf || (group is null && proposal.DhGroup != IkeDhGroup.None))
            return null;
        return new AuthIpSuite(kind, bits, prf, group);
    }

    /// <summary>The suite of a transform; null when it is none of ours. An authentication method is passed over: the Auth payload replaces it.</summary>
    public static AuthIpSuite? From(TransformPayload transform)
    {
        if (transform.Id != TransformPayload.KeyIke)
            return null;
        var (algorithm, keyLength) = (transform.Number(OakleyAttributeType.EncryptionAlgorithm), transform.Number(OakleyAttributeType.KeyLength));
        (OakleyEncryption Cipher, int Bits)? cipher = (algorithm, keyLength) switch
        {
            ((ulong)OakleyEncryption.AesCbc, { } bits and (128 or 192 or 256)) => (OakleyEncryption.AesCbc, (int)bits),
            ((ulong)OakleyEncryption.TripleDesCbc, null) => (OakleyEncryption.TripleDesCbc, TripleDesBits),
            _ => null,
        };
        PrfAlgorithm? hash = transform.Number(OakleyAttributeType.HashAlgorithm) switch
        {
            (ulong)OakleyHash.Sha1 => PrfAlgorithm.Sha1,
            (ulong)OakleyHash.Sha256 => PrfAlgorithm.Sha256,
            _ => null,
        };
        var number = transform.Number(OakleyAttributeType.GroupDescription) ?? 0;
        var group = OakleyGroups.Find(number);
        if (cipher is not var (kind, length) || hash is not { } prf || (group is null && number != 0))
            return null;
        return new AuthIpSuite(kind, length, prf, group);
    }

    /// <summary>The transform that offers it: attributes and their order as the Windows message has them.</summary>
    public TransformPayload ToTransform(byte number, uint lifetimeSeconds)
    {
        var attributes = ImmutableArray.CreateBuilder<DataAttribute>();
        attributes.Add(OakleyAttributeType.EncryptionAlgorithm.Basic((ushort)Cipher));
        if (Cipher == OakleyEncryption.AesCbc)
            attributes.Add(OakleyAttributeType.KeyLength.Basic((ushort)KeyBits));
        attributes.Add(OakleyAttributeType.HashAlgorithm.Basic((ushort)(Hash == PrfAlgorithm.Sha1 ? OakleyHash.Sha1 : OakleyHash.Sha256)));
        attributes.Add(OakleyAttributeType.GroupDescription.Basic((ushort)(Group ?? 0)));
        attributes.Add(OakleyAttributeType.LifeType.Basic((ushort)LifeType.Seconds));
        attributes.Add(OakleyAttributeType.LifeDuration.Variable(lifetimeSeconds));
        return new TransformPayload(number, TransformPayload.KeyIke, attributes.ToImmutable());
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var cipher = Cipher == OakleyEncryption.AesCbc ? $"AES-CBC-{KeyBits}" : "3DES-CBC";
        var group = Group switch { DhGroupId.Modp2048 => "MODP-2048", DhGroupId.Ecp256 => "ECP-256", DhGroupId.Ecp384 => "ECP-384", _ => "no group" };
        return $"{cipher}/{(Hash == PrfAlgorithm.Sha1 ? "SHA-1" : "SHA-256")}/{group}";
    }
}
