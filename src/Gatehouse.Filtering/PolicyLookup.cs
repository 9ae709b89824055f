using Gatehouse.Base;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Filtering;

/// <summary>
/// Main-mode and quick-mode policy by the filters at the IKEEXT and IPSEC layers: the heaviest matching filter that carries a context of
/// the module asked for. No match means no policy for that module (reference section 3.2).
/// </summary>
public static class PolicyLookup
{
    /// <summary>The main-mode policy of a module for an address pair, or null.</summary>
    public static MainModePolicy? MainMode(this FilterSnapshot snapshot, KeyingModule module, AddressPair addresses)
    {
        var layer = addresses.Family == IpFamily.V4 ? FwpmLayer.IkeextV4 : FwpmLayer.IkeextV6;
        return Find(snapshot, layer, module, addresses, TrafficSelector.Any)?.MainMode;
    }

    /// <summary>The quick-mode policy of a module for traffic between two addresses, or null.</summary>
    public static QuickModePolicy? QuickMode(this FilterSnapshot snapshot, KeyingModule module, AddressPair addresses, TrafficSelector selector)
    {
        var layer = addresses.Family == IpFamily.V4 ? FwpmLayer.IpsecV4 : FwpmLayer.IpsecV6;
        return Find(snapshot, layer, module, addresses, selector)?.QuickMode;
    }

    private static ProviderContext? Find(FilterSnapshot snapshot, FwpmLayer layer, KeyingModule module, AddressPair addresses, TrafficSelector selector)
    {
        var fields = new ClassifyFields
        {
            Local = addresses.Local,
            Remote = addresses.Remote,
            Protocol = selector.Protocol,
            LocalPort = selector.LocalPort,
            RemotePort = selector.RemotePort,
        };
        foreach (var filter in snapshot.AtLayer(layer))
        {
            // A BLOCK filter says that nobody negotiates for what it matches, whatever lighter filters offer.
            var isBlock = filter.Filter.Action == FwpActionType.Block;
            if ((isBlock || filter.ProviderContext?.Module == module) && filter.Matches(fields))
                return isBlock ? null : filter.ProviderContext;
        }

        return null;
    }
}
