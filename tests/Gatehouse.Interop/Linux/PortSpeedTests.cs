using System.Globalization;
using System.Text.Json;
using Gatehouse.Linux.Namespaces;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Linux;

/// <summary>What the port itself costs, without cryptography.</summary>
[Collection("namespaces")]
public sealed class PortSpeedTests(ITestOutputHelper output) : IDisposable
{
    private LabNetwork? _lab;

    public void Dispose() => _lab?.Dispose();

    [Fact]
    public void The_loop_allocates_nothing_per_packet()
    {
        var (a, b) = MakeLab();
        using var sender = new RunningNode(a, new XorNode { Transforms = false });
        using var receiver = new RunningNode(b, new XorNode { Transforms = false });
        Traffic.SendBulk(a, b, 4, 1_000_000);
        var before = sender.On(() => (Allocated: GC.GetAllocatedBytesForCurrentThread(), sender.Node.Seen));
        Traffic.SendBulk(a, b, 4, 20_000_000);
        var after = sender.On(() => (Allocated: GC.GetAllocatedBytesForCurrentThread(), sender.Node.Seen));
        (after.Seen - before.Seen).ShouldBeGreaterThan(10_000);
        // The question itself allocates a little; a byte per packet would be ten times as much.
        (after.Allocated - before.Allocated).ShouldBeLessThan(2_000);
    }

    [Theory(Explicit = true)]
    [InlineData(false)]
    [InlineData(true)]
    public void Throughput_of_one_tcp_stream(bool transforms)
    {
        var (a, b) = MakeLab();
        using var sender = new RunningNode(a, new XorNode { Transforms = transforms });
        using var receiver = new RunningNode(b, new XorNode { Transforms = transforms });
        using var server = System.Diagnostics.Process.Start("ip", $"netns exec {b.Namespace} iperf3 -s -1 --logfile /dev/null");
        Thread.Sleep(500);
        using var json = JsonDocument.Parse(Shell.Run($"ip netns exec {a.Namespace} iperf3 -J -t 5 -c {b.V4}"));
        var end = json.RootElement.GetProperty("end");
        var rate = end.GetProperty("sum_received").GetProperty("bits_per_second").GetDouble() / 1e6;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"transforms {transforms}: {rate:F0} Mbit/s"));
        rate.ShouldBeGreaterThan(0);
        server.WaitForExit();
    }

    private (LabHost A, LabHost B) MakeLab()
    {
        Privileged.Require();
        _lab = LabNetwork.Create("gh-test", ["a", "b"], out var failure) ?? throw new InvalidOperationException(failure);
        return (_lab.Hosts[0], _lab.Hosts[1]);
    }
}
