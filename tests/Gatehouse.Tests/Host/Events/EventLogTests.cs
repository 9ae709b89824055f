using Gatehouse.Base;
using Gatehouse.Host.Events;
using Gatehouse.Model.Keying;
using Gatehouse.Model.Verdicts;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Host.Events;

public sealed class EventLogTests
{
    private static readonly AddressPair Pair = new(IpAddr.Parse("10.0.0.1"), IpAddr.Parse("10.0.0.2"));

    [Fact]
    public async Task Lines_come_out_in_order()
    {
        var lines = await Log(log =>
        {
            for (var i = 0; i < 100; i++)
                log.Note($"line {i}");
        });
        lines.Select(line => line.Split(": ")[1]).ShouldBe(Enumerable.Range(0, 100).Select(i => $"line {i}"));
    }

    [Fact]
    public async Task A_flood_of_refused_messages_is_cut_short_and_counted()
    {
        var refused = new KeyingEvent { Kind = KeyingEventKind.MessageRefused, Addresses = Pair };
        var lines = await Log(log =>
        {
            for (var i = 0; i < 1000; i++)
                log.Write(Instant.FromSeconds(1), refused);
            log.WriteDropped(Instant.FromSeconds(2), Pair, VerdictReason.BadSpi, outbound: false, 1);
        });
        lines.Count(line => line.Contains("refused", StringComparison.Ordinal)).ShouldBe(51);
        lines.Length.ShouldBe(52);
        lines[^2].ShouldContain("950 lines about refused messages and dropped packets were left out");
    }

    [Fact]
    public async Task What_this_host_negotiates_is_never_cut_short()
    {
        var failed = new KeyingEvent { Kind = KeyingEventKind.NegotiationFailed, Addresses = Pair, Error = KeyingError.TimedOut };
        var lines = await Log(log =>
        {
            for (var i = 0; i < 500; i++)
                log.Write(Instant.FromSeconds(1), failed);
        });
        lines.Length.ShouldBe(500);
    }

    private static async Task<string[]> Log(Action<EventLog> write)
    {
        await using var output = new StringWriter();
        await using (var log = new EventLog(output, EventFormat.Text, () => DateTimeOffset.UnixEpoch))
            write(log);
        return output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
