using Gatehouse.Engine;
using Gatehouse.Keying;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Host.Status;

/// <summary>Translates the engine's state into the report.</summary>
public static class StatusReporter
{
    /// <summary>The report of a node. Durations are rounded to whole seconds.</summary>
    public static StatusReport Report(NodeStatus status, string name, string policy, TimeSpan uptime) => new()
    {
        Name = name,
        Pid = Environment.ProcessId,
        Policy = policy,
        UptimeSeconds = Seconds(uptime),
        MainModeSas = [.. status.MainModes.Select(Report)],
        QuickModeSas = [.. status.QuickModes.Select(Report)],
        Down = [.. status.Down.Select(Report)],
        Drops = status.Drops,
        Passed = status.Passed,
        Counters = status.Counters,
    };

    private static MainModeSaReport Report(MainModeSaStatus sa) => new(
        sa.Addresses.Local.ToString(),
        sa.Addresses.Remote.ToString(),
        sa.Module == KeyingModule.Ike ? "IKE" : "AuthIP",
        sa.Cookies,
        sa.Suite,
        sa.Identity,
        Seconds(sa.Age),
        Seconds(sa.RekeyIn));

    private static QuickModeSaReport Report(EspSaStatus sa) => new(
        sa.Addresses.Local.ToString(),
        sa.Addresses.Remote.ToString(),
        sa.SpiIn.ToString(),
        sa.SpiOut.ToString(),
        sa.Suite,
        sa.BytesIn,
        sa.BytesOut,
        sa.PacketsIn,
        sa.PacketsOut,
        Seconds(sa.Age),
        Seconds(sa.RekeyIn),
        sa.Sending);

    private static DownPeerReport Report(DownPeerStatus peer) => new(
        peer.Addresses.Local.ToString(), peer.Addresses.Remote.ToString(), peer.LastError, Math.Max(0, Seconds(peer.RetryIn)));

    private static long Seconds(TimeSpan time) => (long)Math.Ceiling(time.TotalSeconds);

    private static long? Seconds(TimeSpan? time) => time is { } value ? Seconds(value) : null;
}
