using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Keying;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Engine;

/// <summary>Answers keying's questions from the filters in force.</summary>
internal sealed class SnapshotPolicy(FilterSnapshot filters) : IKeyingPolicy
{
    public FilterSnapshot Filters { get; set; } = filters;

    public MainModePolicy? MainMode(KeyingModule module, AddressPair addresses) => Filters.MainMode(module, addresses);

    public QuickModePolicy? QuickMode(KeyingModule module, AddressPair addresses, TrafficSelector selector) =>
        Filters.QuickMode(module, addresses, selector);
}
