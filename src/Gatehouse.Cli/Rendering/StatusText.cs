using Gatehouse.Host.Status;

namespace Gatehouse.Cli.Rendering;

/// <summary>A node's state for people.</summary>
internal static class StatusText
{
    private static readonly string[] MainModeHeader = ["LOCAL", "REMOTE", "MODULE", "SUITE", "IDENTITY", "AGE", "REKEY IN", "COOKIES"];
    private static readonly string[] QuickModeHeader = ["LOCAL", "REMOTE", "SPI IN", "SPI OUT", "SUITE", "IN", "OUT", "AGE", "REKEY IN"];
    private static readonly string[] DownHeader = ["LOCAL", "REMOTE", "RETRY IN", "LAST ERROR"];
    private static readonly string[] CountHeader = ["REASON", "PACKETS"];

    public static void Write(TextWriter output, StatusReport report)
    {
        output.WriteLine($"{report.Name}: policy {report.Policy}, process {report.Pid}, up {Duration(report.UptimeSeconds)}");
        Section(output, "main-mode SAs", MainModeHeader, [.. report.MainModeSas.Select(Row)]);
        Section(output, "quick-mode SAs (ESP)", QuickModeHeader, [.. report.QuickModeSas.Select(Row)]);
        if (!report.Down.IsEmpty)
            Section(output, "down", DownHeader, [.. report.Down.Select(Row)]);
        Section(output, "drops", CountHeader, Rows(report.Drops));
        Section(output, "passed", CountHeader, Rows(report.Passed));
        output.WriteLine();
        output.WriteLine($"counters: {string.Join(", ", report.Counters.Select(counter => $"{counter.Key} {counter.Value}"))}");
    }

    /// <summary>Seconds as 59s, 12m 3s or 7h 59m.</summary>
    public static string Duration(long? seconds) => seconds switch
    {
        null => "-",
        < 60 => $"{seconds}s",
        < 3600 => $"{seconds / 60}m {seconds % 60}s",
        _ => $"{seconds / 3600}h {seconds % 3600 / 60}m",
    };

    private static void Section(TextWriter output, string title, string[] header, string[][] rows)
    {
        output.WriteLine();
        output.WriteLine(rows.Length == 0 ? $"{title}: none" : $"{title}: {rows.Length}");
        if (rows.Length > 0)
            TextTable.Write(output, header, rows);
    }

    private static string[] Row(MainModeSaReport sa) =>
        [sa.Local, sa.Remote, sa.Module, sa.Suite, sa.Identity, Duration(sa.AgeSeconds), Duration(sa.RekeyInSeconds), sa.Cookies];

    private static string[] Row(QuickModeSaReport sa) =>
    [
        sa.Local,
        sa.Remote,
        sa.SpiIn,
        sa.SpiOut,
        sa.Suite,
        Traffic(sa.PacketsIn, sa.BytesIn),
        Traffic(sa.PacketsOut, sa.BytesOut),
        Duration(sa.AgeSeconds),
        Duration(sa.RekeyInSeconds),
    ];

    private static string[] Row(DownPeerReport peer) => [peer.Local, peer.Remote, Duration(peer.NextRetrySeconds), peer.LastError];

    private static string[][] Rows(IEnumerable<KeyValuePair<string, long>> counts) => [.. counts.Select(count => new[] { count.Key, $"{count.Value}" })];

    private static string Traffic(long packets, long bytes) => $"{packets} packets, {bytes} bytes";
}
