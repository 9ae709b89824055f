using Gatehouse.Base;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Keying;

/// <summary>
/// Read-only policy lookup, declared by keying and answered by the node from its filters at the IKEEXT and IPSEC layers.
/// </summary>
public interface IKeyingPolicy
{
    /// <summary>The main-mode policy of a module for an address pair, or null when none covers it (both roles).</summary>
    MainModePolicy? MainMode(KeyingModule module, AddressPair addresses);

    /// <summary>The quick-mode policy of a module for traffic between two addresses, or null.</summary>
    QuickModePolicy? QuickMode(KeyingModule module, AddressPair addresses, TrafficSelector selector);
}

/// <summary>Finds secrets at run time.</summary>
public interface ICredentialSource
{
    /// <summary>The pre-shared key for a peer, or null. The caller must not dispose it.</summary>
    SecretBytes? PresharedKey(AddressPair addresses);
}
