using System.Runtime.InteropServices;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Windows.Native;

namespace Gatehouse.Windows.Sessions;

/// <summary>
/// Fwpm…SubscribeChanges0. Windows calls back on its own thread; what it says is put into a bounded queue. Unsubscribing waits until no call is under
/// way, so the handle that the callback finds its queue by is freed after that.
/// </summary>
internal sealed unsafe class ChangeSubscription : IFwpmSubscription<FwpmChange>
{
    /// <summary>FWPM_SUBSCRIPTION_FLAG_NOTIFY_ON_ADD and _ON_DELETE.</summary>
    private const uint NotifyOnAddAndDelete = 3;

    private readonly BoundedNews<FwpmChange> _news = new();
    private readonly WindowsSession _session;
    private readonly Ending _end;
    private readonly bool _hasId;
    private GCHandle _self;
    private nint _handle;

    private ChangeSubscription(WindowsSession session, Ending end, bool hasId)
    {
        _session = session;
        _end = end;
        _hasId = hasId;
    }

    public delegate uint Beginning(
        nint engine, FWPM_FILTER_SUBSCRIPTION0* subscription, delegate* unmanaged<void*, void*, void> callback, void* context, nint* handle);

    public delegate uint Ending(nint engine, nint handle);

    /// <summary><paramref name="hasId"/>: whether a LUID stands behind the key in this type's changes.</summary>
    public static FwpResult<IFwpmSubscription<FwpmChange>> Begin(WindowsSession session, Beginning begin, Ending end, string call, bool hasId)
    {
        var subscription = new ChangeSubscription(session, end, hasId);
        subscription._self = GCHandle.Alloc(subscription);
        var native = new FWPM_FILTER_SUBSCRIPTION0 { flags = NotifyOnAddAndDelete };
        nint handle;
        var status = begin(session.Engine, &native, &OnChange, (void*)GCHandle.ToIntPtr(subscription._self), &handle);
        if (status != 0)
        {
            subscription._self.Free();
            return Failure.Of(status, call, "");
        }

        subscription._handle = handle;
        return new FwpResult<IFwpmSubscription<FwpmChange>>(subscription, 0, "");
    }

    public FwpResult<FwpmChange> Take() => _news.TryTake(out var change, out var failure) || failure.Ok ? change : failure;

    public void Dispose()
    {
        if (!_self.IsAllocated)
            return;
        _ = _end(_session.Engine, _handle);
        _self.Free();
    }

    [UnmanagedCallersOnly]
    private static void OnChange(void* context, void* change)
    {
        var native = (FWPM_FILTER_CHANGE0*)change;
        if (GCHandle.FromIntPtr((nint)context).Target is ChangeSubscription subscription)
            subscription._news.Put(new FwpmChange((FwpmChangeType)native->changeType, native->filterKey, subscription._hasId ? native->filterId : 0));
    }
}
