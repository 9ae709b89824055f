using Gatehouse.Base;
using Gatehouse.Dataplane.Flows;
using Gatehouse.Packets;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Dataplane.Flows;

public sealed class FlowTrackerTests
{
    private static readonly Instant Now = Instant.FromSeconds(1000);

    private readonly FlowTracker _tracker = new(new FlowTable(new SeededEntropy(1)));

    [Fact]
    public void A_connection_opens_with_the_answer_and_closes_with_both_fins()
    {
        Accept(TcpFlags.Syn, outbound: true).ShouldBe((FlowState.Opening, FlowFlags.None));
        Accept(TcpFlags.Syn, outbound: true).ShouldBe((FlowState.Opening, FlowFlags.None));
        Accept(TcpFlags.Syn | TcpFlags.Ack, outbound: false).ShouldBe((FlowState.Open, FlowFlags.Answered));
        Accept(TcpFlags.Fin | TcpFlags.Ack, outbound: false).ShouldBe((FlowState.ClosedByRemote, FlowFlags.Answered));
        Accept(TcpFlags.Fin | TcpFlags.Ack, outbound: false).ShouldBe((FlowState.ClosedByRemote, FlowFlags.Answered));
        Accept(TcpFlags.Ack | TcpFlags.Psh, outbound: true).ShouldBe((FlowState.ClosedByRemote, FlowFlags.Answered));
        Accept(TcpFlags.Fin | TcpFlags.Ack, outbound: true).ShouldBe((FlowState.Closed, FlowFlags.Answered));
        Accept(TcpFlags.Ack, outbound: false).ShouldBe((FlowState.Closed, FlowFlags.Answered));
    }

    [Fact]
    public void A_reset_closes_and_data_behind_it_shows_that_it_was_ignored()
    {
        Accept(TcpFlags.Syn, outbound: false).ShouldBe((FlowState.Opening, FlowFlags.Inbound));
        Accept(TcpFlags.Syn | TcpFlags.Ack, outbound: true).ShouldBe((FlowState.Open, FlowFlags.Inbound | FlowFlags.Answered));
        Accept(TcpFlags.Rst, outbound: false).State.ShouldBe(FlowState.Closed);
        Accept(TcpFlags.Ack | TcpFlags.Psh, outbound: true).State.ShouldBe(FlowState.Open);
    }

    [Theory]
    [InlineData(FlowState.Opening, false)]
    [InlineData(FlowState.Open, false)]
    [InlineData(FlowState.ClosedByLocal, false)]
    [InlineData(FlowState.ClosedByRemote, false)]
    [InlineData(FlowState.Closed, true)]
    public void A_SYN_begins_anew_only_where_the_old_connection_is_over(FlowState state, bool begins)
    {
        _tracker.Table.TryAdd(Now, FlowPackets.Key(), FlowFlags.Secure, state, out _);
        var view = _tracker.View(Now, FlowPackets.Tcp(TcpFlags.Syn), outbound: true);
        (view.Begins, view.IsSecured, view.CountsAsSecured).ShouldBe((begins, !begins, !begins));
        _tracker.TryAccept(Now, view, outbound: true, FlowFlags.None, out var index).ShouldBeTrue();
        ((_tracker.Table[index].Flags & FlowFlags.Secure) == 0).ShouldBe(begins);
        _tracker.Table.Count.ShouldBe(1);
    }

    [Fact]
    public void What_cannot_be_known_counts_as_secured()
    {
        _tracker.View(Now, FlowPackets.Tcp(TcpFlags.Ack), outbound: true).CountsAsSecured.ShouldBeTrue();
        _tracker.View(Now, FlowPackets.Tcp(TcpFlags.Syn), outbound: true).CountsAsSecured.ShouldBeFalse();
        _tracker.View(Now, FlowPackets.Udp(), outbound: false).CountsAsSecured.ShouldBeFalse();
        _tracker.View(Now, default(FlowPacket), outbound: true).CountsAsSecured.ShouldBeTrue();
        _tracker.View(Now, new FlowPacket(FlowPacketKind.IcmpError, FlowPackets.Key()), outbound: false).CountsAsSecured.ShouldBeTrue();
    }

    [Fact]
    public void An_error_neither_begins_a_flow_nor_keeps_one_alive()
    {
        var error = new FlowPacket(FlowPacketKind.IcmpError, FlowPackets.Key(1000, IpProtocol.Udp));
        _tracker.TryAccept(Now, _tracker.View(Now, error, outbound: false), outbound: false, FlowFlags.None, out _).ShouldBeTrue();
        _tracker.Table.Count.ShouldBe(0);
        Accept(FlowPackets.Udp(), outbound: true, Now);
        var late = Now + FlowTimeouts.Datagram;
        _tracker.TryAccept(late, _tracker.View(late, error, outbound: false), outbound: false, FlowFlags.Secure, out _).ShouldBeTrue();
        _tracker.View(late + TimeSpan.FromSeconds(1), FlowPackets.Udp(), outbound: true).Begins.ShouldBeTrue();
    }

    [Fact]
    public void Flags_are_added_and_never_taken_back()
    {
        var view = _tracker.View(Now, FlowPackets.Udp(), outbound: true);
        _tracker.TryAccept(Now, view, outbound: true, FlowFlags.Secure, out _).ShouldBeTrue();
        view = _tracker.View(Now, FlowPackets.Udp(), outbound: false);
        _tracker.TryAccept(Now, view, outbound: false, FlowFlags.Acquire, out var index).ShouldBeTrue();
        _tracker.Table[index].Flags.ShouldBe(FlowFlags.Secure | FlowFlags.Acquire | FlowFlags.Answered);
    }

    private (FlowState State, FlowFlags Flags) Accept(TcpFlags flags, bool outbound) => Accept(FlowPackets.Tcp(flags), outbound, Now);

    private (FlowState State, FlowFlags Flags) Accept(FlowPacket packet, bool outbound, Instant now)
    {
        _tracker.TryAccept(now, _tracker.View(now, packet, outbound), outbound, FlowFlags.None, out var index).ShouldBeTrue();
        return (_tracker.Table[index].State, _tracker.Table[index].Flags);
    }
}
