using System.Collections.Immutable;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;
using Gatehouse.Windows.Native;

namespace Gatehouse.Windows.Translation;

/// <summary>IPSEC_PROPOSAL0 and its transforms (reference section 6.3). Windows says a cipher twice, as type and as configuration.</summary>
internal static unsafe class ProposalTranslator
{
    public static IPSEC_PROPOSAL0* Write(NativeArena arena, ImmutableArray<QuickModeProposal> proposals)
    {
        var native = arena.Allocate<IPSEC_PROPOSAL0>(proposals.Length);
        for (var i = 0; i < proposals.Length; i++)
        {
            var (lifetime, transforms) = (proposals[i].Lifetime, proposals[i].Transforms);
            native[i].lifetime = new IPSEC_SA_LIFETIME0
            {
                lifetimeSeconds = lifetime.Seconds,
                lifetimeKilobytes = lifetime.Kilobytes,
                lifetimePackets = lifetime.Packets,
            };
            native[i].numSaTransforms = (uint)transforms.Length;
            native[i].saTransforms = arena.Allocate<IPSEC_SA_TRANSFORM0>(transforms.Length);
            for (var j = 0; j < transforms.Length; j++)
                native[i].saTransforms[j] = Write(arena, transforms[j]);
            native[i].pfsGroup = (uint)proposals[i].PfsGroup;
        }

        return native;
    }

    public static ImmutableArray<QuickModeProposal> Read(IPSEC_PROPOSAL0* native, uint count)
    {
        var proposals = ImmutableArray.CreateBuilder<QuickModeProposal>((int)count);
        for (var i = 0; i < count; i++)
        {
            var transforms = ImmutableArray.CreateBuilder<SaTransform>((int)native[i].numSaTransforms);
            for (var j = 0; j < native[i].numSaTransforms; j++)
                transforms.Add(Read(native[i].saTransforms[j]));
            var lifetime = native[i].lifetime;
            proposals.Add(new QuickModeProposal(
                new SaLifetime(lifetime.lifetimeSeconds, lifetime.lifetimeKilobytes, lifetime.lifetimePackets),
                transforms.MoveToImmutable(),
                (PfsGroup)native[i].pfsGroup));
        }

        return proposals.MoveToImmutable();
    }

    private static IPSEC_SA_TRANSFORM0 Write(NativeArena arena, SaTransform transform)
    {
        var native = new IPSEC_SA_TRANSFORM0 { ipsecTransformType = (uint)transform.Type };
        switch (transform.Type)
        {
            case SaTransformType.Ah or SaTransformType.EspAuth or SaTransformType.EspAuthFw:
                native.espAuthTransform = arena.Copy(Auth(transform));
                break;
            case SaTransformType.EspCipher:
                native.espCipherTransform = arena.Copy(Cipher(transform));
                break;
            case SaTransformType.EspAuthAndCipher:
                native.espAuthAndCipherTransform = arena.Copy(
                    new IPSEC_AUTH_AND_CIPHER_TRANSFORM0 { authTransform = Auth(transform), cipherTransform = Cipher(transform) });
                break;
            default:
                throw new TranslationException(FwpError.InvalidEnumerator, $"transform {transform.Type} is not known");
        }

        return native;
    }

    private static SaTransform Read(IPSEC_SA_TRANSFORM0 native)
    {
        var type = (SaTransformType)native.ipsecTransformType;
        return type switch
        {
            SaTransformType.Ah or SaTransformType.EspAuth or SaTransformType.EspAuthFw => new SaTransform(type, Auth(*native.espAuthTransform), null),
            SaTransformType.EspCipher => new SaTransform(type, null, Cipher(*native.espCipherTransform)),
            SaTransformType.EspAuthAndCipher => new SaTransform(
                type, Auth(native.espAuthAndCipherTransform->authTransform), Cipher(native.espAuthAndCipherTransform->cipherTransform)),
            _ => throw new TranslationException(FwpError.InvalidEnumerator, $"transform {native.ipsecTransformType} is not known"),
        };
    }

    private static IPSEC_AUTH_TRANSFORM0 Auth(SaTransform transform)
    {
        var auth = transform.Auth ?? throw new TranslationException(FwpError.InvalidAuthTransform, $"{transform.Type} needs an integrity algorithm");
        return new IPSEC_AUTH_TRANSFORM0 { authTransformId = new IPSEC_AUTH_TRANSFORM_ID0 { authType = (uint)auth, authConfig = (byte)auth } };
    }

    private static IPSEC_CIPHER_TRANSFORM0 Cipher(SaTransform transform)
    {
        var cipher = transform.Cipher ?? throw new TranslationException(FwpError.InvalidCipherTransform, $"{transform.Type} needs a cipher");
        return new IPSEC_CIPHER_TRANSFORM0
        {
            cipherTransformId = new IPSEC_CIPHER_TRANSFORM_ID0 { cipherType = CipherType(cipher), cipherConfig = (byte)cipher },
        };
    }

    private static IpsecAuthType Auth(IPSEC_AUTH_TRANSFORM0 native) => (IpsecAuthType)native.authTransformId.authType;

    private static IpsecCipherConfig Cipher(IPSEC_CIPHER_TRANSFORM0 native) => (IpsecCipherConfig)native.cipherTransformId.cipherConfig;

    /// <summary>IPSEC_CIPHER_TYPE: DES 1, 3DES 2, AES-128 to AES-256 3 to 5, whatever the mode.</summary>
    private static uint CipherType(IpsecCipherConfig cipher) => cipher switch
    {
        IpsecCipherConfig.GcmAes128 => 3,
        IpsecCipherConfig.GcmAes192 => 4,
        IpsecCipherConfig.GcmAes256 => 5,
        _ => (uint)cipher,
    };
}
