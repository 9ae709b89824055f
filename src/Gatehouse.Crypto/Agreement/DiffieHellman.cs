using Gatehouse.Base;

namespace Gatehouse.Crypto.Agreement;

/// <summary>Makes ephemeral Diffie-Hellman key pairs.</summary>
public static class DiffieHellman
{
    private static readonly Lazy<DhGroup> Modp2048 = new(() => new ModpGroup());
    private static readonly Lazy<DhGroup> Ecp256 = new(() => new EcpGroup(EcpGroup.P256Nid, 32, EcpGroup.P256Order));
    private static readonly Lazy<DhGroup> Ecp384 = new(() => new EcpGroup(EcpGroup.P384Nid, 48, EcpGroup.P384Order));

    /// <summary>A fresh key pair; the private value comes from <paramref name="entropy"/> alone.</summary>
    public static DhKeyPair Generate(DhGroupId group, IEntropy entropy)
    {
        var arithmetic = Find(group);
        return new DhKeyPair(group, arithmetic, arithmetic.DrawPrivate(entropy));
    }

    /// <summary>Bytes of a public value on the wire: 256 (MODP), 64 or 96 (ECP).</summary>
    public static int PublicLength(DhGroupId group) => Find(group).PublicLength;

    /// <summary>A key pair of a known private value, for published vectors.</summary>
    internal static DhKeyPair FromPrivate(DhGroupId group, ReadOnlySpan<byte> privateValue) =>
        new(group, Find(group), new SecretBytes(privateValue));

    private static DhGroup Find(DhGroupId group) => group switch
    {
        DhGroupId.Modp2048 => Modp2048.Value,
        DhGroupId.Ecp256 => Ecp256.Value,
        DhGroupId.Ecp384 => Ecp384.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(group)),
    };
}
