using System.Collections.Immutable;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Windows.Native;
using Gatehouse.Windows.Translation;

namespace Gatehouse.Windows.Sessions;

/// <summary>Who refers to whom. Reads only what every object has at the same place, so that no object of anybody is beyond it.</summary>
internal sealed unsafe class ReferenceCalls(WindowsSession session)
{
    private readonly ImmutableArray<FwpmReference>.Builder _found = ImmutableArray.CreateBuilder<FwpmReference>();

    /// <summary>What Windows' functions call an object, as everybody else calls it.</summary>
    public static string KindOf(string function) => function switch
    {
        "Provider" => FwpmObjectName.ProviderKind,
        "SubLayer" => FwpmObjectName.SubLayerKind,
        "Callout" => FwpmObjectName.CalloutKind,
        "ProviderContext" => FwpmObjectName.ContextKind,
        _ => FwpmObjectName.FilterKind,
    };

    public FwpResult<ImmutableArray<FwpmReference>> Read()
    {
        var outcomes = new[]
        {
            Read("SubLayer", new Pages(
                (engine, handle) => Fwpuclnt.FwpmSubLayerCreateEnumHandle0(engine, null, handle),
                Fwpuclnt.FwpmSubLayerEnum0,
                Fwpuclnt.FwpmSubLayerDestroyEnumHandle0)),
            Read("Callout", new Pages(
                (engine, handle) => Fwpuclnt.FwpmCalloutCreateEnumHandle0(engine, null, handle),
                Fwpuclnt.FwpmCalloutEnum0,
                Fwpuclnt.FwpmCalloutDestroyEnumHandle0)),
            Read("ProviderContext", new Pages(
                (engine, handle) => Fwpuclnt.FwpmProviderContextCreateEnumHandle0(engine, null, handle),
                Fwpuclnt.FwpmProviderContextEnum2,
                Fwpuclnt.FwpmProviderContextDestroyEnumHandle0)),
            Read("Filter", new Pages(
                (engine, handle) => Fwpuclnt.FwpmFilterCreateEnumHandle0(engine, null, handle),
                Fwpuclnt.FwpmFilterEnum0,
                Fwpuclnt.FwpmFilterDestroyEnumHandle0)),
        };
        foreach (var outcome in outcomes)
            if (!outcome.Ok)
                return outcome;
        return _found.ToImmutable();
    }

    private FwpResult Read(string function, Pages pages) => pages.Read(session.Engine, $"Fwpm{function}", native =>
    {
        var from = ObjectTranslator.Name(KindOf(function), native);
        if (from.Provider is { } provider)
            _found.Add(new FwpmReference(from, FwpmObjectName.ProviderKind, provider));
        if (from.Kind != FwpmObjectName.FilterKind)
            return;
        var filter = (FWPM_FILTER0*)native;
        _found.Add(new FwpmReference(from, FwpmObjectName.SubLayerKind, filter->subLayerKey));
        if (((FwpmFilterFlags)filter->flags).HasFlag(FwpmFilterFlags.HasProviderContext))
            _found.Add(new FwpmReference(from, FwpmObjectName.ContextKind, filter->providerContextKey));
        if ((filter->action.type & CalloutActions) != 0)
            _found.Add(new FwpmReference(from, FwpmObjectName.CalloutKind, filter->action.calloutKey));
    });

    /// <summary>FWP_ACTION_FLAG_CALLOUT.</summary>
    private const uint CalloutActions = 0x4000;
}
