using Gatehouse.Base;
using Gatehouse.Keying;

namespace Gatehouse.Host.Secrets;

/// <summary>The credentials of whichever policy is in force. Exchanged on the node's thread, which is also the one that asks.</summary>
public sealed class CurrentCredentials(PolicyCredentials first) : ICredentialSource
{
    /// <summary>The credentials in force; whoever exchanges them disposes the ones before when nobody goes back to them.</summary>
    public PolicyCredentials Current { get; set; } = first;

    /// <inheritdoc/>
    public SecretBytes? PresharedKey(AddressPair addresses) => Current.PresharedKey(addresses);
}
