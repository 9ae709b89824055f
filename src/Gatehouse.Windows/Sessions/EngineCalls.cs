using System.Collections.Immutable;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Windows.Native;
using Gatehouse.Windows.Translation;

namespace Gatehouse.Windows.Sessions;

/// <summary>What the engine has that nobody adds as an object: its open sessions and its layers.</summary>
internal sealed unsafe class EngineCalls(WindowsSession session)
{
    public FwpResult<ImmutableArray<FwpmOpenSession>> Sessions()
    {
        var sessions = ImmutableArray.CreateBuilder<FwpmOpenSession>();
        var pages = new Pages(
            (engine, handle) => Fwpuclnt.FwpmSessionCreateEnumHandle0(engine, null, handle),
            Fwpuclnt.FwpmSessionEnum0,
            Fwpuclnt.FwpmSessionDestroyEnumHandle0);
        var outcome = pages.Read(session.Engine, "FwpmSession", native => sessions.Add(EngineReader.Read((FWPM_SESSION0*)native)));
        return outcome.Ok ? sessions.ToImmutable() : outcome;
    }

    public FwpResult<ImmutableArray<FwpmLayerEntry>> Layers()
    {
        var layers = ImmutableArray.CreateBuilder<FwpmLayerEntry>();
        var pages = new Pages(
            (engine, handle) => Fwpuclnt.FwpmLayerCreateEnumHandle0(engine, null, handle),
            Fwpuclnt.FwpmLayerEnum0,
            Fwpuclnt.FwpmLayerDestroyEnumHandle0);
        var outcome = pages.Read(session.Engine, "FwpmLayer", native => layers.Add(EngineReader.Read((FWPM_LAYER0*)native)));
        return outcome.Ok ? layers.ToImmutable() : outcome;
    }
}
