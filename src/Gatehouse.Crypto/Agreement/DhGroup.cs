using Gatehouse.Base;

namespace Gatehouse.Crypto.Agreement;

/// <summary>The arithmetic of one group. Private values and results are big-endian; shared and immutable.</summary>
internal abstract class DhGroup
{
    /// <summary>Bytes of a public value on the wire.</summary>
    internal abstract int PublicLength { get; }

    /// <summary>Bytes of the shared secret.</summary>
    internal abstract int SecretLength { get; }

    /// <summary>Draws a private value; the same entropy gives the same value.</summary>
    internal abstract SecretBytes DrawPrivate(IEntropy entropy);

    /// <summary>The public value that belongs to a private one.</summary>
    internal abstract byte[] PublicOf(SecretBytes privateValue);

    /// <summary>The shared secret, or null when the peer's value is not a valid member of the group.</summary>
    internal abstract SecretBytes? Agree(SecretBytes privateValue, ReadOnlySpan<byte> peerPublic);
}
