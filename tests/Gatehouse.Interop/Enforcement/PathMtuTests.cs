using Gatehouse.Interop.Lab;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Enforcement;

/// <summary>ESP takes room; what does not fit is told or fragmented, never silently lost.</summary>
public sealed class PathMtuTests
{
    private const int BulkBytes = 20_000_000;
    private const int LinkMtu = 1500;

    private const int EthernetHeader = 14;

    [Theory]
    [InlineData(4, "gcm", 4)]
    [InlineData(6, "gcm", 4)]
    [InlineData(4, "cbc", 16)]
    [InlineData(6, "cbc", 16)]
    public void Bulk_data_long_datagrams_and_the_largest_unfragmented_datagram_arrive(int family, string child, int alignment)
    {
        Privileged.Require("python3", "tcpdump");
        var suite = Suite.Named(child);
        using var lab = new LabNetwork($"mtu{family}");
        var policy = PolicyFile.Write(lab, "path-mtu", suite.Encryption, suite.Integrity);
        using var a = GatehouseProcess.Run(lab, "a", policy);
        using var b = GatehouseProcess.Run(lab, "b", policy);
        using var server = Traffic.Serve(lab, "b");

        var bulk = Traffic.Run(lab, "a", "b", family, "tcp", "--bytes", $"{BulkBytes}", "--timeout", "60");
        bulk.Ok.ShouldBeTrue(bulk.Text);
        bulk["echoed"].ShouldBe(BulkBytes);

        using var capture = lab.Capture();
        var longDatagrams = Traffic.Run(lab, "a", "b", family, "udp", "--size", "4000", "--count", "10", "--interval", "0.02");
        longDatagrams.Ok.ShouldBeTrue(longDatagrams.Text);
        capture.Stop();
        capture.ClearPackets().ShouldBeEmpty();

        using var second = lab.Capture("df.pcap");
        var limit = Traffic.Run(lab, "a", "b", family, "df", "--timeout", "5");
        limit.Ok.ShouldBeTrue(limit.Text);
        second.Stop();
        second.ClearPackets().ShouldBeEmpty();
        second.Select("ip[6:2] & 0x3fff != 0 or ip6[6] = 44").ShouldBeEmpty("an unfragmented datagram is not fragmented after sealing");

        // A sealed packet's length is a multiple of the cipher's alignment, so the largest one leaves less than that free.
        second.Select($"esp and greater {LinkMtu + EthernetHeader - alignment + 1}").ShouldNotBeEmpty("the largest datagram nearly fills the link");
    }
}
