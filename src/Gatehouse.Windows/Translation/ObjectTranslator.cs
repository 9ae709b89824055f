using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Windows.Native;

namespace Gatehouse.Windows.Translation;

/// <summary>FWPM_SESSION0, FWPM_PROVIDER0, FWPM_SUBLAYER0 and FWPM_CALLOUT0.</summary>
internal static unsafe class ObjectTranslator
{
    public static FWPM_SESSION0* Write(NativeArena arena, FwpmSession session)
    {
        var native = arena.Allocate<FWPM_SESSION0>();
        native->sessionKey = session.Key;
        native->displayData = arena.Display(session.Name, session.Description);
        native->flags = (uint)session.Flags;
        native->txnWaitTimeoutInMSec = session.TransactionWaitTimeout switch
        {
            null => 0,
            { } wait when wait < TimeSpan.Zero => uint.MaxValue,
            { } wait => (uint)Math.Clamp(wait.TotalMilliseconds, 1, uint.MaxValue - 1),
        };
        return native;
    }

    public static FWPM_PROVIDER0* Write(NativeArena arena, FwpmProvider provider)
    {
        var native = arena.Allocate<FWPM_PROVIDER0>();
        native->providerKey = provider.Key;
        native->displayData = arena.Display(provider.Name, provider.Description);
        native->flags = (uint)provider.Flags;
        native->providerData = arena.Blob(provider.Data.AsSpan());
        native->serviceName = arena.String(provider.ServiceName);
        return native;
    }

    public static FwpmEntry<FwpmProvider> Read(FWPM_PROVIDER0* native)
    {
        var provider = new FwpmProvider(
            native->providerKey,
            NativeArena.ReadString(native->displayData.name) ?? "",
            NativeArena.ReadString(native->displayData.description),
            (FwpmProviderFlags)native->flags,
            NativeArena.ReadString(native->serviceName))
        {
            Data = [.. NativeArena.ReadBlob(native->providerData)],
        };
        return new FwpmEntry<FwpmProvider>(provider, 0, Lifetime((native->flags & 1) != 0));
    }

    public static FWPM_SUBLAYER0* Write(NativeArena arena, FwpmSubLayer subLayer)
    {
        var native = arena.Allocate<FWPM_SUBLAYER0>();
        native->subLayerKey = subLayer.Key;
        native->displayData = arena.Display(subLayer.Name, subLayer.Description);
        native->flags = (uint)subLayer.Flags;
        native->providerKey = arena.CopyOrNull(subLayer.Provider);
        native->weight = subLayer.Weight;
        return native;
    }

    public static FwpmEntry<FwpmSubLayer> Read(FWPM_SUBLAYER0* native)
    {
        // A built-in sublayer goes by the SDK's name, not by the translated one of its display data.
        if (WfpKeys.BuiltInSubLayer(native->subLayerKey) is { } builtIn)
            return new FwpmEntry<FwpmSubLayer>(builtIn, 0, FwpmLifetime.BuiltIn);
        var subLayer = new FwpmSubLayer(native->subLayerKey, NativeArena.ReadString(native->displayData.name) ?? "", native->weight)
        {
            Provider = native->providerKey is null ? null : *native->providerKey,
            Description = NativeArena.ReadString(native->displayData.description),
            Flags = (FwpmSubLayerFlags)native->flags,
        };
        return new FwpmEntry<FwpmSubLayer>(subLayer, 0, Lifetime((native->flags & 1) != 0));
    }

    public static FWPM_CALLOUT0* Write(NativeArena arena, FwpmCalloutObject callout)
    {
        var native = arena.Allocate<FWPM_CALLOUT0>();
        native->calloutKey = callout.Key;
        native->displayData = arena.Display(callout.Name, callout.Description);
        native->flags = (uint)callout.Flags;
        native->providerKey = arena.CopyOrNull(callout.Provider);
        native->applicableLayer = FwpmLayers.Info(callout.Layer).Key;
        return native;
    }

    public static FwpmEntry<FwpmCalloutObject> Read(FWPM_CALLOUT0* native)
    {
        var callout = new FwpmCalloutObject(
            native->calloutKey,
            NativeArena.ReadString(native->displayData.name) ?? "",
            WfpKeys.Layer(native->applicableLayer),
            (FwpmCalloutFlags)native->flags,
            native->providerKey is null ? null : *native->providerKey)
        {
            Description = NativeArena.ReadString(native->displayData.description),
        };
        return new FwpmEntry<FwpmCalloutObject>(callout, native->calloutId, Lifetime((native->flags & (uint)FwpmCalloutFlags.Persistent) != 0));
    }

    /// <summary>Key, name and owner of any object but a provider: they stand at the same place in all of them.</summary>
    public static FwpmObjectName Name(string kind, void* native)
    {
        var common = (FWPM_SUBLAYER0*)native;
        return new FwpmObjectName(
            kind,
            common->subLayerKey,
            NativeArena.ReadString(common->displayData.name) ?? "",
            kind == FwpmObjectName.ProviderKind || common->providerKey is null ? null : *common->providerKey);
    }

    /// <summary>A dynamic object cannot be told from a static one by looking at it.</summary>
    public static FwpmLifetime Lifetime(bool persistent) => persistent ? FwpmLifetime.Persistent : FwpmLifetime.Static;
}
