using Gatehouse.Base;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying;
using Gatehouse.Keying.Ikev1;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.Ikev1;

public sealed class PeerLifeTests
{
    private static readonly VendorId[] NotAnnounced =
        [VendorIds.MsMamieExists, VendorIds.KeyMods, VendorIds.Fragmentation];

    [Fact]
    public void Shutdown_deletes_everything_at_both_ends()
    {
        var pair = new Pair().Establish();
        pair.Shutdown(pair.A);
        pair.A.Pairs.ShouldBeEmpty();
        pair.A.Module.NextDeadline.ShouldBeNull();
        pair.Run(1);
        pair.B.Pairs.ShouldBeEmpty();
        pair.B.Module.Snapshot(pair.Now).MainModes.ShouldBeEmpty();
        pair.B.Module.Snapshot(pair.Now).Down.ShouldBeEmpty();
        ((Ikev1Module)pair.B.Module).Context.Peers.ShouldBeEmpty();
        pair.Acquire(pair.B);
        pair.Run(1);
        pair.Sendable(pair.A).ShouldBeTrue();
    }

    [Fact]
    public void A_peer_that_crashed_and_begins_anew_replaces_what_the_other_end_still_has()
    {
        var pair = new Pair().Establish();
        pair.Run(60);
        var stale = pair.B.Pairs.Keys.Single();
        pair.A.Boot();
        pair.Acquire(pair.A);
        pair.Run(1);
        pair.B.Pairs.Keys.ShouldNotContain(stale);
        pair.B.Module.Snapshot(pair.Now).MainModes.ShouldHaveSingleItem();
        pair.ShouldMirror();
    }

    [Fact]
    public void Initial_contact_has_no_effect_before_the_peer_is_authenticated()
    {
        var pair = new Pair().Establish();
        pair.Run(60);
        pair.A.Boot();
        pair.A.Policy.Key = "something else";
        pair.Acquire(pair.A);
        pair.Run(60);
        pair.B.Pairs.Count.ShouldBe(1);
        pair.B.Module.Snapshot(pair.Now).MainModes.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_main_mode_that_only_one_end_still_has_is_found_out_and_replaced()
    {
        var pair = new Pair().Establish();
        pair.Run(60);
        pair.A.Boot();
        pair.Signal(pair.B, pair.B.Pairs.Keys.Single(), SaSignal.SoftTrafficLimit);
        pair.Run(20);
        pair.Sendable(pair.B).ShouldBeTrue();
        pair.A.Pairs.Count.ShouldBe(1);
        pair.A.Module.Snapshot(pair.Now).Counters["UnknownCookies"].ShouldBeGreaterThan(0);
    }

    /// <summary>A delete is sent once and may be lost; the peer then seals under an SA that this host has no longer.</summary>
    [Fact]
    public void An_SA_whose_delete_was_lost_is_deleted_again_when_the_peer_goes_on_using_it()
    {
        var pair = new Pair().Establish();
        pair.Run(60);
        pair.OnWire = (_, _) => null;
        var mine = pair.A.Pairs.Values.Single().Sa;
        pair.Signal(pair.A, mine.Inbound, SaSignal.Idle);
        pair.Run(1);
        pair.A.Pairs.ShouldBeEmpty();
        pair.B.Pairs.Keys.ShouldBe([mine.Outbound]);
        pair.OnWire = (_, data) => data;
        pair.Do(pair.A, (module, actions) => module.OnUnknownSpi(pair.Now, pair.Addresses(pair.A), mine.Inbound, actions));
        pair.Run(1);
        pair.B.Pairs.ShouldBeEmpty();
    }

    [Fact]
    public void Nobody_is_told_of_an_unknown_SPI_without_a_main_mode_or_when_the_SPI_exists()
    {
        var pair = new Pair();
        pair.Do(pair.A, (module, actions) => module.OnUnknownSpi(pair.Now, pair.Addresses(pair.A), new Spi(0x1234), actions));
        pair.Wire.ShouldBeEmpty();
        pair.Establish();
        var sent = pair.Wire.Count;
        pair.Do(pair.A, (module, actions) => module.OnUnknownSpi(pair.Now, pair.Addresses(pair.A), pair.A.Pairs.Keys.Single(), actions));
        pair.Wire.Count.ShouldBe(sent);
    }

    [Fact]
    public void Vendor_ids_come_in_windows_order_and_none_announces_what_is_not_there()
    {
        foreach (var v6 in new[] { false, true })
        {
            var pair = new Pair(v6: v6).Establish();
            pair.Signal(pair.A, pair.A.Pairs.Keys.Single(), SaSignal.SoftTrafficLimit);
            pair.Run(70);
            pair.Shutdown(pair.A);
            pair.Run(5);
            var names = new List<string>();
            foreach (var (_, data) in pair.Wire)
            {
                foreach (var never in NotAnnounced)
                    data.AsSpan().IndexOf(never.Id.AsSpan()).ShouldBe(-1);
                if (IsakmpMessageReader.TryRead(data, out var message, out _))
                    names.AddRange(message.All<VendorIdPayload>().Select(payload => VendorIds.Identify(payload.Id.Span)!.Name));
            }

            string[] expected = v6
                ? ["MS NT5 ISAKMPOAKLEY", "MS-Negotiation Discovery Capable", "Vid-Initial-Contact"]
                : ["MS NT5 ISAKMPOAKLEY", "RFC 3947", "draft-ietf-ipsec-nat-t-ike-02\\n", "MS-Negotiation Discovery Capable", "Vid-Initial-Contact"];
            names.ShouldBe([.. expected, .. expected]);
        }
    }

    [Fact]
    public void What_is_protected_holds_no_vendor_id_either()
    {
        // The encrypted half of the machine's output is what these builders make; no vendor id can come in another way.
        var announced = PeerFeatures.Announce(IpFamily.V4, initialContact: true, speaksAuthIp: false).Cast<VendorIdPayload>()
            .Select(payload => Convert.ToHexStringLower(payload.Id.Span));
        announced.ShouldBe([
            "1e2b516905991c7d7c96fcbfb587e46100000009", "4a131c81070358455c5728f20e95452f", "90cb80913ebb696e086381b5ec427b1f",
            "fb1de3cdf341b7ea16b7e5be0855f120", "26244d38eddb61b3172a36e3d0cfb819"]);
        PeerFeatures.Announce(IpFamily.V6, initialContact: false, speaksAuthIp: false).Count().ShouldBe(2);
    }

    [Fact]
    public void Initial_contact_is_not_announced_while_a_main_mode_or_pair_exists()
    {
        var pair = new Pair();
        foreach (var node in new[] { pair.A, pair.B })
            node.Policy.Main = TestPolicy.MainModeOf(new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha1, IkeDhGroup.Ecp256, 100));
        pair.Establish();
        var before = pair.Wire.Count;
        pair.Run(95);
        pair.A.Established(ExchangeKind.MainMode).ShouldBe(2);
        foreach (var (_, data) in pair.Wire.Skip(before))
            data.AsSpan().IndexOf(VendorIds.InitialContact.Id.AsSpan()).ShouldBe(-1);
    }

    [Fact]
    public void Nat_discovery_is_exchanged_over_ipv4_only()
    {
        foreach (var v6 in new[] { false, true })
        {
            var pair = new Pair(v6: v6).Establish();
            var counts = pair.Wire.Select(sent => IsakmpMessageReader.TryRead(sent.Data, out var message, out _) ? message.Count(PayloadType.NatDiscovery) : 0);
            counts.Sum().ShouldBe(v6 ? 0 : 4);
        }
    }

    [Fact]
    public void The_commit_bit_is_honoured_with_connected_and_never_set()
    {
        var pair = new Pair();
        pair.OnWire = (from, data) =>
        {
            (data[19] & 2).ShouldBe(0);
            // Neither the header nor its flags are covered by any hash, so a peer's commit bit can be put on here.
            if (from == pair.A && data[18] == 32)
                data[19] |= 2;
            return data;
        };
        pair.Acquire(pair.A);
        pair.Run(1);
        pair.Sendable(pair.A).ShouldBeTrue();
        pair.ShouldMirror();
        pair.Wire.Count.ShouldBe(10);
        pair.Wire[^1].From.ShouldBe(pair.B);
    }

    [Fact]
    public void An_authenticated_r_u_there_is_answered_with_its_sequence_number()
    {
        var pair = new Pair().Establish();
        var answered = pair.Wire.Count;
        Tell(pair, new NotificationPayload(ProtocolId.Isakmp, NotifyType.RUThere, new byte[16], new byte[] { 0, 0, 0, 7 }));
        pair.Run(1);
        pair.Wire.Count.ShouldBe(answered + 2);
        pair.Wire[^1].From.ShouldBe(pair.B);
        pair.A.Module.Snapshot(pair.Now).Counters.Keys.ShouldNotContain("UnknownNotify");
    }

    [Fact]
    public void Notify_initial_contact_and_unknown_notifies_are_understood_and_counted()
    {
        var pair = new Pair().Establish();
        Tell(pair, new NotificationPayload(ProtocolId.Isakmp, NotifyType.InitialContact, new byte[16]));
        Tell(pair, new NotificationPayload(ProtocolId.Isakmp, (NotifyType)44_444, new byte[16]));
        pair.Run(1);
        pair.B.Pairs.Count.ShouldBe(1, "the pair is not older than its own main mode");
        pair.B.Module.Snapshot(pair.Now).Counters["UnknownNotify"].ShouldBe(1);
    }

    [Fact]
    public void Deletes_of_sas_that_are_not_there_are_counted()
    {
        var pair = new Pair().Establish();
        Tell(pair, new DeletePayload(ProtocolId.Esp, new byte[] { 1, 2, 3, 4 }));
        Tell(pair, new DeletePayload(ProtocolId.Isakmp, new byte[16]));
        pair.Run(1);
        pair.B.Pairs.Count.ShouldBe(1);
        pair.B.Module.Snapshot(pair.Now).Counters["UnknownDelete"].ShouldBe(2);
    }

    [Fact]
    public void A_deleted_main_mode_leaves_its_pairs()
    {
        var pair = new Pair().Establish();
        var sa = ((Ikev1Module)pair.A.Module).Context.MainModes.All.Single();
        Tell(pair, new DeletePayload(ProtocolId.Isakmp, KeySchedule.Cookies(sa.CookieI, sa.CookieR)));
        pair.Run(1);
        pair.B.Module.Snapshot(pair.Now).MainModes.ShouldBeEmpty();
        pair.B.Pairs.Count.ShouldBe(1);
    }

    /// <summary>A says something to B under their main mode.</summary>
    private static void Tell(Pair pair, IsakmpBody payload)
    {
        var module = (Ikev1Module)pair.A.Module;
        pair.Tell(pair.A, () => module.Context.Notifier.SendProtected(module.Context.MainModes.All.Single(), [payload]));
    }
}
