using System.Text.Json;
using Gatehouse.Interop.Lab;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Enforcement;

/// <summary>"gatehouse apply" on a node that judges real packets: one policy gives way to the next, whole, for good or on trial.</summary>
public sealed class ApplyTests : IDisposable
{
    private readonly LabNetwork _lab = new("apply");

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void SAs_that_stay_allowed_survive_an_exchange_under_load_and_the_others_are_deleted_at_both_ends()
    {
        Privileged.Require("python3", "tcpdump");
        using var capture = _lab.Capture(headersOnly: true);
        using var server = Traffic.Serve(_lab, "b");
        using var b = GatehouseProcess.Run(_lab, "b", PolicyFile.Write(_lab, "same"));
        using var a = GatehouseProcess.Run(_lab, "a", PolicyFile.Write(_lab, "same"));
        Traffic.Run(_lab, "a", "b", 4, "tcp").Ok.ShouldBeTrue();
        var before = Spis(a);
        before.ShouldNotBeEmpty();
        using var load = Traffic.Start(_lab, "a", "b", 4, "tcp", "--bytes", "100000000", "--chunk", "1000", "--interval", "0.01", "--seconds", "6");
        for (var i = 0; i < 4; i++)
        {
            Apply(WithRule($"closed{i}", $"- {{ name: closed, scenario: block, protocol: tcp, remotePort: {9000 + i} }}")).ShouldContain("applied: ");
            Thread.Sleep(300);
        }

        TrafficResult.Read(load.Result(30)).Ok.ShouldBeTrue($"the transfer goes on\n{a.Error}");
        Spis(a).ShouldBe(before, "an SA that the new policy allows survives");
        Apply(PolicyFile.Write(_lab, "same", scenario: "block")).ShouldContain("applied: ");
        Eventually(() => Spis(a).Length == 0 && Spis(b).Length == 0).ShouldBeTrue($"{a.Status()}\n{b.Status()}\n{a.Error}");
        Traffic.Run(_lab, "a", "b", 4, "tcp", "--timeout", "1").Ok.ShouldBeFalse();
        capture.Stop();
        capture.ClearPackets().ShouldBeEmpty();
    }

    [Fact]
    public void A_dry_run_changes_nothing_a_second_apply_neither_and_a_bad_policy_is_refused_by_line()
    {
        Privileged.Require();
        var policy = WithRule("closed", "- { name: closed, scenario: block, protocol: tcp, remotePort: 9000 }");
        using var a = GatehouseProcess.Run(_lab, "a", PolicyFile.Write(_lab, "same"));
        var filters = Filters();
        Execute("apply", policy, "--dry-run").Succeeded().Output.ShouldContain("would be applied: ");
        Filters().ShouldBe(filters);
        Apply(policy).ShouldNotContain("applied: 0 added");
        Filters().ShouldNotBe(filters);
        filters = Filters();
        Execute("diff", policy, "--live").Succeeded();
        var differs = Execute("diff", PolicyFile.Write(_lab, "same"), "--live");
        differs.ExitCode.ShouldBe(1, differs.ToString());
        differs.Output.ShouldContain("closed");
        Execute("show", "contexts", "--live").Succeeded().Output.ShouldContain("IKE_MM");
        Execute("show", "sublayers", "--live").Succeeded().Output.ShouldContain("UNIVERSAL");
        Execute("show", "events").Succeeded();
        Execute("show", "sessions").Succeeded().Output.ShouldStartWith("NAME");
        Apply(policy).ShouldContain("applied: 0 added, 0 deleted, 0 replaced");
        Filters().ShouldBe(filters);
        var bad = PolicyFile.WriteText(_lab, "bad", "scenario: transport-mode\nkeying: 17\n");
        var refused = Execute("apply", bad);
        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldContain("bad.yaml:4:");
        Execute("confirm").Error.ShouldContain("no policy is on trial");
        Filters().ShouldBe(filters);
    }

    [Fact]
    public void A_changed_pre_shared_key_alone_is_a_difference_that_apply_mends_and_nobody_prints()
    {
        Privileged.Require();
        var key = _lab.File("key");
        File.WriteAllText(key, "first-lab-key");
        File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var policy = PolicyFile.WriteText(_lab, "keyed", $"scenario: transport-mode\nkeying: {{ ike: {{ authentication: [ psk: {{ file: {key} }} ] }} }}\n");
        using var a = GatehouseProcess.Run(_lab, "a", policy);
        Execute("diff", policy, "--live").Succeeded();
        File.WriteAllText(key, "second-lab-key");
        var differs = Execute("diff", policy, "--live");
        differs.ExitCode.ShouldBe(1, differs.ToString());
        differs.Output.ShouldContain("the pre-shared key differs");
        var tried = Execute("apply", policy, "--dry-run").Succeeded();
        tried.Output.ShouldContain("the pre-shared key differs");
        Apply(policy).ShouldContain("the pre-shared key differs");
        Execute("diff", policy, "--live").Succeeded().Output.ShouldNotContain("differs");
        Apply(policy).ShouldContain("applied: 0 added, 0 deleted, 0 replaced");
        $"{differs}{tried}{a.Error}".ShouldNotContain("lab-key");
    }

    [Fact]
    public void What_nobody_confirms_is_taken_back_and_what_somebody_confirms_stays()
    {
        Privileged.Require("python3");
        using var server = Traffic.Serve(_lab, "b");
        using var b = GatehouseProcess.Run(_lab, "b", PolicyFile.Write(_lab, "same"));
        using var a = GatehouseProcess.Run(_lab, "a", PolicyFile.Write(_lab, "same"));
        var closed = WithRule("closed", "- { name: closed, scenario: block, protocol: tcp }");
        Execute("apply", closed, "--confirm-within", "3s").Succeeded().Output.ShouldContain("on trial");
        Execute("apply", closed).Error.ShouldContain("a policy is on trial");
        Traffic.Run(_lab, "a", "b", 4, "tcp", "--timeout", "1").Ok.ShouldBeFalse("on trial it is in force");
        a.WaitForError("was not confirmed in time; back to policy same", 10);
        Traffic.Run(_lab, "a", "b", 4, "tcp").Ok.ShouldBeTrue("taken back");
        Execute("apply", closed, "--confirm-within", "3s").Succeeded();
        Execute("confirm").Succeeded().Output.ShouldContain("confirmed: policy same");
        Thread.Sleep(4000);
        Traffic.Run(_lab, "a", "b", 4, "tcp", "--timeout", "1").Ok.ShouldBeFalse("confirmed it stays");
    }

    [Fact]
    public void A_killed_node_starts_again_from_the_last_policy_that_was_kept()
    {
        Privileged.Require("python3");
        var state = _lab.File("state");
        var closed = WithRule("closed", "- { name: closed, scenario: block, protocol: tcp, remotePort: 9000 }");
        var open = WithRule("open", "- { name: open, scenario: clear, protocol: tcp, remotePort: 9001 }");
        using (var a = GatehouseProcess.Run(_lab, "a", PolicyFile.Write(_lab, "same"), "--state", state))
        {
            Apply(closed);
            Execute("apply", open, "--confirm-within", "60s").Succeeded();
            Filters().ShouldContain("open");
            a.Kill();
        }

        using (var a = GatehouseProcess.Run(_lab, "a", null, "--state", state))
        {
            Filters().ShouldContain("closed");
            Filters().ShouldNotContain("open");
            a.Status().GetProperty("policy").GetString().ShouldBe(closed);
            Directory.EnumerateFiles(state).ShouldAllBe(file => !Holds(file, GatehouseProcess.Psk), "no secret is ever stored");
            a.Kill();
        }

        // Nobody knows what must be protected, so nothing flows.
        using var server = Traffic.Serve(_lab, "b");
        GatehouseProcess.Execute(_lab, "a", "down").Succeeded();
        Traffic.Run(_lab, "a", "b", 4, "tcp").Ok.ShouldBeTrue();
        File.WriteAllBytes(Path.Combine(state, "state.db"), [.. Enumerable.Repeat((byte)7, 9000)]);
        using var lost = GatehouseProcess.Start(_lab, "a", null, GatehouseProcess.Psk, "--state", state);
        lost.WaitForExit(30).ShouldBe(3);
        lost.Error.ShouldContain("state.db cannot be used: ");
        lost.Error.ShouldContain("stays blocked");
        Traffic.Run(_lab, "a", "b", 4, "tcp", "--timeout", "1").Ok.ShouldBeFalse();
        GatehouseProcess.Execute(_lab, "a", "down").Succeeded();
        Traffic.Run(_lab, "a", "b", 4, "tcp").Ok.ShouldBeTrue();
    }

    [Fact]
    public void The_read_group_may_look_the_write_group_may_change_and_others_are_refused()
    {
        Privileged.Require("setpriv");
        const string readers = "70001", writers = "70002";
        using var a = GatehouseProcess.Run(_lab, "a", PolicyFile.Write(_lab, "same"), "--read-group", readers, "--write-group", writers);
        var copy = Directory.CreateTempSubdirectory("gatehouse-cli-");
        try
        {
            Tool.Run("cp", "-r", Path.GetDirectoryName(Places.Gatehouse)!, Path.Combine(copy.FullName, "cli")).Succeeded();
            Tool.Run("chmod", "-R", "a+rX", copy.FullName).Succeeded();
            ToolResult As(string group, params string[] command) => _lab.Run(
                "a",
                ["setpriv", "--reuid=65534", "--regid=65534", $"--groups={group}", "dotnet", Path.Combine(copy.FullName, "cli/gatehouse.dll"), .. command]);
            As(readers, "status").Succeeded();
            As(readers, "down").Error.ShouldContain("user 65534 may only look at this node");
            As("70003", "status").Error.ShouldContain("user 65534 may ask nothing of this node");
            var counters = a.Status().GetProperty("counters");
            counters.GetProperty("ControlRefused").GetInt64().ShouldBe(2);
            As(writers, "down").Succeeded();
            a.WaitForExit(15).ShouldBe(0, a.Error);
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    [Fact]
    public void Events_tell_which_filter_dropped_what_and_why_negotiations_failed()
    {
        Privileged.Require("python3");
        using var a = GatehouseProcess.Run(_lab, "a", PolicyFile.Write(_lab, "same"));
        Traffic.Run(_lab, "b", "a", 4, "udp", "--count", "2", "--timeout", "1").Ok.ShouldBeFalse();
        using var document = JsonDocument.Parse(Execute("monitor", "--once", "--format", "json").Succeeded().Lines.First(line => line.Contains("KERNEL_DROP")));
        var drop = document.RootElement;
        drop.GetProperty("reason").GetString().ShouldBe("ClearTextInbound");
        drop.GetProperty("errorCode").GetInt32().ShouldBe(13916);
        drop.GetProperty("layer").GetString().ShouldBe("FWPM_LAYER_INBOUND_TRANSPORT_V4");
        drop.GetProperty("protocol").GetInt32().ShouldBe(17);
        drop.GetProperty("localPort").GetInt32().ShouldBe(Traffic.Port);
        drop.GetProperty("remote").GetString().ShouldBe(_lab.Address("b", 4));
        Execute("monitor", "--once").Output.ShouldNotContain("CLASSIFY_ALLOW");
        Execute("monitor", "--once", "--allowed", "true").Succeeded();
        Traffic.Run(_lab, "a", "b", 4, "udp", "--count", "1", "--timeout", "1").Ok.ShouldBeFalse();
        Eventually(() => Execute("monitor", "--once").Succeeded().Output.Contains("IKEEXT_MM_FAILURE"), seconds: 90).ShouldBeTrue();
        var told = Execute("monitor", "--once").Output;
        told.ShouldContain("error 13805");
        told.Split('\n').ShouldContain(line => line.Contains("CLASSIFY_ALLOW") && line.Contains("Held"), told);
    }

    // One policy by its name, so that its objects keep their keys, in a file of its own.
    private string WithRule(string file, string rule)
    {
        var path = _lab.File($"{file}.yaml");
        File.Copy(PolicyFile.WriteText(_lab, "text", Text(rule)), path);
        File.WriteAllText(path, File.ReadAllText(path).Replace("name: text\n", "name: same\n", StringComparison.Ordinal));
        return path;
    }

    private static string Text(string rule) =>
        $$"""
        scenario: transport-mode
        exemptions: [icmp]
        rules:
          {{rule}}
        keying:
          ike:
            authentication:
              - psk: { env: {{PolicyFile.Variable}} }
        """;

    private ToolResult Execute(params string[] arguments) => GatehouseProcess.Execute(_lab, "a", arguments);

    private string Apply(string policy) => Execute("apply", policy).Succeeded().Output;

    private string Filters() => Execute("show", "filters").Succeeded().Output;

    private static string[] Spis(GatehouseProcess node) =>
        [.. node.Status().GetProperty("quickModeSas").EnumerateArray().Select(sa => sa.GetProperty("spiIn").GetString()!)];

    private static bool Holds(string file, string text) => File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(text)) >= 0;

    private static bool Eventually(Func<bool> condition, double seconds = 10)
    {
        for (var until = Environment.TickCount64 + (seconds * 1000); Environment.TickCount64 < until; Thread.Sleep(100))
        {
            if (condition())
                return true;
        }

        return condition();
    }
}
