using Gatehouse.Base;
using Gatehouse.Keying;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Cli.Running;

/// <summary>The policy in force without the modules that this build cannot do for it: they neither ask nor answer.</summary>
/// <param name="policy">All of it.</param>
/// <param name="wanted">Who negotiates now.</param>
internal sealed class UsableKeyingPolicy(IKeyingPolicy policy, Func<KeyingSettings> wanted) : IKeyingPolicy
{
    /// <inheritdoc/>
    public MainModePolicy? MainMode(KeyingModule module, AddressPair addresses) => wanted().Has(module) ? policy.MainMode(module, addresses) : null;

    /// <inheritdoc/>
    public QuickModePolicy? QuickMode(KeyingModule module, AddressPair addresses, TrafficSelector selector) =>
        wanted().Has(module) ? policy.QuickMode(module, addresses, selector) : null;
}
