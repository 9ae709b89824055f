using System.Text.Json;
using Gatehouse.Interop.Lab;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Commands;

/// <summary>"gatehouse demo" as root on real packets, and as anybody in memory.</summary>
public sealed class DemoTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    [Fact]
    public void As_root_real_hosts_talk_and_every_flow_is_as_expected()
    {
        Privileged.Require();
        var namespaces = Tool.Run("ip", "netns").Output;
        var demo = Read(Tool.Run(Limit, "dotnet", Places.Gatehouse, "demo", "--format", "json"));
        demo.GetProperty("simulated").GetBoolean().ShouldBeFalse();
        ShouldBeComplete(demo);
        Tool.Run("ip", "netns").Output.ShouldBe(namespaces, "the demo leaves no namespace behind");
    }

    [Fact]
    public void Without_privilege_the_same_engine_runs_in_memory_and_says_so()
    {
        Privileged.Require("setpriv");
        var copy = Directory.CreateTempSubdirectory("gatehouse-nobody-");
        try
        {
            // Nobody may not be able to read the checkout.
            Tool.Run("cp", "-r", Path.GetDirectoryName(Places.Gatehouse)!, Path.Combine(copy.FullName, "cli")).Succeeded();
            Tool.Run("chmod", "-R", "a+rX", copy.FullName).Succeeded();
            string[] command = ["--reuid=65534", "--regid=65534", "--clear-groups", "dotnet", Path.Combine(copy.FullName, "cli/gatehouse.dll"), "demo"];
            var demo = Read(Tool.Run(Limit, "setpriv", [.. command, "--format", "json"]));
            demo.GetProperty("simulated").GetBoolean().ShouldBeTrue();
            ShouldBeComplete(demo);
            var table = Tool.Run(Limit, "setpriv", command);
            table.ExitCode.ShouldBe(0, table.ToString());
            table.Output.ShouldContain("SIMULATED");
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }

    private static JsonElement Read(ToolResult result)
    {
        result.ExitCode.ShouldBe(0, result.ToString());
        using var document = JsonDocument.Parse(result.Output);
        return document.RootElement.Clone();
    }

    private static void ShouldBeComplete(JsonElement demo)
    {
        demo.GetProperty("ok").GetBoolean().ShouldBeTrue($"{demo}");
        var flows = demo.GetProperty("flows").EnumerateArray().ToList();
        flows.ShouldAllBe(flow => flow.GetProperty("ok").GetBoolean() && flow.GetProperty("expected").GetString() == flow.GetProperty("observed").GetString());
        foreach (var family in new[] { 4, 6 })
        {
            var kinds = flows.Where(flow => flow.GetProperty("family").GetInt32() == family)
                .Select(flow => $"{flow.GetProperty("protocol").GetString()} {flow.GetProperty("expected").GetString()}").ToList();
            kinds.ShouldContain("tcp protected");
            kinds.ShouldContain("udp protected");
            kinds.ShouldContain("tcp blocked");
            kinds.ShouldContain("tcp upgraded");
            kinds.ShouldContain("tcp clear");
            kinds.ShouldContain("icmp clear");
        }

        var upgrade = demo.GetProperty("upgrade").EnumerateArray().Select(packet => packet.GetProperty("kind").GetString()).ToList();
        upgrade[0].ShouldBe("clear");
        upgrade[^1].ShouldBe("protected");
    }
}
