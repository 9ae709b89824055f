using Gatehouse.Bfe;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Bfe;

/// <summary>What the portable engine has that nobody adds as an object: its open sessions and its layers.</summary>
public sealed class EngineListTests
{
    private readonly TestBfe _bfe = new();

    [Fact]
    public void Sessions_are_listed_in_the_order_of_opening_while_they_are_open()
    {
        var second = _bfe.Open(FwpmSessionFlags.Dynamic, "second");
        using var third = _bfe.Open(name: "third");
        Names(third).ShouldBe(["test", "second", "third"]);
        third.Sessions().Require()[1].Session.ShouldBe(second.Session);
        second.Dispose();
        using var fourth = _bfe.Open(name: "fourth");
        Names(third).ShouldBe(["test", "third", "fourth"]);
        third.BeginTransaction().ThrowIfFailed();
        Names(third).ShouldBe(["test", "third", "fourth"]);
        second.Sessions().Error.ShouldBe(FwpError.SessionAborted);
    }

    [Fact]
    public void A_session_is_of_the_process_and_user_that_the_engine_was_given()
    {
        var options = new BfeOptions { Entropy = new Gatehouse.Base.SeededEntropy(7), Clock = () => _bfe.Now, ProcessId = 17, UserName = "operator" };
        var engine = BaseFilteringEngine.Create(options).Require();
        using var session = engine.Open(new FwpmSession { Name = "mine", Description = "for a test" }).Require();
        session.Sessions().Require().ShouldBe([new FwpmOpenSession(session.Session) { ProcessId = 17, UserName = "operator" }]);
    }

    [Fact]
    public void Layers_are_those_of_the_documented_list()
    {
        var layers = _bfe.Session.Layers().Require();
        layers.Select(entry => (entry.Layer, entry.Key, entry.Name, entry.Flags)).ShouldBe(
            FwpmLayers.All.Select(info => ((FwpmLayer?)info.Layer, info.Key, info.Name, info.Flags)));
        layers.ShouldAllBe(entry => entry.Id == null && entry.DefaultSubLayer == FwpmSubLayer.Universal.Key);
        layers[0].Fields.ShouldBe(FwpmLayers.All[0].Fields.Select(WfpNames.Of));
    }

    private static IEnumerable<string> Names(IFilterSession asking) => asking.Sessions().Require().Select(open => open.Session.Name);
}
