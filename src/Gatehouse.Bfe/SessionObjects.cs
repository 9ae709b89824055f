using System.Collections.Immutable;
using Gatehouse.Bfe.Events;
using Gatehouse.Bfe.Objects;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Model.Wfp.Security;

namespace Gatehouse.Bfe;

/// <summary>The objects of one type as one session sees and changes them.</summary>
internal sealed class SessionObjects<T>(EngineSession session, ObjectFamily<T> family) : IFwpmObjects<T>
    where T : class, IFwpmObject
{
    public FwpResult<ulong> Add(T added, SecurityDescriptor? security = null)
    {
        if (added is null)
            return new FwpResult(FwpError.NullPointer, $"there is no {family.Noun} to add");
        return session.Write<ulong>(transaction =>
        {
            var persistent = family.IsPersistent(added);
            if (persistent && session.IsDynamic)
                return new FwpResult(FwpError.LifetimeMismatch, $"{family.Noun} '{added.Name}' is persistent, but the session is dynamic");
            var lifetime = session.IsDynamic ? FwpmLifetime.Dynamic : persistent ? FwpmLifetime.Persistent : FwpmLifetime.Static;
            var keyed = added.Key == Guid.Empty ? family.WithKey(added, session.Engine.NewKey()) : added;
            var id = transaction.State.LastId + 1;
            var state = Adding.Add(transaction.State, family, keyed, lifetime, session.Session.Key, id);
            if (!state.Ok)
                return state.Outcome;
            transaction.State = state.Value.WithSecurity(family.Type, keyed.Key, security);
            transaction.Changes.Add(new BfeChange(FwpmChangeType.Add, family.Table(state.Value).ById(id)!.Object, id, lifetime));
            return id;
        });
    }

    public FwpResult DeleteByKey(Guid key) => session.Write<bool>(transaction => Delete(transaction, ByKey(transaction.State, key))).Outcome;

    public FwpResult DeleteById(ulong id) => session.Write<bool>(transaction => Delete(transaction, ById(transaction.State, id))).Outcome;

    public FwpResult<FwpmEntry<T>> GetByKey(Guid key) => session.Read(state => Entry(ByKey(state, key)));

    public FwpResult<FwpmEntry<T>> GetById(ulong id) => session.Read(state => Entry(ById(state, id)));

    public FwpResult<ImmutableArray<FwpmEntry<T>>> Enum(FwpmEnumTemplate template) => session.Read<ImmutableArray<FwpmEntry<T>>>(state =>
    {
        if (CheckTemplate(template, state) is { Ok: false } broken)
            return broken;
        var entries = family.Table(state).All.Where(held => family.Fits(held.Object, template)).Select(held => Entry(held).Value);
        if ((template.Flags & (FwpFilterEnumFlags.Sorted | FwpFilterEnumFlags.BestTerminatingMatch)) != 0)
            entries = entries.OrderByDescending(entry => entry.EffectiveWeight);
        if (template.Flags.HasFlag(FwpFilterEnumFlags.BestTerminatingMatch))
            entries = entries.Where(entry => entry.Object is not FwpmFilter { Action: FwpActionType.CalloutInspection }).Take(1);
        return entries.ToImmutableArray();
    });

    public FwpResult<IFwpmSubscription<FwpmChange>> SubscribeChanges(FwpmEnumTemplate template) => session.Read<IFwpmSubscription<FwpmChange>>(state =>
    {
        if (CheckTemplate(template, state) is { Ok: false } broken)
            return broken;
        var subscription = new ChangeSubscription<T>(session, family, template);
        session.Engine.Listeners.Add(subscription);
        return subscription;
    });

    public FwpResult<SecurityDescriptor> GetSecurityInfo(Guid key, SecurityParts parts = SecurityParts.All) => session.Read<SecurityDescriptor>(state =>
    {
        if (SecurityDescriptor.CheckParts(parts) is { Ok: false } unknown)
            return unknown;
        if (key != Guid.Empty && ByKey(state, key) is { Ok: false } missing)
            return missing.Outcome;
        return state.SecurityOf(family.Type, key).Only(parts);
    });

    public FwpResult SetSecurityInfo(Guid key, SecurityParts parts, SecurityDescriptor security) => session.Secure(parts, security, state =>
    {
        var found = key == Guid.Empty ? default : ByKey(state, key);
        if (!found.Ok && key != Guid.Empty)
            return found.Outcome;
        if (found.Value is { Lifetime: FwpmLifetime.Dynamic } held && held.Session != session.Session.Key)
            return new FwpResult(FwpError.WrongSession, $"{family.Noun} '{held.Object.Name}' belongs to another dynamic session");
        if (session.IsDynamic && found.Value is not { Lifetime: FwpmLifetime.Dynamic })
            return new FwpResult(FwpError.DynamicSessionInProgress, $"a dynamic session may secure only what it added, and no other {family.Noun}");
        return state.WithSecurity(family.Type, key, state.SecurityOf(family.Type, key).With(parts, security));
    });

    private FwpResult CheckTemplate(FwpmEnumTemplate template, BfeState state)
    {
        if (template.Provider is { } provider && state.Providers.ByKey(provider) is null)
            return new FwpResult(FwpError.ProviderNotFound, $"the template names provider {provider}, which is not there");
        if (template.Layer is { } layer && !System.Enum.IsDefined(layer))
            return new FwpResult(FwpError.LayerNotFound, $"the template names layer {(int)layer}, which does not exist");
        return family.Check(template);
    }

    private FwpResult<Held<T>> ByKey(BfeState state, Guid key) =>
        family.Table(state).ByKey(key) is { } held ? held : new FwpResult(family.NotFound, $"no {family.Noun} has the key {key}");

    private FwpResult<Held<T>> ById(BfeState state, ulong id) =>
        family.Table(state).ById(id) is { } held ? held : new FwpResult(family.NotFound, $"no {family.Noun} has the id {id}");

    private FwpResult<FwpmEntry<T>> Entry(FwpResult<Held<T>> found) => found.Ok
        ? new FwpmEntry<T>(found.Value.Object, found.Value.Id, found.Value.Lifetime, family.EffectiveWeight(found.Value.Object))
        : found.Outcome;

    private FwpResult<bool> Delete(Transaction transaction, FwpResult<Held<T>> found)
    {
        if (!found.Ok)
            return found.Outcome;
        var held = found.Value;
        if (held.Lifetime == FwpmLifetime.BuiltIn)
            return new FwpResult(FwpError.BuiltinObject, $"{held.Object.Name} is built in");
        if (held.Lifetime == FwpmLifetime.Dynamic && held.Session != session.Session.Key)
            return new FwpResult(FwpError.WrongSession, $"{family.Noun} '{held.Object.Name}' belongs to another dynamic session");
        var itself = new ObjectReference(family.Type, held.Object.Key);
        if (transaction.State.References.ContainsKey(itself))
        {
            var others = AllReferences.Describe(transaction.State, itself);
            return new FwpResult(FwpError.InUse, $"{family.Noun} '{held.Object.Name}' is referred to by {others}");
        }

        transaction.State = family.Without(transaction.State, held).WithSecurity(family.Type, held.Object.Key, null);
        transaction.Changes.Add(new BfeChange(FwpmChangeType.Delete, held.Object, held.Id, held.Lifetime));
        return true;
    }
}
