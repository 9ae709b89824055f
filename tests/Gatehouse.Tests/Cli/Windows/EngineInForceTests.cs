using Gatehouse.Cli.Rendering;
using Gatehouse.Cli.Windows;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Model.Wfp.Security;
using Gatehouse.Scenarios.Installing;
using Gatehouse.Tests.Bfe;
using Gatehouse.Tests.Engine;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli.Windows;

public sealed class EngineInForceTests
{
    private readonly TestBfe _bfe = new();

    [Fact]
    public void Our_filters_are_listed_by_layer_and_weight_with_what_the_engine_added()
    {
        _bfe.Session.Filters.Add(Good.Filter("somebody's")).Require();
        new PolicyInstaller(_bfe.Engine).Apply(TestNode.TransportMode(), new InstallOptions()).Require();
        var filters = EngineInForce.Filters(_bfe.Engine).Require().ShouldNotBeNull().GetProperty("filters").EnumerateArray().ToList();
        filters.Count.ShouldBe(TestNode.TransportMode().Filters.Length);
        filters.ShouldAllBe(filter => filter.GetProperty("id").GetUInt64() > 0 && filter.GetProperty("lifetime").GetString() == "Static");
        foreach (var layer in filters.GroupBy(filter => filter.GetProperty("layer").GetString()))
            layer.Select(filter => filter.GetProperty("effectiveWeight").GetUInt64()).ShouldBeInOrder(SortDirection.Descending);
        ActiveFilter.Row(filters[0]).Length.ShouldBe(ActiveFilter.Header.Length);
    }

    [Fact]
    public void Callouts_sublayers_and_layers_are_the_engines_and_count_our_filters()
    {
        _bfe.Session.SubLayers.Add(new FwpmSubLayer(Guid.NewGuid(), "somebody's", 3)).Require();
        new PolicyInstaller(_bfe.Engine).Apply(TestNode.TransportMode(), new InstallOptions()).Require();
        using var error = new StringWriter();
        var shown = EngineInForce.Objects(_bfe.Engine, error).Require();
        ObjectTables.Callouts(shown).Rows.Single(row => row[0] == "IPSEC_OUTBOUND_TRANSPORT_V4")[1..5].ShouldBe(["OUTBOUND_TRANSPORT_V4", "yes", "raw", "1"]);
        var subLayers = ObjectTables.SubLayers(shown).Rows.ToList();
        subLayers.ShouldContain(row => row[0] == "somebody's" && row[2] == "0");
        subLayers.Single(row => row[0] == "UNIVERSAL")[2].ShouldBe($"{shown.Objects.Filters.Length}");
        ObjectTables.Layers(shown).Rows.Sum(row => int.Parse(row[2], System.Globalization.CultureInfo.InvariantCulture)).ShouldBe(shown.Objects.Filters.Length);
        ObjectTables.Contexts(shown).Rows.Count.ShouldBeGreaterThan(1);
        error.ToString().ShouldBeEmpty();
    }

    [Fact]
    public void Sessions_are_the_engines_with_the_one_that_asks()
    {
        _bfe.Open(FwpmSessionFlags.Dynamic, "somebody's");
        var answer = EngineInForce.Sessions(_bfe.Engine).Require().ShouldNotBeNull();
        SessionTable.Rows(answer).Select(row => (row[0], row[1])).ShouldBe([("test", "no"), ("somebody's", "yes"), ("Gatehouse", "no")]);
        SessionTable.Rows(answer).ShouldAllBe(row => row.Length == SessionTable.Header.Length);
        _bfe.Session.Sessions().Require().Length.ShouldBe(2);
    }

    [Fact]
    public void A_session_of_a_driver_and_one_without_user_name_are_shown_as_what_they_are()
    {
        var named = new FwpmOpenSession(new FwpmSession { Name = "", Key = Guid.Empty }) { ProcessId = 4, IsKernelMode = true, User = Sid.Administrators };
        var answer = System.Text.Json.JsonSerializer.SerializeToElement(SessionTable.Json([named]));
        SessionTable.Rows(answer).ShouldHaveSingleItem().ShouldBe(["-", "no", "4", "S-1-5-32-544", "yes", $"{Guid.Empty}"]);
    }

    [Fact]
    public void A_layer_that_no_policy_uses_goes_by_its_display_name()
    {
        var foreign = new FwpmLayerEntry(Guid.NewGuid(), "Stream layer") { Id = 20, Fields = ["FWPM_CONDITION_FLAGS"] };
        var table = ObjectTables.Layers(new ShownObjects(WfpObjectSet.Empty) { Layers = [foreign] });
        table.Rows.ShouldHaveSingleItem()[..3].ShouldBe(["Stream layer", "1", "0"]);
        table.Json[0]!["id"]!.GetValue<ushort>().ShouldBe((ushort)20);
    }
}
