using Gatehouse.Interop.Lab;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Enforcement;

/// <summary>A host without IPsec is locked out, both ways, but can be pinged.</summary>
public sealed class PlainHostTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(6)]
    public void A_host_without_IPsec_reaches_nothing_but_ping(int family)
    {
        Privileged.Require("python3", "tcpdump");
        using var lab = new LabNetwork($"pl{family}");
        using var a = GatehouseProcess.Run(lab, "a", PolicyFile.Write(lab, "locked"));
        using var serverA = Traffic.Serve(lab, "a");
        using var serverB = Traffic.Serve(lab, "b");
        using var capture = lab.Capture();

        Traffic.Run(lab, "b", "a", family, "tcp", "--timeout", "1").Ok.ShouldBeFalse();
        Traffic.Run(lab, "b", "a", family, "udp", "--timeout", "1", "--count", "3").Ok.ShouldBeFalse();
        Traffic.Run(lab, "a", "b", family, "tcp", "--timeout", "1").Ok.ShouldBeFalse();
        lab.Run("b", "ping", "-c", "2", "-i", "0.2", "-W", "2", lab.Address("a", family)).Succeeded();
        lab.Run("a", "ping", "-c", "2", "-i", "0.2", "-W", "2", lab.Address("b", family)).Succeeded();

        capture.Stop();
        capture.ClearPackets().ShouldNotContain(packet => packet.Contains($"{lab.Address("a", family)}.", StringComparison.Ordinal)
            && packet.IndexOf(lab.Address("a", family), StringComparison.Ordinal) < packet.IndexOf('>', StringComparison.Ordinal));
        a.Status().GetProperty("drops").GetProperty("ClearTextInbound").GetInt64().ShouldBeGreaterThan(0);
    }
}
