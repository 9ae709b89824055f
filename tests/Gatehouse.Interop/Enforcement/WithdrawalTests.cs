using Gatehouse.Interop.Lab;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Enforcement;

/// <summary>Every orderly end leaves the host as it was, unless it was told to keep it blocked.</summary>
public sealed class WithdrawalTests
{
    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void A_signal_withdraws_rules_routes_and_marks(string signal) => Ends((_, node) => node.Signal(signal));

    [Fact]
    public void Down_ends_a_running_node_and_withdraws() => Ends((lab, _) => GatehouseProcess.Execute(lab, "a", "down").Succeeded());

    [Fact]
    public void A_node_with_a_duration_withdraws_by_itself() => Ends((_, _) => { }, "--for", "2s");

    [Fact]
    public void With_on_exit_block_a_signal_leaves_traffic_blocked_until_down()
    {
        Privileged.Require("python3");
        using var lab = new LabNetwork("block");
        var before = HostState.Of(lab, "a");
        using var server = Traffic.Serve(lab, "b");
        using (var node = GatehouseProcess.Run(lab, "a", PolicyFile.Write(lab, "blocking"), "--on-exit", "block"))
            node.Terminate().ShouldBe(0, node.Error);

        Traffic.Run(lab, "a", "b", 4, "tcp", "--timeout", "0.5").Ok.ShouldBeFalse();
        GatehouseProcess.Execute(lab, "a", "down").Succeeded();
        HostState.Of(lab, "a").ShouldBe(before);
        Traffic.Run(lab, "a", "b", 4, "tcp").Ok.ShouldBeTrue();
    }

    private static void Ends(Action<LabNetwork, GatehouseProcess> end, params string[] options)
    {
        Privileged.Require("python3");
        using var lab = new LabNetwork("end");
        var before = HostState.Of(lab, "a");
        using var server = Traffic.Serve(lab, "b");
        using (var node = GatehouseProcess.Run(lab, "a", PolicyFile.Write(lab, "ending"), options))
        {
            HostState.Of(lab, "a").ShouldNotBe(before);
            end(lab, node);
            node.WaitForExit(15).ShouldBe(0, node.Error);
        }

        HostState.Of(lab, "a").ShouldBe(before);
        Traffic.Run(lab, "a", "b", 6, "tcp").Ok.ShouldBeTrue("clear traffic flows again");
    }
}
