using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Analysis.Import;

/// <summary>
/// A provider context item: key, name and type. How netsh writes the policy inside is not published, so that is said to be left out: filters find
/// their policy, and what it would negotiate is not known.
/// </summary>
internal static class ContextImport
{
    private static readonly ProviderContextType[] Readable =
    [
        ProviderContextType.IkeMm, ProviderContextType.AuthIpMm, ProviderContextType.IkeQmTransport, ProviderContextType.AuthIpQmTransport,
    ];

    private static readonly SaIdleTimeout NoTimeout = new(0, 0);

    /// <summary>The context; null after an error, or after a notice about a type that no IPsec policy of this build has.</summary>
    public static ProviderContext? Read(XmlElementNode item, ImportLog log)
    {
        if (!KeyText.TryGuid(item.TextOf("providerContextKey"), out var key))
        {
            log.Error(item["providerContextKey"] ?? item, "the provider context has no key", "<providerContextKey> with a GUID");
            return null;
        }

        var type = item.TextOf("type");
        var known = Array.FindIndex(Readable, one => WfpNames.Of(one) == type);
        if (known < 0)
        {
            log.Notice(item, $"context type {type}", $"provider contexts of type '{ConditionImport.Quote(type)}' are not read");
            return null;
        }

        foreach (var child in item.Children)
        {
            if (child.Name is not ("providerContextKey" or "displayData" or "flags" or "providerKey" or "providerData" or "type" or "providerContextId"))
                log.Notice(child, $"policy {child.Path}", "the policy of a provider context is not read; what it would negotiate is not known");
        }

        var found = Readable[known];
        var name = item["displayData"]?.TextOf("name") is { Length: > 0 } given ? given : $"{key}";
        var isMainMode = found is ProviderContextType.IkeMm or ProviderContextType.AuthIpMm;
        return new ProviderContext(
            key,
            name,
            found,
            isMainMode ? new MainModePolicy([], []) : null,
            isMainMode ? null : new QuickModePolicy([], IpsecPolicyFlags.None, 0, NoTimeout));
    }
}
