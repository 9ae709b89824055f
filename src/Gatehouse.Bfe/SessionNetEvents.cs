using System.Collections.Immutable;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe;

/// <summary>The net events as a session asks for them.</summary>
internal sealed class SessionNetEvents(EngineSession session) : IFwpmNetEvents
{
    public FwpResult<ImmutableArray<FwpmNetEvent>> Enum(FwpmNetEventTemplate template) => session.Read(_ => session.Engine.NetEvents.Enum(template));

    public FwpResult<IFwpmSubscription<FwpmNetEvent>> Subscribe(FwpmNetEventTemplate template) =>
        session.Read(_ => session.Engine.NetEvents.Subscribe(template));
}
