using System.Collections.Immutable;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Model.Wfp.Security;
using Gatehouse.Windows.Native;
using Gatehouse.Windows.Translation;

namespace Gatehouse.Windows.Sessions;

/// <summary>
/// The calls on objects of one type. Each makes its arena, calls once, reads what came back, and returns the memory of both sides before it ends,
/// whatever happens. Enumeration asks for everything and compares with the template here: templates of Windows cannot say "any layer of one provider".
/// </summary>
internal abstract unsafe class ObjectCalls<T>(WindowsSession session, string name) : IFwpmObjects<T>
    where T : IFwpmObject
{
    protected WindowsSession Session => session;

    public FwpResult<ulong> Add(T added, SecurityDescriptor? security = null)
    {
        using var arena = new NativeArena();
        try
        {
            var status = Add(session.Engine, arena, added, SecurityTranslator.Write(arena, security), out var id);
            return status == 0 ? id : Failure.Of(status, $"Fwpm{name}Add", $"'{added.Name}' {added.Key}");
        }
        catch (TranslationException exception)
        {
            return new FwpResult(exception.Error, $"'{added.Name}' cannot be given to Windows: {exception.Message}.");
        }
    }

    public FwpResult DeleteByKey(Guid key) => Failure.Of(DeleteByKey(session.Engine, &key), $"Fwpm{name}DeleteByKey", $"{key}");

    public FwpResult DeleteById(ulong id) => Failure.Of(DeleteById(session.Engine, id), $"Fwpm{name}DeleteById", $"{id}");

    public FwpResult<FwpmEntry<T>> GetByKey(Guid key)
    {
        void* found = null;
        return ReadOne(GetByKey(session.Engine, &key, &found), found, $"Fwpm{name}GetByKey", $"{key}");
    }

    public FwpResult<FwpmEntry<T>> GetById(ulong id)
    {
        void* found = null;
        return ReadOne(GetById(session.Engine, id, &found), found, $"Fwpm{name}GetById", $"{id}");
    }

    public FwpResult<ImmutableArray<FwpmEntry<T>>> Enum(FwpmEnumTemplate template)
    {
        var entries = ImmutableArray.CreateBuilder<FwpmEntry<T>>();
        var outcome = new Pages(CreateEnumHandle, EnumPage, DestroyEnumHandle)
            .Read(session.Engine, $"Fwpm{name}", native => AddIfFits(native, template, entries));
        return outcome.Ok ? entries.ToImmutable() : outcome;
    }

    public FwpResult<IFwpmSubscription<FwpmChange>> SubscribeChanges(FwpmEnumTemplate template) =>
        ChangeSubscription.Begin(session, Subscribe, Unsubscribe, $"Fwpm{name}SubscribeChanges", name is "Filter" or "ProviderContext");

    public FwpResult<SecurityDescriptor> GetSecurityInfo(Guid key, SecurityParts parts = SecurityParts.All)
    {
        SecurityPointers found = default;
        var status = GetSecurity(session.Engine, &key, (uint)parts, &found);
        return SecurityTranslator.Take(status, &found, parts, $"Fwpm{name}GetSecurityInfoByKey0", $"{key}");
    }

    public FwpResult SetSecurityInfo(Guid key, SecurityParts parts, SecurityDescriptor security)
    {
        if (security.Check(parts) is { Ok: false } unfit)
            return unfit;
        using var arena = new NativeArena();
        var status = SetSecurity(session.Engine, &key, (uint)parts, SecurityTranslator.WriteParts(arena, parts, security));
        return Failure.Of(status, $"Fwpm{name}SetSecurityInfoByKey0", $"{key}");
    }

    protected abstract uint Add(nint engine, NativeArena arena, T added, void* security, out ulong id);

    protected abstract uint GetSecurity(nint engine, Guid* key, uint parts, SecurityPointers* found);

    protected abstract uint SetSecurity(nint engine, Guid* key, uint parts, SecurityPointers given);

    protected abstract uint DeleteByKey(nint engine, Guid* key);

    /// <summary>Objects without a LUID are not found by one.</summary>
    protected virtual uint DeleteById(nint engine, ulong id) => (uint)FwpError.NotFound;

    protected abstract uint GetByKey(nint engine, Guid* key, void** found);

    protected virtual uint GetById(nint engine, ulong id, void** found) => (uint)FwpError.NotFound;

    protected abstract uint CreateEnumHandle(nint engine, nint* handle);

    protected abstract uint EnumPage(nint engine, nint handle, uint requested, void*** entries, uint* returned);

    protected abstract uint DestroyEnumHandle(nint engine, nint handle);

    protected abstract uint Subscribe(nint engine, FWPM_FILTER_SUBSCRIPTION0* subscription, delegate* unmanaged<void*, void*, void> callback, void* context,
        nint* handle);

    protected abstract uint Unsubscribe(nint engine, nint handle);

    protected abstract FwpmEntry<T> Read(void* native);

    protected virtual bool Fits(T candidate, FwpmEnumTemplate template) => template.Provider is null || candidate.Provider == template.Provider;

    private FwpResult<FwpmEntry<T>> ReadOne(uint status, void* found, string call, string subject)
    {
        if (status != 0)
            return Failure.Of(status, call, subject);
        try
        {
            return Read(found);
        }
        catch (TranslationException exception)
        {
            return new FwpResult(exception.Error, $"{name} {subject} cannot be shown: {exception.Message}.");
        }
        finally
        {
            Fwpuclnt.FwpmFreeMemory0(&found);
        }
    }

    /// <summary>Windows has objects of other programs that the model has no words for; they are named, never guessed at.</summary>
    private void AddIfFits(void* native, FwpmEnumTemplate template, ImmutableArray<FwpmEntry<T>>.Builder entries)
    {
        FwpmEntry<T> entry;
        try
        {
            entry = Read(native);
        }
        catch (TranslationException)
        {
            session.LeaveOut(ObjectTranslator.Name(ReferenceCalls.KindOf(name), native));
            return;
        }

        if (Fits(entry.Object, template))
            entries.Add(entry);
    }
}
