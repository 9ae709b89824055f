using System.Collections.Immutable;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Model.Wfp.Security;
using Gatehouse.Windows.Native;
using Gatehouse.Windows.Translation;

namespace Gatehouse.Windows.Sessions;

/// <summary>
/// An engine handle of fwpuclnt.dll. Closing it aborts an open transaction and, for a dynamic session, removes what it added; Windows does the same
/// when the process dies.
/// </summary>
internal sealed class WindowsSession : IFilterSession, IIpsecMonitor, IIpsecTunnels, ILeavesOut, IPresharedKeys
{
    private readonly MonitorCalls _monitor;
    private readonly TunnelCalls _tunnels;
    private readonly List<FwpmObjectName> _leftOut = [];
    private nint _engine;

    public WindowsSession(nint engine, FwpmSession session, PresharedKeySource? keys)
    {
        _engine = engine;
        Session = session;
        Keys = keys;
        Providers = new ProviderCalls(this);
        SubLayers = new SubLayerCalls(this);
        Callouts = new CalloutCalls(this);
        ProviderContexts = new ProviderContextCalls(this);
        Filters = new FilterCalls(this);
        NetEvents = new NetEventCalls(this);
        _monitor = new MonitorCalls(this);
        _tunnels = new TunnelCalls(this);
    }

    public FwpmSession Session { get; }

    public IFwpmObjects<FwpmProvider> Providers { get; }

    public IFwpmObjects<FwpmSubLayer> SubLayers { get; }

    public IFwpmObjects<FwpmCalloutObject> Callouts { get; }

    public IFwpmObjects<ProviderContext> ProviderContexts { get; }

    public IFwpmObjects<FwpmFilter> Filters { get; }

    public IFwpmNetEvents NetEvents { get; }

    public IReadOnlyList<FwpmObjectName> LeftOut => _leftOut;

    internal PresharedKeySource? Keys { get; }

    internal nint Engine => _engine != 0 ? _engine : throw new ObjectDisposedException(nameof(WindowsSession));

    public FwpResult BeginTransaction(FwpmTransactionMode mode = FwpmTransactionMode.ReadWrite) =>
        Failure.Of(Fwpuclnt.FwpmTransactionBegin0(Engine, (uint)mode), "FwpmTransactionBegin0", "");

    public FwpResult CommitTransaction() => Failure.Of(Fwpuclnt.FwpmTransactionCommit0(Engine), "FwpmTransactionCommit0", "");

    public FwpResult AbortTransaction() => Failure.Of(Fwpuclnt.FwpmTransactionAbort0(Engine), "FwpmTransactionAbort0", "");

    public FwpResult<ImmutableArray<SaContext>> SaContexts() => _monitor.SaContexts();

    public FwpResult<ImmutableArray<MainModeDetails>> MainModes() => _monitor.MainModes();

    public FwpResult<IpsecStatistics> IpsecStatistics() => _monitor.IpsecStatistics();

    public FwpResult<ImmutableArray<KeyingStatistics>> KeyingStatistics() => _monitor.KeyingStatistics();

    public FwpResult AddTunnel(FwpmIpsecTunnel tunnel) => _tunnels.Add(tunnel);

    public FwpResult<bool?> HasSameKey(ProviderContext context) => ((ProviderContextCalls)ProviderContexts).HasSameKey(context);

    public FwpResult DeleteTunnelByKey(Guid key) => _tunnels.DeleteByKey(key);

    public FwpResult<ImmutableArray<FwpmOpenSession>> Sessions() => new EngineCalls(this).Sessions();

    public FwpResult<ImmutableArray<FwpmLayerEntry>> Layers() => new EngineCalls(this).Layers();

    public FwpResult<ImmutableArray<FwpmReference>> References() => new ReferenceCalls(this).Read();

    public unsafe FwpResult SetOption(FwpmEngineOption option, uint value)
    {
        var native = new FWP_VALUE0 { type = (uint)FwpDataType.UInt32, uint32 = value };
        return Failure.Of(Fwpuclnt.FwpmEngineSetOption0(Engine, (uint)option, &native), "FwpmEngineSetOption0", $"{option}");
    }

    public unsafe FwpResult<uint> GetOption(FwpmEngineOption option)
    {
        FWP_VALUE0* native = null;
        var status = Fwpuclnt.FwpmEngineGetOption0(Engine, (uint)option, &native);
        if (status != 0)
            return Failure.Of(status, "FwpmEngineGetOption0", $"{option}");
        var value = native->uint32;
        Fwpuclnt.FwpmFreeMemory0((void**)&native);
        return value;
    }

    public unsafe FwpResult<SecurityDescriptor> GetSecurityInfo(SecurityParts parts = SecurityParts.All)
    {
        SecurityPointers found = default;
        var status = Fwpuclnt.FwpmEngineGetSecurityInfo0(
            Engine, (uint)parts, &found.Owner, &found.Group, &found.Dacl, &found.Sacl, &found.Descriptor);
        return SecurityTranslator.Take(status, &found, parts, "FwpmEngineGetSecurityInfo0", "");
    }

    public unsafe FwpResult SetSecurityInfo(SecurityParts parts, SecurityDescriptor security)
    {
        if (security.Check(parts) is { Ok: false } unfit)
            return unfit;
        using var arena = new NativeArena();
        var given = SecurityTranslator.WriteParts(arena, parts, security);
        var status = Fwpuclnt.FwpmEngineSetSecurityInfo0(Engine, (uint)parts, given.Owner, given.Group, given.Dacl, null);
        return Failure.Of(status, "FwpmEngineSetSecurityInfo0", "");
    }

    public void Dispose()
    {
        if (_engine == 0)
            return;
        // A status here says that the engine is gone already, which is as good as closed.
        _ = Fwpuclnt.FwpmEngineClose0(_engine);
        _engine = 0;
    }

    internal void LeaveOut(FwpmObjectName named) => _leftOut.Add(named);

    /// <summary>A sublayer that is not built in, by its key; one that has gone meanwhile keeps only the key.</summary>
    internal FwpmSubLayer SubLayerOf(Guid key) => SubLayers.GetByKey(key) is { Ok: true } found ? found.Value.Object : new FwpmSubLayer(key, $"{key}", 0);
}
