using Gatehouse.Keying;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.Ikev1;

/// <summary>Peers that do not announce MS NT5, as strongSwan does not: their inbound SA is up only once message 3 is processed.</summary>
public sealed class ForeignPeerTests
{
    private static readonly byte[] MsNt5 = Convert.FromHexString("1E2B516905991C7D7C96FCBFB587E461");

    [Fact]
    public void Message_3_leaves_before_the_first_packet_and_the_pair_sends_a_moment_later()
    {
        var pair = Foreign();
        pair.Acquire(pair.A);
        pair.Run(0.15);
        pair.A.AllActions.OfType<KeyingAction.InstallPair>().Single().OutboundReady.ShouldBeFalse();
        pair.A.AllActions.OfType<KeyingAction.ConfirmPair>().ShouldBeEmpty();
        pair.Run(0.2);
        pair.A.AllActions.OfType<KeyingAction.ConfirmPair>().ShouldHaveSingleItem();
        pair.Sendable(pair.A).ShouldBeTrue();
    }

    [Fact]
    public void A_packet_of_the_peer_under_the_new_pair_ends_the_waiting_at_once()
    {
        var pair = Foreign();
        pair.Acquire(pair.A);
        pair.Run(0.15);
        var inbound = pair.A.AllActions.OfType<KeyingAction.InstallPair>().Single().Pair.Inbound;
        pair.Signal(pair.A, inbound, SaSignal.FirstPacketReceived);
        pair.A.AllActions.OfType<KeyingAction.ConfirmPair>().ShouldHaveSingleItem().Inbound.ShouldBe(inbound);
        pair.Run(1);
        pair.A.AllActions.OfType<KeyingAction.ConfirmPair>().Count().ShouldBe(1);
    }

    [Fact]
    public void At_a_rekey_the_old_pair_goes_on_sending_until_the_new_one_is_surely_up()
    {
        var pair = Foreign();
        pair.Acquire(pair.A);
        pair.Run(1);
        var first = pair.A.Sender!.Sa.Inbound;
        pair.Signal(pair.A, first, SaSignal.SoftTrafficLimit);
        pair.Run(2);
        pair.A.AllActions.OfType<KeyingAction.InstallPair>().Count().ShouldBe(2);
        pair.A.Sender!.Sa.Inbound.ShouldBe(first);
        pair.Run(4);
        pair.A.Sender!.Sa.Inbound.ShouldNotBe(first);
    }

    // The vendor id is spoilt on the wire; nothing authenticates it.
    private static Pair Foreign() => new()
    {
        OnWire = (_, data) =>
        {
            var at = data.AsSpan().IndexOf(MsNt5);
            if (at >= 0)
                data[at] ^= 1;
            return data;
        },
    };
}
