using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Bfe.Policies;

/// <summary>Which algorithms make a transform (reference section 6.3).</summary>
internal static class TransformRules
{
    public static PolicyBreach? Check(SaTransform transform)
    {
        if (!Enum.IsDefined(transform.Type))
            return new PolicyBreach(FwpError.InvalidEnumerator, $"{(int)transform.Type} is no transform");
        var needsAuth = transform.Type != SaTransformType.EspCipher;
        var needsCipher = transform.Type is SaTransformType.EspCipher or SaTransformType.EspAuthAndCipher;
        if (needsAuth != transform.Auth.HasValue || (transform.Auth is { } auth && !Enum.IsDefined(auth)))
            return new PolicyBreach(FwpError.InvalidAuthTransform, $"{IpsecNames.Of(transform.Type)} {(needsAuth ? "needs" : "has no")} authentication");
        if (needsCipher != transform.Cipher.HasValue || (transform.Cipher is { } cipher && !Enum.IsDefined(cipher)))
            return new PolicyBreach(FwpError.InvalidCipherTransform, $"{IpsecNames.Of(transform.Type)} {(needsCipher ? "needs" : "has no")} cipher");
        // AES-GCM is said as the cipher and the GMAC authentication of the same key length; neither goes with anything else.
        var gmac = transform.Auth switch
        {
            IpsecAuthType.Aes128 => IpsecCipherConfig.GcmAes128,
            IpsecAuthType.Aes192 => IpsecCipherConfig.GcmAes192,
            IpsecAuthType.Aes256 => IpsecCipherConfig.GcmAes256,
            _ => (IpsecCipherConfig?)null,
        };
        var isGcm = transform.Cipher is IpsecCipherConfig.GcmAes128 or IpsecCipherConfig.GcmAes192 or IpsecCipherConfig.GcmAes256;
        if (needsCipher && (isGcm || (needsAuth && gmac is not null)) && gmac != transform.Cipher)
            return new PolicyBreach(FwpError.IncompatibleCipherTransform, "AES-GCM goes with the AES authentication of the same key length");
        return null;
    }
}
