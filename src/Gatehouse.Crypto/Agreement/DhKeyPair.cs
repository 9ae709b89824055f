using Gatehouse.Base;

namespace Gatehouse.Crypto.Agreement;

/// <summary>One side's ephemeral key pair. Disposing it zeroes the private value.</summary>
public sealed class DhKeyPair : IDisposable
{
    private readonly DhGroup _group;
    private readonly SecretBytes _private;
    private readonly byte[] _public;

    internal DhKeyPair(DhGroupId id, DhGroup group, SecretBytes privateValue)
    {
        Group = id;
        _group = group;
        _private = privateValue;
        _public = group.PublicOf(privateValue);
    }

    /// <summary>The group.</summary>
    public DhGroupId Group { get; }

    /// <summary>What goes on the wire: 256 bytes padded with zeros on the left (MODP), or x‖y of 64 or 96 bytes (ECP, RFC 5903 section 7).</summary>
    public ReadOnlySpan<byte> PublicValue => _public;

    /// <summary>
    /// The shared secret: as long as the prime, zero-padded (MODP), or the x coordinate (ECP). Null when the peer's value is invalid:
    /// wrong length; 0, 1, p-1 or above (MODP); not on the curve (ECP).
    /// </summary>
    public SecretBytes? Agree(ReadOnlySpan<byte> peerPublic) =>
        peerPublic.Length == _group.PublicLength ? _group.Agree(_private, peerPublic) : null;

    /// <inheritdoc/>
    public void Dispose() => _private.Dispose();
}
