using Gatehouse.Base;
using Gatehouse.Keying;
using Gatehouse.Keying.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Keying.Ikev1;

namespace Gatehouse.Cli.Running;

/// <summary>Makes the keying module of a node: the one place that knows which there are.</summary>
/// <param name="credentials">Pre-shared keys.</param>
/// <param name="machines">AuthIP's mechanisms of main mode.</param>
/// <param name="users">Those of extended mode.</param>
/// <param name="entropy">Randomness.</param>
/// <param name="exportKeys">Whether main modes' keys are told, for a key log.</param>
internal sealed class KeyingModules(
    ICredentialSource credentials, IGssMechanisms machines, IGssMechanisms users, IEntropy entropy, bool exportKeys)
{
    /// <summary>A module that has negotiated nothing yet.</summary>
    public IKeyingModule Make(IKeyingPolicy policy, KeyingSettings settings) => settings.Kind switch
    {
        KeyingKind.AuthIp => AuthIp(policy, settings),
        // A kind for both goes here: the module that holds both of these and lets them coexist.
        _ => Ike(policy),
    };

    private Ikev1Module Ike(IKeyingPolicy policy) => new(policy, credentials, entropy, new Ikev1Options { ExportKeys = exportKeys });

    private AuthIpModule AuthIp(IKeyingPolicy policy, KeyingSettings settings) =>
        new(policy, machines, entropy, new AuthIpOptions { Profile = settings.Profile, ExportKeys = exportKeys }, users);
}
