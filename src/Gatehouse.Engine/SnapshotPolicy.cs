using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Keying;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Engine;

/// <summary>Answers keying's questions from the filters in force.</summary>
internal sealed class SnapshotPolicy(FilterSnapshot filters) : IKeyingPolicy
{
    public MainModePolicy? MainMode(KeyingModule module, AddressPair addresses) => filters.MainMode(module, addresses);

    public QuickModePolicy? QuickMode(KeyingModule module, AddressPair addresses, TrafficSelector selector) =>
        filters.QuickMode(module, addresses, selector);
}
