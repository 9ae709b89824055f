using System.Security.Cryptography;
using System.Text;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Import;

/// <summary>Keys as netsh writes them: a GUID in braces, or the name the SDK has for it.</summary>
internal static class KeyText
{
    // Sublayers of the Windows Firewall, which the SDK does not name (reference section 3.3).
    private static readonly (string Name, ushort Weight)[] FirewallSubLayers =
    [
        ("FWPM_SUBLAYER_MPSSVC_WF", 2),
        ("FWPM_SUBLAYER_MPSSVC_WSH", 3),
        ("FWPM_SUBLAYER_MPSSVC_QUARANTINE", 4),
        ("FWPM_SUBLAYER_MPSSVC_EDP", 5),
        ("FWPM_SUBLAYER_MPSSVC_TENANT_RESTRICTIONS", 6),
        ("FWPM_SUBLAYER_MPSSVC_APP_ISOLATION", 7),
    ];

    public static bool TryGuid(string text, out Guid key) => Guid.TryParse(text, out key);

    public static FwpmLayer? Layer(string text)
    {
        foreach (var info in FwpmLayers.All)
        {
            if (info.Name == text || (TryGuid(text, out var key) && info.Key == key))
                return info.Layer;
        }

        return null;
    }

    public static FwpmCallout? Callout(string text)
    {
        foreach (var info in FwpmCallouts.All)
        {
            if (info.Name == text || (TryGuid(text, out var key) && info.Key == key))
                return info.Callout;
        }

        return null;
    }

    /// <summary>A field; ICMP type and code, and the old name of the local interface, are names of other fields.</summary>
    public static FwpmConditionField? Field(string text)
    {
        var name = text switch
        {
            "FWPM_CONDITION_ICMP_TYPE" => "FWPM_CONDITION_IP_LOCAL_PORT",
            "FWPM_CONDITION_ICMP_CODE" => "FWPM_CONDITION_IP_REMOTE_PORT",
            "FWPM_CONDITION_INTERFACE" => "FWPM_CONDITION_IP_LOCAL_INTERFACE",
            _ => text,
        };
        foreach (var info in FwpmConditionFields.All)
        {
            if (info.Name == name || (info.Key != Guid.Empty && TryGuid(name, out var key) && info.Key == key))
                return info.Field;
        }

        return null;
    }

    /// <summary>The sublayer that needs no entry in the file; null when the file must say how heavy it is.</summary>
    public static FwpmSubLayer? SubLayer(string text)
    {
        if (text.Length == 0 || (TryGuid(text, out var zero) && zero == Guid.Empty))
            return FwpmSubLayer.Universal;
        foreach (var subLayer in FwpmSubLayer.BuiltIns)
        {
            if (subLayer.Name == text || (TryGuid(text, out var key) && subLayer.Key == key))
                return subLayer;
        }

        var firewall = Array.Find(FirewallSubLayers, entry => entry.Name == text);
        return firewall.Name is null ? null : new FwpmSubLayer(OfName(text), text, firewall.Weight);
    }

    /// <summary>A key of our own for a name of which no key is known.</summary>
    public static Guid OfName(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes("netsh " + name)).AsSpan(0, 16));
}
