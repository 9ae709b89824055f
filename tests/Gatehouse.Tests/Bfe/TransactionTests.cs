using Gatehouse.Bfe;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Bfe;

public sealed class TransactionTests
{
    private readonly TestBfe _bfe = new();

    [Fact]
    public void A_commit_is_seen_whole_and_nothing_of_it_before()
    {
        _bfe.Session.BeginTransaction().Ok.ShouldBeTrue();
        _bfe.Session.Filters.Add(Good.Filter("one")).Ok.ShouldBeTrue();
        _bfe.Session.Filters.Add(Good.Filter("two")).Ok.ShouldBeTrue();
        Count(_bfe.Session).ShouldBe(2);
        Count(_bfe.Open()).ShouldBe(0);
        _bfe.Engine.Filters.Filters.ShouldBeEmpty();
        _bfe.Session.CommitTransaction().Ok.ShouldBeTrue();
        Count(_bfe.Open()).ShouldBe(2);
        _bfe.Engine.Filters.Filters.Count().ShouldBe(2);
    }

    [Fact]
    public void An_aborted_transaction_leaves_nothing()
    {
        _bfe.Session.BeginTransaction().Ok.ShouldBeTrue();
        _bfe.Session.SubLayers.Add(Good.SubLayer()).Ok.ShouldBeTrue();
        _bfe.Session.Filters.Add(Good.Filter()).Ok.ShouldBeTrue();
        _bfe.Session.AbortTransaction().Ok.ShouldBeTrue();
        Count(_bfe.Session).ShouldBe(0);
        _bfe.Session.SubLayers.Enum(FwpmEnumTemplate.All).Require().Length.ShouldBe(FwpmSubLayer.BuiltIns.Length);
        _bfe.Committed.ShouldBeEmpty();
    }

    [Fact]
    public void A_call_that_failed_does_not_poison_its_transaction()
    {
        _bfe.Session.BeginTransaction().Ok.ShouldBeTrue();
        _bfe.Session.Filters.Add(Good.Filter("one")).Ok.ShouldBeTrue();
        _bfe.Session.Filters.Add(Good.Filter("")).Error.ShouldBe(FwpError.NullDisplayName);
        _bfe.Session.CommitTransaction().Ok.ShouldBeTrue();
        Count(_bfe.Session).ShouldBe(1);
    }

    [Fact]
    public void What_a_sink_refuses_never_was()
    {
        _bfe.Session.Filters.Add(Good.Filter("one")).Ok.ShouldBeTrue();
        _bfe.SinkSays = new FwpResult(FwpError.TxnAborted, "the disk is full");
        _bfe.Session.Filters.Add(Good.Filter("two")).ToString().ShouldBe("FWP_E_TXN_ABORTED: the disk is full");
        _bfe.Session.BeginTransaction().Ok.ShouldBeTrue();
        _bfe.Session.Filters.Add(Good.Filter("three")).Ok.ShouldBeTrue();
        _bfe.Session.CommitTransaction().Error.ShouldBe(FwpError.TxnAborted);
        Count(_bfe.Session).ShouldBe(1);
        _bfe.Engine.Filters.Filters.Select(filter => filter.Filter.Name).ShouldBe(["one"]);
        _bfe.SinkSays = FwpResult.Success;
        _bfe.Session.Filters.Add(Good.Filter("four")).Ok.ShouldBeTrue();
        Count(_bfe.Session).ShouldBe(2);
    }

    [Fact]
    public void A_writer_waits_for_the_other_and_then_builds_on_what_it_left()
    {
        var other = _bfe.Open();
        _bfe.Session.BeginTransaction().Ok.ShouldBeTrue();
        var id = _bfe.Session.Filters.Add(Good.Filter("one")).Require();
        _bfe.WhileWaiting = () => _bfe.Session.CommitTransaction().Ok.ShouldBeTrue();
        other.Filters.DeleteById(id).Ok.ShouldBeTrue();
        Count(other).ShouldBe(0);
        _bfe.Committed.Select(change => change.Type).ShouldBe([FwpmChangeType.Add, FwpmChangeType.Delete]);
    }

    [Fact]
    public void Waiting_ends_after_the_session_s_patience()
    {
        _bfe.Session.BeginTransaction().Ok.ShouldBeTrue();
        var began = _bfe.Now;
        var hasty = _bfe.Engine.Open(new FwpmSession { TransactionWaitTimeout = TimeSpan.FromSeconds(2) }).Require();
        hasty.BeginTransaction().Error.ShouldBe(FwpError.Timeout);
        (_bfe.Now - began).ShouldBe(TimeSpan.FromSeconds(2));
        _bfe.Open().BeginTransaction().Error.ShouldBe(FwpError.Timeout);
        (_bfe.Now - began).ShouldBe(TimeSpan.FromSeconds(17));
        _bfe.Session.CommitTransaction().Ok.ShouldBeTrue();
    }

    [Fact]
    public void Readers_wait_for_nobody_and_see_one_moment()
    {
        var reader = _bfe.Open();
        reader.BeginTransaction(FwpmTransactionMode.ReadOnly).Ok.ShouldBeTrue();
        _bfe.Session.Filters.Add(Good.Filter()).Ok.ShouldBeTrue();
        Count(reader).ShouldBe(0);
        reader.CommitTransaction().Ok.ShouldBeTrue();
        Count(reader).ShouldBe(1);
    }

    [Fact]
    public void A_forced_abort_is_told_once_and_takes_everything_back()
    {
        _bfe.Session.BeginTransaction().Ok.ShouldBeTrue();
        _bfe.Session.Filters.Add(Good.Filter("slow")).Ok.ShouldBeTrue();
        _bfe.Now += BaseFilteringEngine.OwnerLimit;
        _bfe.Open().Filters.Add(Good.Filter("quick")).Ok.ShouldBeTrue();
        _bfe.Session.Filters.Add(Good.Filter("late")).Error.ShouldBe(FwpError.TxnAborted);
        _bfe.Session.Filters.Enum(FwpmEnumTemplate.All).Require().Select(entry => entry.Object.Name).ShouldBe(["quick"]);
        _bfe.Session.BeginTransaction().Ok.ShouldBeTrue();
    }

    [Fact]
    public void A_dynamic_session_takes_its_objects_with_it_even_from_under_a_writer()
    {
        var dynamic = _bfe.Open(FwpmSessionFlags.Dynamic);
        var subLayer = dynamic.SubLayers.Add(Good.SubLayer()).Require();
        dynamic.Filters.Add(Good.Filter("dynamic") with { SubLayer = dynamic.SubLayers.GetById(subLayer).Require().Object }).Ok.ShouldBeTrue();
        _bfe.Session.BeginTransaction().Ok.ShouldBeTrue();
        _bfe.Session.Filters.Add(Good.Filter("static")).Ok.ShouldBeTrue();
        dynamic.Dispose();
        _bfe.Session.CommitTransaction().Ok.ShouldBeTrue();
        _bfe.Session.Filters.Enum(FwpmEnumTemplate.All).Require().Select(entry => entry.Object.Name).ShouldBe(["static"]);
        _bfe.Engine.Filters.Filters.Select(filter => filter.Filter.Name).ShouldBe(["static"]);
        _bfe.Session.SubLayers.GetById(subLayer).Error.ShouldBe(FwpError.SublayerNotFound);
    }

    [Fact]
    public void A_session_that_ends_in_a_transaction_leaves_nothing_and_lets_others_on()
    {
        var other = _bfe.Open();
        other.BeginTransaction().Ok.ShouldBeTrue();
        other.Filters.Add(Good.Filter()).Ok.ShouldBeTrue();
        other.Dispose();
        _bfe.Session.BeginTransaction().Ok.ShouldBeTrue();
        Count(_bfe.Session).ShouldBe(0);
        other.Filters.Add(Good.Filter()).Error.ShouldBe(FwpError.SessionAborted);
    }

    [Fact]
    public void No_two_sublayers_weigh_the_same()
    {
        ushort Added(ushort weight) => _bfe.Session.SubLayers.GetById(_bfe.Session.SubLayers.Add(Good.SubLayer(weight)).Require()).Require().Object.Weight;
        Added(0x8000).ShouldBe((ushort)0x8001);
        Added(0x8000).ShouldBe((ushort)0x8002);
        Added(0xFFFF).ShouldBe((ushort)0xFFFF);
        Added(0xFFFF).ShouldBe((ushort)0xFFFE);
    }

    [Fact]
    public void The_watchdog_tells_of_a_long_transaction()
    {
        _bfe.Session.SetOption(FwpmEngineOption.TransactionWatchdogTimeout, 1000).Ok.ShouldBeTrue();
        _bfe.Session.GetOption(FwpmEngineOption.TransactionWatchdogTimeout).Require().ShouldBe(1000u);
        foreach (var seconds in new[] { 0.5, 1.5 })
        {
            _bfe.Session.BeginTransaction().Ok.ShouldBeTrue();
            _bfe.Now += TimeSpan.FromSeconds(seconds);
            _bfe.Session.CommitTransaction().Ok.ShouldBeTrue();
        }

        var told = _bfe.Session.NetEvents.Enum(FwpmNetEventTemplate.All).Require().ShouldHaveSingleItem();
        told.Type.ShouldBe(FwpmNetEventType.LongTransaction);
        told.Reason.ShouldBe("'test' took 1500 ms");
    }

    private static int Count(IFilterSession session) => session.Filters.Enum(FwpmEnumTemplate.All).Require().Length;
}
