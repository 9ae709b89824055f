using Gatehouse.Crypto.Agreement;
using Gatehouse.Crypto.Hashing;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Keying.Ikev1;

/// <summary>What a main mode negotiates: AES-CBC with a key length, a hash, a group; authentication is by pre-shared key.</summary>
/// <param name="KeyBits">128, 192 or 256.</param>
/// <param name="Hash">Hash and PRF.</param>
/// <param name="Group">Diffie-Hellman group.</param>
internal readonly record struct MainModeSuite(int KeyBits, PrfAlgorithm Hash, DhGroupId Group)
{
    /// <summary>The suite of a policy's proposal; null when this build has no such cipher, hash or group.</summary>
    public static MainModeSuite? From(MainModeProposal proposal)
    {
        int? keyBits = proposal.Cipher switch
        {
            IkeCipherType.Aes128 => 128,
            IkeCipherType.Aes192 => 192,
            IkeCipherType.Aes256 => 256,
            _ => null,
        };
        PrfAlgorithm? hash = proposal.Integrity switch
        {
            IkeIntegrityType.Sha1 => PrfAlgorithm.Sha1,
            IkeIntegrityType.Sha256 => PrfAlgorithm.Sha256,
            IkeIntegrityType.Sha384 => PrfAlgorithm.Sha384,
            _ => null,
        };
        DhGroupId? group = proposal.DhGroup switch
        {
            IkeDhGroup.Group14 => DhGroupId.Modp2048,
            IkeDhGroup.Ecp256 => DhGroupId.Ecp256,
            IkeDhGroup.Ecp384 => DhGroupId.Ecp384,
            _ => null,
        };
        return keyBits is { } bits && hash is { } prf && group is { } dh ? new MainModeSuite(bits, prf, dh) : null;
    }

    /// <summary>The suite of a transform; null when it is none of ours. Attributes that mean nothing here are ignored, as Windows does.</summary>
    public static MainModeSuite? From(TransformPayload transform)
    {
        if (transform.Id != TransformPayload.KeyIke
            || transform.Number(OakleyAttributeType.EncryptionAlgorithm) != (ulong)OakleyEncryption.AesCbc
            || transform.Number(OakleyAttributeType.AuthenticationMethod) != (ulong)OakleyAuthenticationMethod.PreSharedKey)
            return null;
        PrfAlgorithm? hash = transform.Number(OakleyAttributeType.HashAlgorithm) switch
        {
            (ulong)OakleyHash.Sha1 => PrfAlgorithm.Sha1,
            (ulong)OakleyHash.Sha256 => PrfAlgorithm.Sha256,
            (ulong)OakleyHash.Sha384 => PrfAlgorithm.Sha384,
            _ => null,
        };
        int? keyBits = transform.Number(OakleyAttributeType.KeyLength) switch { 128 => 128, 192 => 192, 256 => 256, _ => null };
        return keyBits is { } bits && hash is { } prf && OakleyGroups.Find(transform.Number(OakleyAttributeType.GroupDescription)) is { } dh
            ? new MainModeSuite(bits, prf, dh)
            : null;
    }

    /// <summary>The transform that offers it, attributes in Windows' order.</summary>
    public TransformPayload ToTransform(byte number, uint lifetimeSeconds) => new(number, TransformPayload.KeyIke,
    [
        OakleyAttributeType.EncryptionAlgorithm.Basic((ushort)OakleyEncryption.AesCbc),
        OakleyAttributeType.KeyLength.Basic((ushort)KeyBits),
        OakleyAttributeType.HashAlgorithm.Basic((ushort)HashNumber),
        OakleyAttributeType.GroupDescription.Basic((ushort)Group),
        OakleyAttributeType.AuthenticationMethod.Basic((ushort)OakleyAuthenticationMethod.PreSharedKey),
        OakleyAttributeType.LifeType.Basic((ushort)LifeType.Seconds),
        OakleyAttributeType.LifeDuration.Variable(lifetimeSeconds),
    ]);

    /// <inheritdoc/>
    public override string ToString()
    {
        var hash = Hash switch { PrfAlgorithm.Sha1 => "SHA-1", PrfAlgorithm.Sha256 => "SHA-256", _ => "SHA-384" };
        var group = Group switch { DhGroupId.Modp2048 => "MODP-2048", DhGroupId.Ecp256 => "ECP-256", _ => "ECP-384" };
        return $"AES-CBC-{KeyBits}/{hash}/{group}";
    }

    private OakleyHash HashNumber => Hash switch
    {
        PrfAlgorithm.Sha1 => OakleyHash.Sha1,
        PrfAlgorithm.Sha256 => OakleyHash.Sha256,
        _ => OakleyHash.Sha384,
    };
}
