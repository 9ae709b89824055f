using Gatehouse.Model.Wfp.Management;
using Gatehouse.Windows.Native;
using Gatehouse.Windows.Translation;

namespace Gatehouse.Windows.Sessions;

/// <summary>FwpmIPsecTunnelAdd2 and FwpmIPsecTunnelDeleteByKey0: Windows makes the filters itself.</summary>
internal sealed unsafe class TunnelCalls(WindowsSession session)
{
    public FwpResult Add(FwpmIpsecTunnel tunnel)
    {
        using var arena = new NativeArena();
        try
        {
            var mainMode = tunnel.MainMode is { } context ? ContextTranslator.Write(arena, context, session.Keys) : null;
            var policy = ContextTranslator.Write(arena, tunnel.Tunnel, session.Keys);
            var conditions = FilterTranslator.WriteConditions(arena, tunnel.Conditions);
            var module = arena.CopyOrNull(tunnel.Module is { } only ? WfpKeys.Module(only) : null);
            var status = Fwpuclnt.FwpmIPsecTunnelAdd2(
                session.Engine, (uint)tunnel.Flags, mainMode, policy, (uint)tunnel.Conditions.Length, conditions, module,
                SecurityTranslator.Write(arena, tunnel.Security));
            return Failure.Of(status, "FwpmIPsecTunnelAdd2", $"'{tunnel.Tunnel.Name}' {tunnel.Tunnel.Key}");
        }
        catch (TranslationException exception)
        {
            return new FwpResult(exception.Error, $"the tunnel '{tunnel.Tunnel.Name}' cannot be given to Windows: {exception.Message}.");
        }
    }

    public FwpResult DeleteByKey(Guid key) =>
        Failure.Of(Fwpuclnt.FwpmIPsecTunnelDeleteByKey0(session.Engine, &key), "FwpmIPsecTunnelDeleteByKey0", $"{key}");
}
