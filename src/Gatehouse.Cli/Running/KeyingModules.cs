using Gatehouse.Base;
using Gatehouse.Keying;
using Gatehouse.Keying.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Keying.Coexistence;
using Gatehouse.Keying.Ikev1;
using Gatehouse.Model.AuthIp;

namespace Gatehouse.Cli.Running;

/// <summary>Makes the keying module of a node: both, whatever the policy has, since another policy may have the other.</summary>
/// <param name="credentials">Pre-shared keys.</param>
/// <param name="machines">AuthIP's mechanisms of main mode.</param>
/// <param name="users">Those of extended mode.</param>
/// <param name="entropy">Randomness.</param>
/// <param name="exportKeys">Whether main modes' keys are told, for a key log.</param>
internal sealed class KeyingModules(
    ICredentialSource credentials, IGssMechanisms machines, IGssMechanisms users, IEntropy entropy, bool exportKeys)
{
    /// <summary>A module that has negotiated nothing yet.</summary>
    public IKeyingModule Make(IKeyingPolicy policy, AuthIpWireProfile profile)
    {
        var ike = new Ikev1Module(policy, credentials, entropy, new Ikev1Options { ExportKeys = exportKeys });
        var authIp = new AuthIpModule(policy, machines, entropy, new AuthIpOptions { Profile = profile, ExportKeys = exportKeys }, users);
        return new CoexistingModules(policy, ike, authIp);
    }
}
