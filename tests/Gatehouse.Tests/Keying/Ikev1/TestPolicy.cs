using System.Text;
using Gatehouse.Base;
using Gatehouse.Keying;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Tests.Keying.Ikev1;

/// <summary>One policy for everybody, and one key; tests change what they need.</summary>
public sealed class TestPolicy : IKeyingPolicy, ICredentialSource, IDisposable
{
    public static readonly SaTransform Gcm128 = new(SaTransformType.EspAuthAndCipher, IpsecAuthType.Aes128, IpsecCipherConfig.GcmAes128);
    public static readonly SaTransform Gcm256 = new(SaTransformType.EspAuthAndCipher, IpsecAuthType.Aes256, IpsecCipherConfig.GcmAes256);
    public static readonly SaTransform Cbc128Sha1 = new(SaTransformType.EspAuthAndCipher, IpsecAuthType.Sha1, IpsecCipherConfig.CbcAes128);
    public static readonly SaTransform Cbc256Sha256 = new(SaTransformType.EspAuthAndCipher, IpsecAuthType.Sha256, IpsecCipherConfig.CbcAes256);

    private SecretBytes? _key = new(Encoding.UTF8.GetBytes("correct horse battery staple"));

    public MainModePolicy? Main { get; set; } = MainModeOf(new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha256, IkeDhGroup.Ecp256, 28_800));

    public QuickModePolicy? Quick { get; set; } = QuickModeOf(Gcm128);

    /// <summary>Traffic that <see cref="Quick"/> does not cover.</summary>
    public TrafficSelector? NotCovered { get; set; }

    /// <summary>Null removes the key.</summary>
    public string? Key
    {
        set => _key = value is null ? null : new SecretBytes(Encoding.UTF8.GetBytes(value));
    }

    public static MainModePolicy MainModeOf(params MainModeProposal[] proposals) =>
        new([new AuthenticationMethod(AuthenticationMethodType.PresharedKey)], [.. proposals]);

    public static QuickModePolicy QuickModeOf(SaTransform transform, uint seconds = 3600, PfsGroup pfs = PfsGroup.None, uint kilobytes = 100_000) =>
        new([new QuickModeProposal(new SaLifetime(seconds, kilobytes, 0x7FFFFFFF), [transform], pfs)], IpsecPolicyFlags.None, 0, new SaIdleTimeout(300, 60));

    /// <summary>Main-mode policies that differ from <see cref="Main"/>; null for a module without policy, which then has none for quick mode either.</summary>
    public Dictionary<KeyingModule, MainModePolicy?> MainOf { get; } = [];

    public MainModePolicy? MainMode(KeyingModule module, AddressPair addresses) => MainOf.TryGetValue(module, out var own) ? own : Main;

    public QuickModePolicy? QuickMode(KeyingModule module, AddressPair addresses, TrafficSelector selector) =>
        selector == NotCovered || MainMode(module, addresses) is null ? null : Quick;

    public SecretBytes? PresharedKey(AddressPair addresses) => _key;

    public void Dispose() => _key?.Dispose();
}
