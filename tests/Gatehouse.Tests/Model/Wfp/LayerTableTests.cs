using Gatehouse.Model.Wfp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Model.Wfp;

/// <summary>The tables of the model against lists that were written down apart from it.</summary>
public sealed class LayerTableTests
{
    [Fact]
    public void Every_layer_has_the_name_and_GUID_of_the_SDK()
    {
        var known = FwpmLayers.All.ToDictionary(row => row.Name, row => row.Key.ToString());
        foreach (var row in Rows("layers.txt"))
            known.GetValueOrDefault(row[0]).ShouldBe(row[1], row[0]);
        known.Count.ShouldBe(Rows("layers.txt").Length);
    }

    [Fact]
    public void Every_layer_has_its_own_field_list_in_the_order_of_its_schema()
    {
        foreach (var row in Rows("layer-fields.txt"))
        {
            foreach (var suffix in row[0] == "KM_AUTHORIZATION" ? new[] { "" } : ["_V4", "_V6"])
            {
                var layer = FwpmLayers.All.Single(layer => layer.Name == "FWPM_LAYER_" + row[0] + suffix);
                layer.Fields.Select(field => WfpNames.Of(field)["FWPM_CONDITION_".Length..]).ShouldBe(row[1..], layer.Name);
            }
        }

        // The twins that see what was dropped have the fields of their base layers.
        FwpmLayers.Info(FwpmLayer.InboundTransportV6Discard).Fields.ShouldBe(FwpmLayers.Info(FwpmLayer.InboundTransportV6).Fields);
        FwpmLayers.Info(FwpmLayer.OutboundTransportV4Discard).Fields.ShouldBe(FwpmLayers.Info(FwpmLayer.OutboundTransportV4).Fields);
    }

    [Fact]
    public void Every_callout_has_the_GUID_and_the_layer_of_Windows()
    {
        var named = Rows("callouts.txt");
        foreach (var row in named)
        {
            var callout = FwpmCallouts.Find(Guid.Parse(row[1])).ShouldNotBeNull(row[0]);
            callout.Name.ShouldBe(row[0]);
            FwpmLayers.Info(callout.Layer).Name.ShouldBe(row[2], row[0]);
            callout.UsesProviderContext.ShouldBe(row[3] == "yes", row[0]);
        }

        FwpmCallouts.All.Where(row => !row.Name.StartsWith("GATEHOUSE_", StringComparison.Ordinal)).Count().ShouldBe(named.Length);
        FwpmCallouts.Find(Guid.NewGuid()).ShouldBeNull();
        FwpmCallouts.All.Select((row, index) => (int)row.Callout == index).ShouldAllBe(inOrder => inOrder);
    }

    [Fact]
    public void Every_condition_field_has_the_GUID_and_the_types_of_the_SDK()
    {
        foreach (var row in Rows("conditions.txt"))
        {
            var field = FwpmConditionFields.All.Single(field => field.Name == row[0]);
            field.Key.ToString().ShouldBe(row[1], row[0]);
            Plain(field.V4Type).ShouldBe(row[2], row[0]);
            Plain(field.V6Type).ShouldBe(row[^1], row[0]);
        }

        FwpmConditionFields.All.Select((row, index) => (int)row.Field == index).ShouldAllBe(inOrder => inOrder);
    }

    [Fact]
    public void Every_sublayer_has_the_GUID_and_the_weight_of_Windows()
    {
        foreach (var row in Rows("sublayers.txt"))
        {
            var subLayer = FwpmSubLayer.BuiltIns.Single(subLayer => subLayer.Name == row[0]);
            subLayer.Key.ToString().ShouldBe(row[1], row[0]);
            subLayer.Weight.ToString(System.Globalization.CultureInfo.InvariantCulture).ShouldBe(row[2], row[0]);
        }

        FwpmSubLayer.BuiltIns.Length.ShouldBe(Rows("sublayers.txt").Length);
    }

    [Theory]
    [InlineData(FwpmLayer.InboundTransportV4, 0x2, "FWPM_CONTEXT_IPSEC_INBOUND_PERSIST_CONNECTION_SECURITY")]
    [InlineData(FwpmLayer.OutboundTransportV6, 0x2, "FWPM_CONTEXT_IPSEC_OUTBOUND_SUPPRESS_NEGOTIATION")]
    [InlineData(FwpmLayer.OutboundTransportV4, 0x4, "FWPM_CONTEXT_IPSEC_OUTBOUNDBOUND_SECURITY_REALM_ID")]
    [InlineData(FwpmLayer.AleAuthConnectV4, 0x2, "FWPM_CONTEXT_ALE_SET_CONNECTION_REQUIRE_IPSEC_SECURITY")]
    [InlineData(FwpmLayer.AleAuthRecvAcceptV4, 0x2, "0x2")]
    [InlineData(FwpmLayer.AleAuthConnectV6, 0x24, "FWPM_CONTEXT_ALE_SET_CONNECTION_LAZY_SD_EVALUATION | FWPM_CONTEXT_ALE_ALLOW_AUTH_FW")]
    [InlineData(FwpmLayer.InboundTransportV4, 0x101, "FWPM_CONTEXT_IPSEC_INBOUND_PASSTHRU | 0x100")]
    [InlineData(FwpmLayer.InboundTransportV4, 0, "0x0")]
    public void The_same_number_has_another_name_at_another_layer(FwpmLayer layer, ulong context, string name) =>
        WfpNames.RawContext(layer, context).ShouldBe(name);

    private static string Plain(FwpDataType type) => WfpNames.Of(type)["FWP_".Length..].Replace("_TYPE", "", StringComparison.Ordinal);

    private static string[][] Rows(string file) =>
        [.. TestFiles.ReadText("tests", "vectors", "wfp", file).Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split(' '))];
}
