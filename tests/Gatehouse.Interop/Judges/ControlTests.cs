using Gatehouse.Interop.Lab;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Judges;

/// <summary>The lab without the product: a judge that cannot see clear text proves nothing by not seeing it.</summary>
public sealed class ControlTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void Without_Gatehouse_traffic_passes_and_the_judge_sees_every_clear_packet(int family)
    {
        Privileged.Require("python3", "tcpdump", "tshark");
        using var lab = new LabNetwork($"ctl{family}");
        var before = HostState.Of(lab, "a");
        using var server = Traffic.Serve(lab, "b");
        using var capture = lab.Capture();

        Traffic.Run(lab, "a", "b", family, "udp", "--count", "5").Ok.ShouldBeTrue();
        Traffic.Run(lab, "a", "b", family, "udp", "--count", "2", "--size", "4000").Ok.ShouldBeTrue();
        Traffic.Run(lab, "a", "b", family, "tcp", "--bytes", "100000").Ok.ShouldBeTrue();
        Traffic.Run(lab, "a", "b", family, "df")["largest"].ShouldBe(family == 4 ? 1472 : 1452);
        lab.Run("a", "ping", "-c", "2", "-i", "0.2", lab.Address("b", family)).Succeeded();

        capture.Stop();
        capture.ClearPackets().Length.ShouldBeGreaterThan(20);
        capture.EspPackets(lab.Address("a", family), lab.Address("b", family)).ShouldBeEmpty();
        var echoes = family == 4 ? "icmp.type == 0 or icmp.type == 8" : "icmpv6.type == 128 or icmpv6.type == 129";
        Tshark.Read(capture.Path, null, echoes, "frame.number").Count.ShouldBe(4);
        HostState.Of(lab, "a").ShouldBe(before);
    }
}
