using Gatehouse.Interop.Lab;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Oracles.Wfp;
using Gatehouse.Scenarios.Installing;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Windows;

/// <summary>The product for 64-bit Windows, as a Windows process, against the recorder: its verbs, and each of their calls failing.</summary>
[Trait("tier", "default")]
public sealed class WineTests(WinePrefix wine) : IClassFixture<WinePrefix>
{
    private const string Psk = """
        gatehouse: 1
        name: cheese
        scenario: transport-mode
        keying: { ike: { authentication: [ psk: { env: GATEHOUSE_PSK } ] } }
        """;

    public static TheoryData<string> Scenarios => [.. PolicyOfTheTables.Scenarios];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Each_scenario_is_applied_shown_compared_and_removed(string scenario)
    {
        WinePrefix.Require();
        wine.Forget();
        var policy = wine.Policy(PolicyOfTheTables.Text(scenario));
        var negotiates = PolicyOfTheTables.Negotiates(scenario);

        wine.Gatehouse("apply", policy).Succeeded().Output.ShouldContain("applied: ");
        RecordedRows.Filters(wine.Calls).Select(row => $"{row}").Order()
            .ShouldBe(ScenarioTables.Filters(scenario, negotiates, negotiates, true, true, true).Select(row => $"{row}").Order());
        RecordedRows.Contexts(wine.Calls).Order().ShouldBe(ScenarioTables.Contexts(scenario, negotiates, negotiates).Order());
        ShouldHaveReturnedEverything("apply");

        wine.Gatehouse("apply", policy).Succeeded().Output.ShouldContain("applied: 0 added, 0 deleted, 0 replaced");
        wine.Calls.ShouldNotContain(call => call.Name.Contains("Add", StringComparison.Ordinal) || call.Name.Contains("Delete", StringComparison.Ordinal));
        wine.Gatehouse("show", "filters").Succeeded().Lines.Length.ShouldBe(1 + RecordedCount(scenario));
        wine.Gatehouse("diff", policy, "--live").Succeeded().Output.ShouldContain("0 objects differ");
        var other = wine.Policy(PolicyOfTheTables.Text(scenario == "block" ? "clear" : "block"), "other.yaml");
        var differs = wine.Gatehouse("diff", other, "--live");
        differs.ExitCode.ShouldBe(1, $"{differs}");
        wine.Gatehouse("down").Succeeded().Output.ShouldContain("nothing of Gatehouse is left");
        ShouldHaveReturnedEverything("down");
        wine.Gatehouse("show", "filters").Succeeded().Lines.Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("block")]
    public void A_failure_at_any_call_leaves_nothing_half_applied(string scenario) => FailEachCallOf(scenario);

    [Theory]
    [InlineData("negotiation-discovery")]
    [InlineData("negotiation-discovery-boundary")]
    [InlineData("clear")]
    [InlineData("transport-mode")]
    [Trait("tier", "all")]
    public void A_failure_at_any_call_of_any_scenario_leaves_nothing_half_applied(string scenario) => FailEachCallOf(scenario);

    [Theory]
    [InlineData(1, 5u, 3, "ERROR_ACCESS_DENIED", "Run as administrator")]
    [InlineData(1, 1753u, 3, "EPT_S_NOT_REGISTERED", "sc start BFE")]
    [InlineData(1, 1722u, 3, "RPC_S_SERVER_UNAVAILABLE", "sc start BFE")]
    [InlineData(2, 0x80320012u, 4, "FWP_E_TIMEOUT", "Another program holds a transaction")]
    [InlineData(2, 0x80320010u, 4, "FWP_E_SESSION_ABORTED", "Try again")]
    public void What_stops_it_is_said_with_the_way_out(int call, uint code, int exitCode, string name, string wayOut)
    {
        WinePrefix.Require();
        var refused = wine.Gatehouse(call, code, "apply", wine.Policy(PolicyOfTheTables.Text("block")));
        refused.ExitCode.ShouldBe(exitCode);
        refused.Error.ShouldStartWith(name);
        refused.Error.ShouldContain(wayOut);
    }

    [Fact]
    public void An_older_Windows_is_refused()
    {
        WinePrefix.Require();
        wine.SetVersion("win7");
        try
        {
            var refused = wine.Gatehouse("apply", wine.Policy(PolicyOfTheTables.Text("block")));
            refused.ExitCode.ShouldBe(3);
            refused.Error.ShouldContain("Windows 8");
        }
        finally
        {
            wine.SetVersion("win10");
        }
    }

    [Fact]
    public void A_pre_shared_key_reaches_Windows_and_nobody_else()
    {
        WinePrefix.Require();
        wine.Forget();
        var applied = wine.Gatehouse("apply", wine.Policy(Psk)).Succeeded();
        applied.Output.ShouldContain("applied: ");
        $"{applied.Output}{applied.Error}".ShouldNotContain("wine-and-cheese");
        RecordedRows.Added(wine.Calls, "FwpmProviderContextAdd2").First().GetProperty("mainMode").GetProperty("authentication")[0]
            .GetProperty("presharedKey").GetString().ShouldBe(Convert.ToHexStringLower("wine-and-cheese"u8));
        wine.Gatehouse("diff", wine.Policy(Psk), "--live").Succeeded();
        wine.Gatehouse("apply", wine.Policy(Psk.Replace("name: cheese", "name: other", StringComparison.Ordinal)), "--dry-run").Succeeded();
        var missing = wine.Gatehouse("apply", wine.Policy(Psk.Replace("GATEHOUSE_PSK", "NOT_THERE", StringComparison.Ordinal)));
        missing.ExitCode.ShouldBe(2);
        missing.Error.ShouldContain("NOT_THERE");
        wine.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void A_changed_pre_shared_key_is_drift_that_apply_mends_and_nobody_prints()
    {
        WinePrefix.Require();
        wine.Forget();
        var policy = wine.Policy(Psk);
        wine.Gatehouse("apply", policy).Succeeded();
        try
        {
            wine.PresharedKey = "wine-and-bread";
            var drift = wine.Gatehouse("diff", policy, "--live");
            drift.ExitCode.ShouldBe(1, drift.ToString());
            drift.Output.ShouldContain("the pre-shared key differs");
            var applied = wine.Gatehouse("apply", policy).Succeeded();
            $"{drift}{applied}".ShouldNotContain("wine-and");
            wine.Gatehouse("apply", policy).Succeeded().Output.ShouldContain("applied: 0 added, 0 deleted, 0 replaced");
            wine.PresharedKey = null;
            var unknown = wine.Gatehouse("diff", policy, "--live").Succeeded();
            unknown.Error.ShouldContain("could not be compared");
            ShouldHaveReturnedEverything("diff without key");
        }
        finally
        {
            wine.PresharedKey = "wine-and-cheese";
        }
    }

    [Fact]
    public void Foreign_objects_that_refer_to_ours_are_named()
    {
        WinePrefix.Require();
        wine.Forget();
        using (var recorder = new RecordedEngine())
        {
            var objects = RecordedEngine.Compile(PolicyOfTheTables.Text("transport-mode"));
            new PolicyInstaller(recorder.Engine).Apply(objects, new InstallOptions()).Require();
            var mainMode = objects.Filters.First(filter => filter.ProviderContext is not null);
            using (var session = recorder.Engine.Open(new FwpmSession()).Require())
                session.Filters.Add(mainMode with { Key = Guid.NewGuid(), Name = "theirs" }).Require();
            recorder.CopyStoreTo(wine.StoreFile);
        }

        var before = wine.Committed;
        var refused = wine.Gatehouse("down");
        refused.ExitCode.ShouldBe(4, refused.ToString());
        refused.Error.ShouldStartWith("FWP_E_IN_USE");
        refused.Error.ShouldContain("filter 'theirs'");
        refused.Error.ShouldContain("Remove them with the program that added them");
        wine.Committed.ShouldBe(before);
        ShouldHaveReturnedEverything("refused down");
    }

    [Fact]
    public async Task A_policy_on_trial_is_taken_back_unless_it_is_confirmed()
    {
        WinePrefix.Require();
        wine.Forget();
        var (block, clear) = (wine.Policy(PolicyOfTheTables.Text("block"), "block.yaml"), wine.Policy(PolicyOfTheTables.Text("clear"), "clear.yaml"));
        wine.Gatehouse("apply", block).Succeeded();
        var unconfirmed = wine.Gatehouse("apply", clear, "--confirm-within", "500ms");
        unconfirmed.ExitCode.ShouldBe(1, unconfirmed.Error);
        unconfirmed.Error.ShouldContain("in force again");
        wine.Gatehouse("diff", block, "--live").Succeeded();
        wine.Gatehouse("confirm").ExitCode.ShouldBe(4);

        var trial = Task.Run(() => wine.Gatehouse("apply", clear, "--confirm-within", "60s"), TestContext.Current.CancellationToken);
        while (wine.Gatehouse("confirm").ExitCode != 0 && !trial.IsCompleted)
            await Task.Delay(200, TestContext.Current.CancellationToken);
        var confirmed = await trial;
        confirmed.ExitCode.ShouldBe(0, confirmed.Error);
        wine.Gatehouse("diff", clear, "--live").Succeeded();
    }

    [Fact]
    public async Task A_policy_on_trial_does_not_outlive_the_command_that_waits()
    {
        WinePrefix.Require();
        wine.Forget();
        var (block, clear) = (wine.Policy(PolicyOfTheTables.Text("block"), "block.yaml"), wine.Policy(PolicyOfTheTables.Text("clear"), "clear.yaml"));
        wine.Gatehouse("apply", block).Succeeded();
        using (var trial = wine.StartGatehouse("apply", clear, "--confirm-within", "10m"))
        {
            (await trial.StandardError.ReadLineAsync(TestContext.Current.CancellationToken)).ShouldNotBeNull().ShouldContain("on trial");
            wine.Gatehouse("diff", clear, "--live").Succeeded();
            var second = wine.Gatehouse("apply", block);
            second.ExitCode.ShouldBe(4);
            second.Error.ShouldContain("a policy is on trial");
            trial.Kill();
        }

        for (var i = 0; i < 50 && wine.Gatehouse("diff", block, "--live").ExitCode != 0; i++)
            await Task.Delay(200, TestContext.Current.CancellationToken);
        wine.Gatehouse("diff", block, "--live").Succeeded();
        wine.Gatehouse("confirm").ExitCode.ShouldBe(4);
    }

    [Fact]
    public void What_Windows_does_is_shown()
    {
        WinePrefix.Require();
        var status = wine.Gatehouse("status").Succeeded().Output;
        status.ShouldContain("192.0.2.1 <-> 192.0.2.2 in 0x00001001 out 0x00002002 EspAuthAndCipher GcmAes128 Aes128");
        status.ShouldContain("clearTextDrops 22");
        ShouldHaveReturnedEverything("status");
        var line = wine.Gatehouse("monitor", "--for", "500ms").Succeeded().Output;
        line.ShouldContain("FWPM_NET_EVENT_TYPE_IKEEXT_MM_FAILURE, 192.0.2.1 port 49152 <- 192.0.2.2 port 445, protocol 6, failed at the peer, filter 79");
        line.ShouldContain("error 13801");
        ShouldHaveReturnedEverything("monitor");
        wine.Gatehouse("monitor", "--for", "500ms", "--format", "json").Succeeded().Output.ShouldContain("\"time\":\"2026-01-02T03:04:05.000Z\"");
        ShouldHaveReturnedEverything("monitor as JSON");
    }

    [Fact]
    public void What_is_there_is_listed_in_the_words_of_every_system()
    {
        WinePrefix.Require();
        wine.Forget();
        wine.Gatehouse("apply", wine.Policy(PolicyOfTheTables.Text("transport-mode"))).Succeeded();
        var filters = wine.Gatehouse("show", "filters").Succeeded();
        filters.Lines[0].ShouldStartWith("ID");
        filters.Output.ShouldContain("IPSEC_OUTBOUND_TRANSPORT_V4");
        wine.Gatehouse("show", "contexts", "--live").Succeeded().Output.ShouldContain("AUTHIP_QM_TRANSPORT");
        var callouts = wine.Gatehouse("show", "callouts", "--live").Succeeded();
        callouts.Error.ShouldContain("1 callouts are left out");
        Columns(callouts, "IPSEC_OUTBOUND_TRANSPORT_V4")[1..5].ShouldBe(["OUTBOUND_TRANSPORT_V4", "yes", "raw", "1"]);
        ShouldHaveReturnedEverything("show callouts");
        Columns(wine.Gatehouse("show", "sublayers", "--live").Succeeded(), "UNIVERSAL")[1].ShouldBe("0x8000");
        Columns(wine.Gatehouse("show", "layers", "--live").Succeeded(), "IKEEXT_V4")[2].ShouldBe("2");
        var layers = wine.Gatehouse("show", "layers", "--live", "--format", "json").Succeeded().Output;
        layers.ShouldContain("Translated STREAM_V4");
        var sessions = wine.Gatehouse("show", "sessions").Succeeded();
        Columns(sessions, "driver")[1..5].ShouldBe(["yes", "4", "-", "yes"]);
        Columns(sessions, "Gatehouse")[1..5].ShouldBe(["no", "4242", @"LAB\operator", "no"]);
        ShouldHaveReturnedEverything("show sessions");
        wine.Gatehouse("show", "events").Succeeded().Lines.Length.ShouldBe(2);
        wine.Gatehouse("show", "contexts").ExitCode.ShouldBe(2);
        wine.Gatehouse("show", "filters", wine.Policy(PolicyOfTheTables.Text("block"))).Succeeded().Output.ShouldContain("BLOCK");
        wine.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void What_takes_an_SA_is_not_explained_or_checked_but_refused_in_a_sentence()
    {
        WinePrefix.Require();
        string[] question = ["explain", wine.Policy(PolicyOfTheTables.Text("transport-mode")), "--local", "10.0.0.1:1", "--remote", "10.0.0.2:2"];
        wine.Gatehouse(question).Succeeded().Output.ShouldStartWith("HOLD");
        string[][] situations = [["--sa", "established"], ["--direction", "in", "--arrives", "esp"]];
        foreach (var situation in situations)
        {
            var refused = wine.Gatehouse([.. question, .. situation]);
            refused.ExitCode.ShouldBe(3, $"{refused}");
            refused.Error.ShouldContain("needs libcrypto, which is there on Linux only");
            refused.Output.ShouldBeEmpty();
        }

        wine.Gatehouse("check", question[1]).Output.ShouldContain("no tests");
        var tested = wine.Gatehouse("check", Path.Combine(Places.Root, "examples", "mixed-fleet.yaml"));
        tested.ExitCode.ShouldBe(3, $"{tested}");
        tested.Error.ShouldContain("asks of a packet for which an SA stands");
    }

    [Fact]
    public void Conformance_finds_the_documented_objects_and_leaves_nothing()
    {
        WinePrefix.Require();
        wine.Forget();
        var report = wine.Gatehouse("conformance").Succeeded();
        report.Lines.Count(line => line.EndsWith("as documented", StringComparison.Ordinal)).ShouldBe(5, report.Output);
        report.Output.ShouldStartWith("Windows 10.0");
        RecordedRows.Added(wine.Calls, "FwpmFilterAdd0")
            .ShouldAllBe(filter => filter.GetRawText().Contains("\"fieldName\":\"IP_REMOTE_ADDRESS\"", StringComparison.Ordinal));
        wine.Calls.Where(call => call.Name == "FwpmEngineOpen0").ShouldAllBe(call => call.Line.GetProperty("flags").GetInt32() == 1);
        ShouldHaveReturnedEverything("conformance");
        wine.Gatehouse("show", "filters").Succeeded().Lines.Length.ShouldBe(1);
    }

    [Fact]
    public void A_failure_at_any_call_on_security_descriptors_is_told_and_leaves_nothing()
    {
        WinePrefix.Require();
        wine.Forget();
        wine.Gatehouse("conformance").Succeeded();
        var provider = wine.Calls.First(call => call.Name == "FwpmProviderAdd0");
        provider.Line.GetProperty("security").GetProperty("dacl").GetString().ShouldNotBeNullOrEmpty();
        var security = wine.Calls.Where(call => call.Name.Contains("SecurityInfo", StringComparison.Ordinal)).Take(3);
        int[] calls = [provider.Number, .. security.Select(call => call.Number)];
        calls.Length.ShouldBe(4);
        foreach (var call in calls)
        {
            var result = wine.Gatehouse(call, (uint)FwpError.AccessDenied, "conformance");
            result.ExitCode.ShouldBe(1, $"call {call}: {result}");
            result.Output.ShouldContain("ERROR_ACCESS_DENIED");
            ShouldHaveReturnedEverything($"call {call}");
            wine.Committed.Length.ShouldBeLessThanOrEqualTo(sizeof(ulong), "only the number of the next object is left");
        }
    }

    private static string[] Columns(ToolResult table, string first) => table.Lines
        .Single(line => line.StartsWith($"{first} ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static int RecordedCount(string scenario)
    {
        var negotiates = PolicyOfTheTables.Negotiates(scenario);
        return ScenarioTables.Filters(scenario, negotiates, negotiates, true, true, true).Count;
    }

    private void FailEachCallOf(string scenario)
    {
        WinePrefix.Require();
        wine.Forget();
        wine.Gatehouse("apply", wine.Policy(PolicyOfTheTables.Text(scenario == "block" ? "clear" : "block"))).Succeeded();
        FailEachCall("apply", wine.Policy(PolicyOfTheTables.Text(scenario)));
        FailEachCall("down");
    }

    private void FailEachCall(params string[] verb)
    {
        var before = wine.Committed;
        for (var call = 1; ; call++)
        {
            var result = wine.Gatehouse(call, (uint)FwpError.SessionAborted, verb);
            var calls = wine.Calls;
            calls.ShouldNotBeEmpty($"{verb[0]}, call {call}: {result}");
            var when = $"{verb[0]}, call {call}, {calls[^1].Name}: {result}";
            if (result.ExitCode == 0)
            {
                // Committed already: only the call after that, closing, may fail without consequence.
                calls.Single(recorded => recorded.Status != 0).Name.ShouldBe("FwpmEngineClose0", when);
                return;
            }

            result.ExitCode.ShouldBe(4, when);
            result.Error.ShouldStartWith("FWP_E_SESSION_ABORTED");
            wine.Committed.ShouldBe(before, when);
            if (call > 1)
                ShouldHaveReturnedEverything(when);
        }
    }

    /// <summary>The engine was closed, last of all, and neither side holds memory or handles of the other; the product checks its own arena itself.</summary>
    private void ShouldHaveReturnedEverything(string when)
    {
        var last = wine.Calls[^1];
        last.Name.ShouldBe("FwpmEngineClose0", when);
        last.Line.GetProperty("unfreed").GetInt32().ShouldBe(0, when);
        last.Line.GetProperty("handles").GetInt32().ShouldBe(0, when);
    }
}
