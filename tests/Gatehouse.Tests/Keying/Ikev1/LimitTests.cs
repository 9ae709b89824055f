using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying;
using Gatehouse.Keying.Ikev1;
using Gatehouse.Model.Ipsec;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.Ikev1;

public sealed class LimitTests
{
    [Fact]
    public void Half_open_main_modes_are_limited_per_peer()
    {
        var pair = new Pair { OnWire = (_, _) => null };
        var first = FirstMessage(pair);
        for (ulong cookie = 1; cookie <= 200; cookie++)
            pair.Inject(pair.B, WithCookie(first, cookie));
        Answers(pair).ShouldBe(Limits.HalfOpenPerPeer);
        pair.B.Module.Snapshot(pair.Now).Counters["HalfOpenLimit"].ShouldBe(200 - Limits.HalfOpenPerPeer);
        pair.Run(61);
        pair.B.Module.NextDeadline.ShouldBeNull("all are forgotten after their time");
        pair.Inject(pair.B, WithCookie(first, 999));
        Answers(pair).ShouldBe(Limits.HalfOpenPerPeer + 1);
    }

    [Fact]
    public void Half_open_main_modes_are_limited_in_all_and_the_oldest_makes_way_for_a_newcomer()
    {
        var pair = new Pair { OnWire = (_, _) => null };
        var first = FirstMessage(pair);
        for (uint peer = 0; peer < 1000; peer++)
            pair.Inject(pair.B, WithCookie(first, 1 + peer), new IpAddr(IpFamily.V4, 0x0A640000 + peer));
        Answers(pair).ShouldBe(1000);
        var kept = ((Ikev1Module)pair.B.Module).Context.MainModes.All.Select(sa => sa.CookieI).ToHashSet();
        kept.Count.ShouldBe(Limits.HalfOpenTotal);
        kept.ShouldContain(1000ul);
        kept.ShouldNotContain(1ul);
        pair.B.Module.Snapshot(pair.Now).Counters["HalfOpenEvicted"].ShouldBe(1000 - Limits.HalfOpenTotal);
    }

    [Fact]
    public void Forged_first_messages_leave_nothing_behind()
    {
        var pair = new Pair { OnWire = (_, _) => null };
        var first = FirstMessage(pair);
        for (uint round = 0; round < 5; round++)
        {
            for (uint peer = 0; peer < 500; peer++)
                pair.Inject(pair.B, WithCookie(first, 1 + peer), new IpAddr(IpFamily.V4, 0x0A640000 + (round << 12) + peer));
            pair.Run(61);
        }

        ((Ikev1Module)pair.B.Module).Context.Peers.ShouldBeEmpty();
        pair.B.Module.Snapshot(pair.Now).Down.ShouldBeEmpty();
    }

    [Fact]
    public void Refused_first_messages_are_answered_and_remembered_within_bounds()
    {
        var pair = new Pair { OnWire = (_, _) => null };
        var first = FirstMessage(pair);
        pair.B.Policy.Main = TestPolicy.MainModeOf(new MainModeProposal(IkeCipherType.Aes256, IkeIntegrityType.Sha384, IkeDhGroup.Ecp384, 28_800));
        var before = pair.Wire.Count;
        for (uint peer = 0; peer < 5000; peer++)
            pair.Inject(pair.B, WithCookie(first, 1 + peer), new IpAddr(IpFamily.V4, 0x0A640000 + peer));
        (pair.Wire.Count - before).ShouldBe(Limits.ClearNotifiesPerSecond);
        pair.B.Module.Snapshot(pair.Now).Down.Length.ShouldBeLessThanOrEqualTo(Limits.RememberedFailures);
    }

    [Fact]
    public void Quick_modes_at_work_are_limited_per_main_mode()
    {
        var pair = new Pair().Establish();
        pair.OnWire = (from, data) => from == pair.B ? null : data;
        for (ushort port = 1; port <= 40; port++)
            pair.Acquire(pair.A, new TrafficSelector(6, port, 80));
        pair.Run(0.5);
        // All are covered by the pair that stands, so none is even begun.
        pair.B.Pairs.Count.ShouldBe(1);

        pair = new Pair();
        pair.Acquire(pair.A, new TrafficSelector(6, 1, 80));
        pair.Run(0.5);
        pair.OnWire = (from, data) => from == pair.B ? null : data;
        for (ushort port = 2; port <= 60; port++)
            pair.Acquire(pair.A, new TrafficSelector(6, port, 80));
        pair.Run(0.5);
        (pair.B.AllActions.OfType<KeyingAction.InstallPair>().Count() - 1).ShouldBe(Limits.QuickModesPerMainMode);
        pair.B.Pairs.Count.ShouldBeLessThanOrEqualTo(Limits.PairsPerPeer);
    }

    [Fact]
    public void Pairs_with_equal_selectors_are_few_even_when_a_peer_never_deletes()
    {
        var pair = new Pair().Establish();
        // A → B: informational messages, and with them deletes, are lost.
        pair.OnWire = (_, data) => data[18] == 5 ? null : data;
        for (var rekey = 0; rekey < 20; rekey++)
        {
            pair.Signal(pair.A, pair.A.Sender!.Sa.Inbound, SaSignal.SoftTrafficLimit);
            pair.Run(1);
        }

        pair.A.Pairs.Count.ShouldBeLessThanOrEqualTo(1 + Limits.ExtraPairsPerSelector);
        pair.B.Pairs.Count.ShouldBeLessThanOrEqualTo(1 + Limits.ExtraPairsPerSelector);
        pair.Sendable(pair.A).ShouldBeTrue();
        pair.Sendable(pair.B).ShouldBeTrue();
    }

    private static byte[] FirstMessage(Pair pair)
    {
        pair.Acquire(pair.A);
        return pair.Wire[0].Data;
    }

    private static byte[] WithCookie(byte[] message, ulong cookie)
    {
        var copy = (byte[])message.Clone();
        BinaryPrimitives.WriteUInt64BigEndian(copy, cookie);
        return copy;
    }

    private static int Answers(Pair pair) => pair.Wire.Count(sent => sent.From == pair.B && sent.Data[18] == (byte)ExchangeType.IdentityProtection);
}
