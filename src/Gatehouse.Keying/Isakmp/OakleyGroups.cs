using Gatehouse.Crypto.Agreement;

namespace Gatehouse.Keying.Isakmp;

/// <summary>Diffie-Hellman groups by the numbers of ISAKMP attributes.</summary>
internal static class OakleyGroups
{
    /// <summary>The group of an IANA number; null when this build has none such.</summary>
    public static DhGroupId? Find(ulong? number) => number switch
    {
        14 => DhGroupId.Modp2048,
        19 => DhGroupId.Ecp256,
        20 => DhGroupId.Ecp384,
        _ => null,
    };
}
