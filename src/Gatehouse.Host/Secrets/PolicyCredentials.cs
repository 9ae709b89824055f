using Gatehouse.Base;
using Gatehouse.Keying;

namespace Gatehouse.Host.Secrets;

/// <summary>
/// The credentials of a policy whose every peer shares one key; without key those of a policy in which nobody negotiates. It owns the key
/// and zeroes it when disposed.
/// </summary>
public sealed class PolicyCredentials(SecretBytes? presharedKey) : ICredentialSource, IDisposable
{
    /// <inheritdoc/>
    public SecretBytes? PresharedKey(AddressPair addresses) => presharedKey;

    /// <inheritdoc/>
    public void Dispose() => presharedKey?.Dispose();
}
