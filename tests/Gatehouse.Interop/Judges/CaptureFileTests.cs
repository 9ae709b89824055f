using Gatehouse.Interop.Lab;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Judges;

/// <summary>The product's own capture, read by tshark with the product's own keys.</summary>
public sealed class CaptureFileTests
{
    [Fact]
    public void The_capture_of_a_node_holds_what_is_on_the_wire_and_opens_with_its_exported_keys()
    {
        Privileged.Require("python3", "tcpdump", "tshark");
        using var lab = new LabNetwork("cap");
        var policy = PolicyFile.Write(lab, "captured");
        var file = lab.File("own.pcapng");
        using var a = GatehouseProcess.Run(lab, "a", policy, "--capture", file, "--export-keys", lab.File("keys"));
        using var b = GatehouseProcess.Run(lab, "b", policy);
        using var server = Traffic.Serve(lab, "b");
        foreach (var family in new[] { 4, 6 })
        {
            // The first datagram waits for the SA alone: a burst of 25 would exceed what may be held for one pair.
            Traffic.Run(lab, "a", "b", family, "udp", "--count", "1").Ok.ShouldBeTrue(a.Error);
            Traffic.Run(lab, "a", "b", family, "udp", "--count", "25").Ok.ShouldBeTrue(a.Error);
        }

        a.Terminate().ShouldBe(0);

        File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var esp = Tshark.Read(file, lab.File("keys"), "esp", "frame.protocols", "esp.icv_good");
        esp.Count.ShouldBeGreaterThanOrEqualTo(100);
        esp.ShouldAllBe(packet => packet[0].Contains(":esp:udp") && (packet[1] == "1" || packet[1] == "True"));
        Tshark.Read(file, lab.File("keys"), "isakmp.exchangetype == 2", "frame.number").Count.ShouldBe(12);
        Tshark.Read(file, lab.File("keys"), "isakmp.exchangetype == 32", "frame.number").Count.ShouldBe(6);
    }
}
