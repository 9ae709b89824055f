using Gatehouse.Base;
using Gatehouse.Keying;

namespace Gatehouse.Host.Secrets;

/// <summary>
/// The credentials of a policy whose every peer shares one key; without key those of a policy in which nobody negotiates. It owns the key
/// and zeroes it when disposed.
/// </summary>
public sealed class PolicyCredentials(SecretBytes? presharedKey) : ICredentialSource, IDisposable
{
    private readonly SecretBytes? _key = presharedKey;

    /// <inheritdoc/>
    public SecretBytes? PresharedKey(AddressPair addresses) => _key;

    /// <summary>Whether both have the same key, or none; in constant time.</summary>
    public bool ContentEquals(PolicyCredentials other) =>
        _key is null || other._key is null ? _key is null && other._key is null : _key.ContentEquals(other._key);

    /// <inheritdoc/>
    public void Dispose() => _key?.Dispose();
}
