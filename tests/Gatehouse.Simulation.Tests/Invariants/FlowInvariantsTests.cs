using Gatehouse.Base;
using Gatehouse.Packets;
using Gatehouse.Simulation.Invariants;
using Shouldly;
using Xunit;

namespace Gatehouse.Simulation.Tests.Invariants;

/// <summary>Every invariant can fire, and none fires on what is allowed: hand-made traces of two hosts.</summary>
public sealed class FlowInvariantsTests
{
    private static readonly Endpoint A = new(IpAddr.Parse("10.0.0.1"), 40000);
    private static readonly Endpoint B = new(IpAddr.Parse("10.0.0.2"), 7000);

    private FlowRule _rule = FlowRule.Requested;
    private uint _sequence;
    private FlowInvariants _checker;

    public FlowInvariantsTests() => _checker = Checker(FlowInvariantOptions.Simulation);

    [Fact]
    public void A_flow_that_starts_clear_and_is_upgraded_is_fine()
    {
        _checker.SentInClear(At(0), Syn);
        _checker.AcceptedInClear(At(0.001), Syn);
        _checker.SentInClear(At(0.002), FromB(TcpFlags.Syn | TcpFlags.Ack));
        _checker.AcceptedInClear(At(0.003), FromB(TcpFlags.Syn | TcpFlags.Ack));
        Protect(At(1), FromA(TcpFlags.Ack));
        _checker.AcceptedInClear(At(1.0005), FromB(TcpFlags.Ack));
        _checker.AcceptedProtected(At(1.001), FromA(TcpFlags.Ack));
        Protect(At(1.002), FromB(TcpFlags.Ack));
        _checker.Violations.ShouldBeEmpty();
    }

    [Fact]
    public void Clear_after_a_protected_packet_was_sent()
    {
        Protect(At(1), Syn);
        _checker.SentInClear(At(2), FromA(TcpFlags.Ack));
        Fires("sent a secured flow in clear");
    }

    [Fact]
    public void Clear_after_a_protected_packet_was_received()
    {
        _checker.AcceptedProtected(At(1), Syn);
        _checker.SentInClear(At(1.1), FromB(TcpFlags.Syn | TcpFlags.Ack));
        Fires("sent a secured flow in clear");
    }

    [Fact]
    public void Accepted_in_clear_after_a_protected_packet_was_received()
    {
        _checker.AcceptedProtected(At(1), Syn);
        _checker.AcceptedInClear(At(1.1), FromA(TcpFlags.Ack));
        Fires("outside the grace");
    }

    [Fact]
    public void Accepted_in_clear_when_the_grace_is_over()
    {
        Protect(At(1), Syn);
        _checker.AcceptedInClear(At(10.9), FromB(TcpFlags.Syn | TcpFlags.Ack));
        _checker.Violations.ShouldBeEmpty();
        _checker.AcceptedInClear(At(11), FromB(TcpFlags.Ack));
        Fires("outside the grace");
    }

    [Fact]
    public void The_grace_counts_from_the_first_use_of_the_SA_not_from_the_flow()
    {
        var other = FlowPacketOf(A with { Port = 40001 }, B, TcpFlags.Syn);
        Protect(At(1), other);
        Protect(At(9), Syn);
        _checker.AcceptedInClear(At(11.5), FromB(TcpFlags.Syn | TcpFlags.Ack));
        Fires("outside the grace");
    }

    [Fact]
    public void A_restored_flow_has_no_grace()
    {
        Protect(At(1), Syn);
        _checker.Restarted([A.Address], recordsKept: true);
        _checker.AcceptedInClear(At(2), FromB(TcpFlags.Syn | TcpFlags.Ack));
        Fires("outside the grace");
    }

    [Fact]
    public void A_restored_flow_is_still_secured()
    {
        Protect(At(1), Syn);
        _checker.Restarted([A.Address], recordsKept: true);
        _checker.SentInClear(At(2), FromA(TcpFlags.Ack));
        Fires("sent a secured flow in clear");
    }

    [Fact]
    public void Without_records_a_connection_counts_as_secured_until_a_SYN_begins_another()
    {
        _checker.SentInClear(At(1), Syn);
        _checker.Restarted([A.Address], recordsKept: false);
        _checker.SentInClear(At(2), Syn);
        _checker.Violations.ShouldBeEmpty();
        _checker.Restarted([A.Address], recordsKept: false);
        _checker.SentInClear(At(3), FromA(TcpFlags.Ack));
        Fires("sent a secured flow in clear");
    }

    [Fact]
    public void A_connection_nobody_has_seen_begin_is_not_sent_in_clear()
    {
        _checker.SentInClear(At(1), FromA(TcpFlags.Ack));
        Fires("does not know");
    }

    [Fact]
    public void A_new_connection_in_clear_where_inbound_must_be_protected()
    {
        _rule = FlowRule.InboundRequired;
        _checker.AcceptedInClear(At(1), Syn);
        Fires("accepted a new connection in clear");
    }

    [Fact]
    public void A_reply_in_clear_is_none()
    {
        _rule = FlowRule.InboundRequired;
        _checker.SentInClear(At(1), Syn);
        _checker.AcceptedInClear(At(1.1), FromB(TcpFlags.Syn | TcpFlags.Ack));
        _checker.Violations.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(FlowRule.Required, "sent in clear what must be protected")]
    [InlineData(FlowRule.Blocked, "sent in clear what is blocked")]
    public void Sent_in_clear_against_the_policy(FlowRule rule, string what)
    {
        _rule = rule;
        _checker.SentInClear(At(1), Syn);
        Fires(what);
    }

    [Theory]
    [InlineData(FlowRule.Required, "accepted in clear what must be protected")]
    [InlineData(FlowRule.Blocked, "accepted what is blocked")]
    public void Accepted_in_clear_against_the_policy(FlowRule rule, string what)
    {
        _rule = rule;
        _checker.AcceptedInClear(At(1), Syn);
        Fires(what);
    }

    [Fact]
    public void Protected_against_a_policy_that_blocks()
    {
        _rule = FlowRule.Blocked;
        Protect(At(1), Syn);
        Fires("sent what is blocked");
        _checker.AcceptedProtected(At(2), Syn);
        _checker.Violations.Count.ShouldBe(2);
    }

    [Fact]
    public void A_sequence_number_used_twice()
    {
        _checker.SentProtected(At(1), Syn, spi: 0x1000, sequence: 7);
        _checker.SentProtected(At(2), Syn, spi: 0x1001, sequence: 7);
        _checker.Violations.ShouldBeEmpty();
        _checker.SentProtected(At(3), Syn, spi: 0x1000, sequence: 6);
        _checker.Violations.ShouldBeEmpty();
        _checker.SentProtected(At(4), Syn, spi: 0x1000, sequence: 7);
        Fires("again");
    }

    [Fact]
    public void A_closed_connection_may_begin_again_in_clear_but_its_last_acknowledgment_may_not()
    {
        Protect(At(1), Syn);
        Protect(At(2), FromA(TcpFlags.Fin | TcpFlags.Ack));
        _checker.AcceptedProtected(At(2.1), FromB(TcpFlags.Fin | TcpFlags.Ack));
        _checker.SentInClear(At(3), Syn);
        _checker.Violations.ShouldBeEmpty();
        Protect(At(4), FromA(TcpFlags.Fin | TcpFlags.Ack));
        _checker.AcceptedProtected(At(4.1), FromB(TcpFlags.Fin | TcpFlags.Ack));
        _checker.SentInClear(At(5), FromA(TcpFlags.Ack));
        Fires("sent a secured flow in clear");
    }

    [Fact]
    public void A_connection_that_was_not_closed_does_not_begin_again()
    {
        Protect(At(1), Syn);
        _checker.SentInClear(At(200), Syn);
        Fires("sent a secured flow in clear");
    }

    [Fact]
    public void A_reset_ends_a_connection()
    {
        Protect(At(1), Syn);
        Protect(At(2), FromA(TcpFlags.Rst));
        _checker.SentInClear(At(3), Syn);
        _checker.Violations.ShouldBeEmpty();
    }

    [Fact]
    public void A_datagram_flow_ends_after_a_minute_of_silence_and_not_before()
    {
        var datagram = new FlowPacket(FlowId.Between(IpProtocol.Udp, A, B), A, B, TcpFlags.None);
        Protect(At(1), datagram);
        _checker.SentInClear(At(61), datagram);
        _checker.Violations.ShouldBeEmpty();
        Protect(At(62), datagram);
        _checker.SentInClear(At(121), datagram);
        Fires("sent a secured flow in clear");
    }

    [Fact]
    public void A_datagram_flow_does_not_end_while_its_application_goes_on_sending()
    {
        var datagram = new FlowPacket(FlowId.Between(IpProtocol.Udp, A, B), A, B, TcpFlags.None);
        Protect(At(1), datagram);
        _checker.KeptBack(At(40), datagram);
        _checker.SentInClear(At(80), datagram);
        Fires("sent a secured flow in clear");
    }

    [Fact]
    public void A_policy_that_permits_clear_does_not_take_protection_back_but_what_was_forgotten_may_be_clear()
    {
        _rule = FlowRule.Permitted;
        Protect(At(1), Syn);
        _checker.SentInClear(At(2), FromA(TcpFlags.Ack));
        Fires("sent a secured flow in clear");
        _checker.Restarted([A.Address], recordsKept: false);
        _checker.SentInClear(At(3), FromA(TcpFlags.Ack));
        _rule = FlowRule.Requested;
        _checker.SentInClear(At(4), FromA(TcpFlags.Ack));
        _checker.Violations.Count.ShouldBe(1);
    }

    [Fact]
    public void A_host_that_promised_nothing_breaks_nothing()
    {
        _rule = FlowRule.None;
        Protect(At(1), Syn);
        _checker.SentInClear(At(2), FromA(TcpFlags.Ack));
        _checker.AcceptedInClear(At(2), Syn);
        _checker.Violations.ShouldBeEmpty();
    }

    [Fact]
    public void On_a_capture_the_peer_is_judged_a_second_after_it_must_have_learned()
    {
        _checker = Checker(FlowInvariantOptions.Capture);
        _checker.SentInClear(At(0), Syn);
        _checker.SentInClear(At(0.1), FromB(TcpFlags.Syn | TcpFlags.Ack));
        Protect(At(1), FromA(TcpFlags.Ack));
        _checker.SentInClear(At(1.9), FromB(TcpFlags.Ack));
        _checker.Violations.ShouldBeEmpty();
        _checker.SentInClear(At(2), FromB(TcpFlags.Ack));
        Fires("long after its peer had protected it");
    }

    [Fact]
    public void On_a_capture_a_connection_ends_for_both()
    {
        _checker = Checker(FlowInvariantOptions.Capture);
        Protect(At(1), Syn);
        Protect(At(2), FromA(TcpFlags.Fin | TcpFlags.Ack));
        Protect(At(2.1), FromB(TcpFlags.Fin | TcpFlags.Ack));
        _checker.SentInClear(At(9), Syn);
        _checker.SentInClear(At(9.1), FromB(TcpFlags.Syn | TcpFlags.Ack));
        _checker.Violations.ShouldBeEmpty();
    }

    private static FlowPacket Syn => FromA(TcpFlags.Syn);

    private static Instant At(double seconds) => Instant.FromSeconds(seconds);

    private static FlowPacket FromA(TcpFlags flags) => FlowPacketOf(A, B, flags);

    private static FlowPacket FromB(TcpFlags flags) => FlowPacketOf(B, A, flags);

    private static FlowPacket FlowPacketOf(Endpoint from, Endpoint to, TcpFlags flags) =>
        new(FlowId.Between(IpProtocol.Tcp, from, to), from, to, flags);

    private FlowInvariants Checker(FlowInvariantOptions options) => new((_, _) => _rule, options);

    private void Protect(Instant now, FlowPacket inner) => _checker.SentProtected(now, inner, spi: 0x1000, ++_sequence);

    private void Fires(string what) => _checker.Violations.ShouldHaveSingleItem().ShouldContain(what);
}
