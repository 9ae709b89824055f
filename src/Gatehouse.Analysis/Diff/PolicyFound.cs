using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Diff;

/// <summary>What keying finds at a policy layer for some traffic.</summary>
/// <param name="Content">The policy as text without keys and names; empty when there is none.</param>
/// <param name="Text">For people.</param>
internal readonly record struct PolicyFound(string Content, string Text)
{
    public static PolicyFound By(FilterSnapshot snapshot, FwpmLayer layer, KeyingModule module, in ClassifyFields fields)
    {
        var addresses = new AddressPair(fields.Local, fields.Remote);
        var isMainMode = layer is FwpmLayer.IkeextV4 or FwpmLayer.IkeextV6;
        var mainMode = isMainMode ? snapshot.MainMode(module, addresses) : null;
        var quickMode = isMainMode
            ? null
            : snapshot.QuickMode(module, addresses, new TrafficSelector(fields.Protocol, fields.LocalPort, fields.RemotePort));
        var what = $"{(module == KeyingModule.AuthIp ? "AuthIP" : "IKE")} {(isMainMode ? "main" : "quick")} mode";
        if (mainMode is null && quickMode is null)
            return new PolicyFound("", $"no {what} policy");
        var type = (module, isMainMode) switch
        {
            (KeyingModule.AuthIp, true) => ProviderContextType.AuthIpMm,
            (KeyingModule.AuthIp, false) => ProviderContextType.AuthIpQmTransport,
            (_, true) => ProviderContextType.IkeMm,
            _ => ProviderContextType.IkeQmTransport,
        };
        var context = new ProviderContext(Guid.Empty, "", type, mainMode, quickMode);
        var content = string.Join("\n", ContextText.Properties(context).Select(property => $"{property.Name} {property.Value}"));
        return new PolicyFound(content, $"{what} policy: {content.ReplaceLineEndings("; ")}");
    }
}
