using Gatehouse.Interop.Lab;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Commands;

/// <summary>What stops "gatehouse run" before it touches anything, by exit code and sentence.</summary>
public sealed class RunRefusalTests
{
    [Fact]
    public void A_taken_port_500_is_exit_3_and_names_the_process()
    {
        Privileged.Require("python3");
        using var lab = new LabNetwork("port");
        const string Squat = "import socket, time; s = socket.socket(type=socket.SOCK_DGRAM); s.bind(('', 500)); print('bound', flush=True); time.sleep(60)";
        using var squatter = lab.Start("a", "python3", "-c", Squat);
        squatter.WaitForOutput("bound", 10);
        var error = Refused(lab, 3, GatehouseProcess.Psk);
        error.ShouldContain("500");
        error.ShouldContain("python3");
        error.ShouldContain($"{squatter.ProcessId}");
    }

    [Fact]
    public void A_missing_secret_is_exit_2_and_names_the_variable()
    {
        Privileged.Require();
        using var lab = new LabNetwork("nopsk");
        Refused(lab, 2, psk: null).ShouldContain(PolicyFile.Variable);
    }

    [Fact]
    public void A_name_in_use_is_exit_3_and_says_so()
    {
        Privileged.Require();
        using var lab = new LabNetwork("name");
        var policy = PolicyFile.Write(lab, "first");
        using var first = GatehouseProcess.Run(lab, "a", policy);
        using var second = GatehouseProcess.Start(lab, "a", policy, GatehouseProcess.Psk);
        second.WaitForExit(30).ShouldBe(3);
        second.Error.ShouldContain(lab.Namespace("a"));

        // The same name from another host of this machine is refused as well.
        using var third = GatehouseProcess.Start(lab, "b", policy, GatehouseProcess.Psk, "--name", lab.Namespace("a"));
        third.WaitForExit(30).ShouldBe(3);
        first.Terminate().ShouldBe(0);
    }

    [Fact]
    public void A_broken_policy_is_exit_2_with_every_error_at_once()
    {
        Privileged.Require();
        using var lab = new LabNetwork("bad");
        File.WriteAllText(lab.File("bad.yaml"), "gatehouse: 1\nscenario: transport-mod\nkeying:\n  authip:\n    authentication:\n      - psk: { env: X }\n");
        using var run = GatehouseProcess.Start(lab, "a", lab.File("bad.yaml"), GatehouseProcess.Psk);
        run.WaitForExit(30).ShouldBe(2);
        run.Error.ShouldContain("transport-mod");
        run.Error.ShouldContain("AuthIP has no pre-shared key");
    }

    private static string Refused(LabNetwork lab, int code, string? psk)
    {
        var before = HostState.Of(lab, "a");
        using var run = GatehouseProcess.Start(lab, "a", PolicyFile.Write(lab, "refused"), psk);
        run.WaitForExit(30).ShouldBe(code, run.Error);
        run.Output.ShouldBeEmpty();
        HostState.Of(lab, "a").ShouldBe(before);
        return run.Error;
    }
}
