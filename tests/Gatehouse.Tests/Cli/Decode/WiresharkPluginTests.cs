using System.Text.RegularExpressions;
using Gatehouse.Cli.Decode.Layout;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Tests.Ike;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli.Decode;

/// <summary>What the plug-in says; that tshark understands it is shown in Gatehouse.Interop.</summary>
public sealed partial class WiresharkPluginTests
{
    [Fact]
    public async Task The_plugin_holds_the_tables_of_the_decoder()
    {
        var run = await CliRun.Of("decode", "--wireshark-plugin");
        (run.ExitCode, run.Error).ShouldBe((0, ""));
        run.Output.ShouldNotContain("--@");
        foreach (var layout in Layouts.AuthIp.Values)
        {
            run.Output.ShouldContain($"[{layout.Number}] = {{ name = \"{layout.Name}\"");
            foreach (var field in layout.Fields)
                run.Output.ShouldContain($"\"{field.Name}\", \"");
        }

        foreach (var vendor in VendorIds.All)
            run.Output.ShouldContain(Convert.ToHexStringLower(vendor.Id.AsSpan()));
        run.Output.ShouldContain("[13801] = \"AuthFail\"");
    }

    [Fact]
    public async Task Every_kind_of_field_and_every_table_it_names_is_known_to_its_walker()
    {
        var lua = (await CliRun.Of("decode", "--wireshark-plugin")).Output;
        var walker = lua[lua.IndexOf("local fields = {}", StringComparison.Ordinal)..];
        string[] plain = ["number", "identifier", "flags", "bytes"];
        foreach (var kind in Layouts.AuthIp.Values.SelectMany(layout => layout.Fields).Select(field => field.Kind).Distinct())
        {
            var name = kind == FieldKind.VendorId ? "vendor" : kind.ToString().ToLowerInvariant();
            if (!plain.Contains(name))
                walker.ShouldContain($"kind == \"{name}\"");
        }

        foreach (Match match in TableName().Matches(walker))
            lua.ShouldContain($"  {match.Groups[1].Value} = {{");
    }

    [Fact]
    public async Task The_committed_negotiation_decodes()
    {
        var run = await CliRun.Of("decode", IkeVectors.AuthIpFile("negotiation.pcapng"), "--keys", IkeVectors.AuthIpFile("negotiation.keys"));
        run.ExitCode.ShouldBe(0, run.Error);
        run.Output.ShouldContain("message 18: AuthIP, packet 18, 10.99.0.11:500 -> 10.99.0.12:500");
        run.Output.ShouldContain("40023 AuthIpQmSynchronize");
        run.Output.ShouldNotContain("note:");
    }

    [GeneratedRegex(@"names\.(\w+)")]
    private static partial Regex TableName();
}
