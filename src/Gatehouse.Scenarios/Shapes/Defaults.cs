using System.Collections.Immutable;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Scenarios.Shapes;

/// <summary>What the document means where it is silent. docs/policy.md gives the reasons at length.</summary>
internal static class Defaults
{
    /// <summary>8 hours, as Windows.</summary>
    public const uint MainModeSeconds = 28_800;

    /// <summary>Unlimited, as Windows.</summary>
    public const uint QuickModeLimit = 0;

    /// <summary>1 hour, as Windows.</summary>
    public const uint QuickModeSeconds = 3_600;

    /// <summary>
    /// 64 GiB. Windows' 100,000 KB would rekey each second at one gigabit; 64 GiB is 2^32 cipher blocks, where the birthday bound of
    /// AES-CBC still leaves a margin of 2^-64.
    /// </summary>
    public const uint QuickModeKilobytes = 67_108_864;

    /// <summary>Half the sequence number space, as Windows.</summary>
    public const uint QuickModePackets = int.MaxValue;

    public const uint IdleSeconds = 300;

    public const uint IdleFailOverSeconds = 60;

    /// <summary>Only in negotiation discovery; in Transport Mode clear text is never tolerated.</summary>
    public const uint AllowClearSeconds = 10;

    /// <summary>Strongest first; the last one is for older Windows, whose own defaults know no SHA-2.</summary>
    public static readonly ImmutableArray<(IkeCipherType Cipher, IkeIntegrityType Integrity, IkeDhGroup Group)> MainMode =
    [
        (IkeCipherType.Aes256, IkeIntegrityType.Sha384, IkeDhGroup.Ecp384),
        (IkeCipherType.Aes128, IkeIntegrityType.Sha256, IkeDhGroup.Ecp256),
        (IkeCipherType.Aes128, IkeIntegrityType.Sha256, IkeDhGroup.Group14),
        (IkeCipherType.Aes128, IkeIntegrityType.Sha1, IkeDhGroup.Group14),
    ];

    /// <summary>AES-GCM before AES-CBC, the shorter key first; the last one is for older Windows.</summary>
    public static readonly ImmutableArray<SaTransform> QuickMode =
    [
        new(SaTransformType.EspAuthAndCipher, IpsecAuthType.Aes128, IpsecCipherConfig.GcmAes128),
        new(SaTransformType.EspAuthAndCipher, IpsecAuthType.Aes256, IpsecCipherConfig.GcmAes256),
        new(SaTransformType.EspAuthAndCipher, IpsecAuthType.Sha256, IpsecCipherConfig.CbcAes128),
        new(SaTransformType.EspAuthAndCipher, IpsecAuthType.Sha1, IpsecCipherConfig.CbcAes128),
    ];
}
