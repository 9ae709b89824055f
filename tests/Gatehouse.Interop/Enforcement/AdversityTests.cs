using Gatehouse.Interop.Lab;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Enforcement;

/// <summary>What happens to a machine besides kills: queues run full, memory runs out, addresses change. Nothing of it sends a packet in clear.</summary>
public sealed class AdversityTests
{
    [Fact]
    public void A_full_queue_drops_and_nothing_of_it_is_clear()
    {
        Privileged.Require("python3", "tcpdump");
        using var lab = new LabNetwork("queue");
        using var server = Traffic.Serve(lab, "b");
        var policy = PolicyFile.Write(lab, "transport");
        using var b = GatehouseProcess.Run(lab, "b", policy);
        using var a = GatehouseProcess.Run(lab, "a", policy);
        using var capture = lab.Capture();
        Traffic.Run(lab, "a", "b", 4, "tcp").Ok.ShouldBeTrue();

        // A node that is stopped answers no packet; its queue holds 8,192 and the kernel drops the rest.
        a.Signal("STOP");
        Traffic.Run(lab, "a", "b", 4, "ports", "--count", "20000")["sent"].ShouldBeGreaterThan(15000);
        a.Signal("CONT");
        var recovered = Traffic.Run(lab, "a", "b", 4, "tcp", "--timeout", "20");
        recovered.Ok.ShouldBeTrue($"{recovered.Text}\n{a.Error}");
        a.Status().GetProperty("counters").GetProperty("KernelDrops").GetInt64().ShouldBeGreaterThan(0);
        capture.Stop();
        capture.ClearPackets().ShouldBeEmpty();
    }

    [Fact]
    public void A_node_that_runs_out_of_memory_ends_and_its_traffic_stays_blocked()
    {
        Privileged.Require("python3", "tcpdump");
        using var lab = new LabNetwork("memory", "a", "plain");
        using var server = Traffic.Serve(lab, "plain");
        var policy = PolicyFile.Write(lab, "discovery", scenario: "negotiation-discovery");
        using var a = GatehouseProcess.WithHeapLimit(lab, "a", policy, megabytes: 12);
        a.WaitForOutput("^ready", 60);
        Traffic.Run(lab, "a", "plain", 4, "udp").Ok.ShouldBeTrue("it works before");

        // As many flows as the table may hold take more memory than there is.
        using (var flood = Traffic.Start(lab, "a", "plain", 4, "ports", "--count", "60000"))
            flood.Result(60);
        a.WaitForExit(60).ShouldNotBe(0, a.Error);
        using var capture = lab.Capture();
        Traffic.Run(lab, "a", "plain", 4, "udp", "--timeout", "1").Ok.ShouldBeFalse("its traffic is blocked");
        capture.Stop();
        capture.Select($"udp port {Traffic.Port}").ShouldBeEmpty();
        GatehouseProcess.Execute(lab, "a", "down").Succeeded();
        Traffic.Run(lab, "a", "plain", 4, "udp").Ok.ShouldBeTrue("clear traffic flows again");
    }

    [Fact]
    public void A_host_that_gets_another_address_is_protected_by_it_too()
    {
        Privileged.Require("python3", "tcpdump");
        using var lab = new LabNetwork("address");
        using var server = Traffic.Serve(lab, "b");
        var policy = PolicyFile.Write(lab, "transport");
        using var b = GatehouseProcess.Run(lab, "b", policy);
        using var a = GatehouseProcess.Run(lab, "a", policy);
        using var capture = lab.Capture();
        Traffic.Run(lab, "a", "b", 4, "tcp").Ok.ShouldBeTrue();
        lab.Run("a", "ip", "address", "del", $"{lab.Address("a", 4)}/24", "dev", "eth0").Succeeded();
        lab.Run("a", "ip", "address", "add", "10.99.0.77/24", "dev", "eth0").Succeeded();
        var after = Traffic.Run(lab, "a", "b", 4, "tcp", "--timeout", "20");
        after.Ok.ShouldBeTrue($"{after.Text}\n{a.Error}\n{b.Error}");
        capture.Stop();
        capture.ClearPackets().ShouldBeEmpty();
        capture.EspPackets("10.99.0.77", lab.Address("b", 4)).Length.ShouldBeGreaterThan(10);
    }
}
