using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Windows.Native;

namespace Gatehouse.Windows.Sessions;

/// <summary>FwpmNetEvent*. Windows' log is asked for everything and compared with the template here; event numbers count within one call.</summary>
internal sealed unsafe class NetEventCalls(WindowsSession session) : IFwpmNetEvents
{
    public FwpResult<ImmutableArray<FwpmNetEvent>> Enum(FwpmNetEventTemplate template)
    {
        if (template.Check() is { Ok: false } broken)
            return broken;
        var events = ImmutableArray.CreateBuilder<FwpmNetEvent>();
        var number = 0UL;
        var pages = new Pages(
            (engine, handle) => Fwpuclnt.FwpmNetEventCreateEnumHandle0(engine, null, handle),
            Fwpuclnt.FwpmNetEventEnum1,
            Fwpuclnt.FwpmNetEventDestroyEnumHandle0);
        var outcome = pages.Read(session.Engine, "FwpmNetEvent", native =>
        {
            if (NetEventReader.Read((FWPM_NET_EVENT1*)native, ++number) is { } read && template.Fits(read))
                events.Add(read);
        });
        return outcome.Ok ? events.ToImmutable() : outcome;
    }

    public FwpResult<IFwpmSubscription<FwpmNetEvent>> Subscribe(FwpmNetEventTemplate template)
    {
        var subscription = new Subscription(session, template);
        return subscription.Begin() is { Ok: false } failure ? failure : new FwpResult<IFwpmSubscription<FwpmNetEvent>>(subscription, FwpError.None, "");
    }

    private sealed class Subscription(WindowsSession session, FwpmNetEventTemplate template) : IFwpmSubscription<FwpmNetEvent>
    {
        private readonly BoundedNews<FwpmNetEvent> _news = new();
        private GCHandle _self;
        private nint _handle;
        private ulong _number;

        public FwpResult Begin()
        {
            _self = GCHandle.Alloc(this);
            var native = default(FWPM_NET_EVENT_SUBSCRIPTION0);
            nint handle;
            var status = Fwpuclnt.FwpmNetEventSubscribe0(session.Engine, &native, &OnEvent, (void*)GCHandle.ToIntPtr(_self), &handle);
            _handle = handle;
            if (status != 0)
                _self.Free();
            return Failure.Of(status, "FwpmNetEventSubscribe", "");
        }

        public FwpResult<FwpmNetEvent?> Take() =>
            _news.TryTake(out var read, out var failure) || failure.Ok ? new FwpResult<FwpmNetEvent?>(read, FwpError.None, "") : failure;

        public void Dispose()
        {
            if (!_self.IsAllocated)
                return;
            _ = Fwpuclnt.FwpmNetEventUnsubscribe0(session.Engine, _handle);
            _self.Free();
        }

        [UnmanagedCallersOnly]
        private static void OnEvent(void* context, FWPM_NET_EVENT1* native)
        {
            if (GCHandle.FromIntPtr((nint)context).Target is Subscription subscription
                && NetEventReader.Read(native, ++subscription._number) is { } read && subscription.Template.Fits(read))
                subscription._news.Put(read);
        }

        private FwpmNetEventTemplate Template => template;
    }
}
