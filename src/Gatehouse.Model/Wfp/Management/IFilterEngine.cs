using System.Collections.Immutable;
using Gatehouse.Model.Wfp.Security;

namespace Gatehouse.Model.Wfp.Management;

/// <summary>
/// A Base Filtering Engine: the portable one, or the one of a real Windows. Both are driven by the same calls, take the same records and fail
/// with the same codes (reference section 7). Calls on one session come from one thread at a time.
/// </summary>
public interface IFilterEngine
{
    /// <summary>FwpmEngineOpen0: begins a session. FWP_E_ALREADY_EXISTS when its key is taken.</summary>
    FwpResult<IFilterSession> Open(FwpmSession session);
}

/// <summary>
/// An engine handle. A call outside a transaction is a transaction of its own. Disposing aborts an open transaction and, for a dynamic session,
/// removes what it added.
/// </summary>
public interface IFilterSession : IDisposable
{
    /// <summary>The session, its key filled in.</summary>
    FwpmSession Session { get; }

    /// <summary>FwpmProvider*.</summary>
    IFwpmObjects<FwpmProvider> Providers { get; }

    /// <summary>FwpmSubLayer*.</summary>
    IFwpmObjects<FwpmSubLayer> SubLayers { get; }

    /// <summary>FwpmCallout*.</summary>
    IFwpmObjects<FwpmCalloutObject> Callouts { get; }

    /// <summary>FwpmProviderContext*.</summary>
    IFwpmObjects<ProviderContext> ProviderContexts { get; }

    /// <summary>FwpmFilter*.</summary>
    IFwpmObjects<FwpmFilter> Filters { get; }

    /// <summary>FwpmNetEvent*.</summary>
    IFwpmNetEvents NetEvents { get; }

    /// <summary>
    /// FwpmTransactionBegin0. FWP_E_TXN_IN_PROGRESS when the session has one, FWP_E_TIMEOUT when another session's did not end in time.
    /// </summary>
    FwpResult BeginTransaction(FwpmTransactionMode mode = FwpmTransactionMode.ReadWrite);

    /// <summary>FwpmTransactionCommit0: everything or nothing. FWP_E_NO_TXN_IN_PROGRESS, FWP_E_TXN_ABORTED.</summary>
    FwpResult CommitTransaction();

    /// <summary>FwpmTransactionAbort0.</summary>
    FwpResult AbortTransaction();

    /// <summary>
    /// FwpmEngineSetOption0, for all sessions. FWP_E_TXN_IN_PROGRESS inside a transaction, FWP_E_DYNAMIC_SESSION_IN_PROGRESS in a dynamic session.
    /// </summary>
    FwpResult SetOption(FwpmEngineOption option, uint value);

    /// <summary>FwpmEngineGetOption0.</summary>
    FwpResult<uint> GetOption(FwpmEngineOption option);

    /// <summary>FwpmSessionEnum0: the sessions that are open now, whoever opened them, this one among them.</summary>
    FwpResult<ImmutableArray<FwpmOpenSession>> Sessions();

    /// <summary>FwpmLayerEnum0: the layers of the engine, all of them built in.</summary>
    FwpResult<ImmutableArray<FwpmLayerEntry>> Layers();

    /// <summary>Every reference from one object to another, whoever owns them, also of objects that enumerations leave out.</summary>
    FwpResult<ImmutableArray<FwpmReference>> References();

    /// <summary>FwpmEngineGetSecurityInfo0: who may do what with the engine itself.</summary>
    FwpResult<SecurityDescriptor> GetSecurityInfo(SecurityParts parts = SecurityParts.All);

    /// <summary>
    /// FwpmEngineSetSecurityInfo0. FWP_E_TXN_IN_PROGRESS inside a transaction, FWP_E_DYNAMIC_SESSION_IN_PROGRESS in a dynamic session.
    /// </summary>
    FwpResult SetSecurityInfo(SecurityParts parts, SecurityDescriptor security);
}

/// <summary>A session of an engine that may hold objects the model has no words for. They are named, never guessed at.</summary>
public interface ILeavesOut
{
    /// <summary>Those that enumerations of this session have left out so far.</summary>
    IReadOnlyList<FwpmObjectName> LeftOut { get; }
}

/// <summary>The objects of one type.</summary>
/// <typeparam name="T">The type.</typeparam>
public interface IFwpmObjects<T>
    where T : IFwpmObject
{
    /// <summary>Fwpm…Add0; the LUID. Without a descriptor the object has that of its container.</summary>
    FwpResult<ulong> Add(T added, SecurityDescriptor? security = null);

    /// <summary>Fwpm…DeleteByKey0.</summary>
    FwpResult DeleteByKey(Guid key);

    /// <summary>Fwpm…DeleteById0.</summary>
    FwpResult DeleteById(ulong id);

    /// <summary>Fwpm…GetByKey0.</summary>
    FwpResult<FwpmEntry<T>> GetByKey(Guid key);

    /// <summary>Fwpm…GetById0.</summary>
    FwpResult<FwpmEntry<T>> GetById(ulong id);

    /// <summary>Fwpm…Enum0: what is there now and fits the template, in the order of adding unless the template says otherwise.</summary>
    FwpResult<ImmutableArray<FwpmEntry<T>>> Enum(FwpmEnumTemplate template);

    /// <summary>Fwpm…SubscribeChanges0.</summary>
    FwpResult<IFwpmSubscription<FwpmChange>> SubscribeChanges(FwpmEnumTemplate template);

    /// <summary>Fwpm…GetSecurityInfoByKey0; the zero GUID asks for the container that objects of this type are added to.</summary>
    FwpResult<SecurityDescriptor> GetSecurityInfo(Guid key, SecurityParts parts = SecurityParts.All);

    /// <summary>
    /// Fwpm…SetSecurityInfoByKey0. FWP_E_TXN_IN_PROGRESS inside a transaction. A dynamic session may do it to what it added itself only: else
    /// FWP_E_WRONG_SESSION for another dynamic session's object, FWP_E_DYNAMIC_SESSION_IN_PROGRESS for any other.
    /// </summary>
    FwpResult SetSecurityInfo(Guid key, SecurityParts parts, SecurityDescriptor security);
}

/// <summary>What the engine did to traffic and why, as an operator asks for it (reference section 7.5).</summary>
public interface IFwpmNetEvents
{
    /// <summary>FwpmNetEventEnum: what the bounded log still holds, oldest first.</summary>
    FwpResult<ImmutableArray<FwpmNetEvent>> Enum(FwpmNetEventTemplate template);

    /// <summary>FwpmNetEventSubscribe.</summary>
    FwpResult<IFwpmSubscription<FwpmNetEvent>> Subscribe(FwpmNetEventTemplate template);
}
