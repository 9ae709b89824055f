using Gatehouse.Base;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Gatehouse.Tests.Keying.Ikev1;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.Coexistence;

/// <summary>Which module keys a pair of hosts, by what each of them speaks and by which answer comes when.</summary>
public sealed class ChoiceTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData(Speaks.Both, Speaks.Both, KeyingModule.AuthIp)]
    [InlineData(Speaks.Both, Speaks.Ike, KeyingModule.Ike)]
    [InlineData(Speaks.Both, Speaks.AuthIp, KeyingModule.AuthIp)]
    [InlineData(Speaks.Ike, Speaks.Both, KeyingModule.Ike)]
    [InlineData(Speaks.AuthIp, Speaks.Both, KeyingModule.AuthIp)]
    [InlineData(Speaks.Ike, Speaks.Ike, KeyingModule.Ike)]
    [InlineData(Speaks.AuthIp, Speaks.AuthIp, KeyingModule.AuthIp)]
    public void One_negotiation_survives_whoever_begins(Speaks a, Speaks b, KeyingModule expected)
    {
        foreach (var (fromA, fromB) in new[] { (true, false), (false, true), (true, true) })
        {
            var pair = CoexistingPair.New(a, b);
            if (fromA)
                pair.Acquire(pair.A);
            if (fromB)
                pair.Acquire(pair.B);
            pair.Run(1);
            foreach (var node in new[] { pair.A, pair.B })
            {
                pair.Sendable(node).ShouldBeTrue();
                pair.MainModes(node).ShouldAllBe(module => module == expected);
                node.Failures.ShouldBeEmpty();
                node.AcquiresFailed.ShouldBeEmpty();
                ((Gatehouse.Keying.Coexistence.CoexistingModules)node.Module).Remembered.ShouldBe(0);
            }

            pair.ShouldMirror();
            pair.Run(100);
            pair.A.Pairs.Count.ShouldBe(pair.B.Pairs.Count);
            pair.Sendable(pair.A).ShouldBeTrue();
        }
    }

    [Fact]
    public void Both_first_messages_go_out_AuthIP_first_and_each_is_repeated_by_its_own_timer()
    {
        var pair = CoexistingPair.New(Speaks.Both, Speaks.Nothing, weather: new Weather(Loss: 1));
        var times = new List<(bool AuthIp, double At)>();
        pair.OnWire = (_, data) => data;
        pair.Acquire(pair.A);
        pair.Wire.Select(entry => CoexistingPair.IsAuthIp(entry.Data)).ShouldBe([true, false]);
        for (var i = 0; i < 400; i++)
        {
            var before = pair.Wire.Count;
            pair.Run(0.1);
            times.AddRange(pair.Wire.Skip(before).Select(entry => (CoexistingPair.IsAuthIp(entry.Data), Math.Round((i + 1) * 0.1, 1))));
        }

        times.Where(time => time.AuthIp).Select(time => time.At).ShouldBe([2, 6, 14]);
        times.Where(time => !time.AuthIp).Select(time => time.At).ShouldBe([1, 3, 7, 11, 15, 19, 23]);
        var failed = pair.A.AcquiresFailed.ShouldHaveSingleItem("the node hears of it once, when the last attempt is over");
        (failed.RetryAt - Instant.FromSeconds(1000)).ShouldBe(TimeSpan.FromSeconds(31), TimeSpan.FromMilliseconds(1));
        var down = pair.A.Module.Snapshot(pair.Now).Down.ShouldHaveSingleItem();
        down.LastError.ShouldContain("speaks AuthIP on UDP port 500");
        down.LastError.ShouldContain("runs IKE on UDP port 500");
    }

    [Theory]
    [InlineData(Speaks.Both, true)]
    [InlineData(Speaks.Ike, false)]
    public void The_twin_says_that_this_host_speaks_AuthIP_exactly_when_policy_has_it(Speaks speaks, bool expected)
    {
        var pair = CoexistingPair.New(speaks, Speaks.Nothing);
        pair.Acquire(pair.A);
        var ids = VendorIdsOf(pair.Wire.Select(entry => entry.Data).Single(CoexistingPair.IsIkeMainMode));
        ids.Contains("214CA4FAFFA7F32D6748E5303395AE83").ShouldBe(expected);
        ids.Contains("01528BBBC00696121849AB9A1C5B2A5100000001").ShouldBe(expected);
    }

    [Theory]
    [InlineData("214CA4FAFFA7F32D6748E5303395AE83", true)]
    [InlineData("01528BBBC00696121849AB9A1C5B2A5100000001", true)]
    [InlineData("01528BBBC00696121849AB9A1C5B2A5100000000", false)]
    [InlineData("01528BBBC00696121849AB9A1C5B2A5100000002", false)]
    [InlineData("01528BBBC00696121849AB9A1C5B2A51", false)]
    public void A_responder_leaves_a_packet_to_AuthIP_that_says_so_and_only_where_its_own_policy_has_AuthIP(string vendorId, bool dropped)
    {
        var first = FirstMessageWith(vendorId);
        foreach (var (own, expected) in new[] { (Speaks.Both, dropped), (Speaks.Ike, false) })
        {
            var pair = CoexistingPair.New(Speaks.Nothing, own);
            pair.Inject(pair.B, first);
            pair.Wire.Count.ShouldBe(expected ? 0 : 1);
            pair.Count(pair.B, "LeftToAuthIp").ShouldBe(expected ? 1 : 0);
            pair.B.Events.ShouldNotContain(news => news.Kind == KeyingEventKind.MessageRefused);
        }
    }

    [Fact]
    public void An_AuthIP_answer_ends_IKE_without_a_word_on_the_wire_and_without_a_failure()
    {
        var pair = CoexistingPair.New(Speaks.Both, Speaks.Both);
        pair.Acquire(pair.A);
        pair.Run(30);
        pair.Wire.Count(entry => !CoexistingPair.IsAuthIp(entry.Data)).ShouldBe(1, "IKE's first message, and nothing after it");
        pair.A.Suppressed().ShouldHaveSingleItem().ShouldContain("13902");
        pair.Count(pair.B, "LeftToAuthIp").ShouldBe(1);
    }

    [Fact]
    public void An_IKE_answer_stops_AuthIP_from_repeating_and_message_4_ends_it()
    {
        var pair = CoexistingPair.New(Speaks.Both, Speaks.Ike);
        var held = new List<byte[]>();
        pair.OnWire = (from, data) => from == pair.A && CoexistingPair.IsIkeMainMode(data) && !CoexistingPair.IsFirst(data) ? null : data;
        pair.B.Policy.MainOf[KeyingModule.AuthIp].ShouldBeNull();
        pair.Acquire(pair.A);
        pair.Run(20);
        pair.Wire.Count(entry => entry.From == pair.A && CoexistingPair.IsAuthIp(entry.Data)).ShouldBe(1);
        pair.A.Suppressed().ShouldBeEmpty("it may be answered yet");
        pair.OnWire = (_, data) => data;
        pair.Run(5);
        pair.A.Suppressed().ShouldHaveSingleItem().ShouldContain("AuthIP gives way");
        pair.Sendable(pair.A).ShouldBeTrue();
        pair.MainModes(pair.A).ShouldBe([KeyingModule.Ike]);
    }

    [Fact]
    public void Message_4_of_IKE_ends_AuthIP_before_IKE_is_up()
    {
        var pair = CoexistingPair.New(Speaks.Both, Speaks.Ike);
        pair.OnWire = (from, data) => from == pair.A && CoexistingPair.IsIkeMainMode(data) && (data[19] & 1) != 0 ? null : data;
        pair.Acquire(pair.A);
        pair.Run(1);
        pair.MainModes(pair.A).ShouldBeEmpty();
        pair.A.Suppressed().ShouldHaveSingleItem().ShouldContain("AuthIP gives way");
    }

    [Fact]
    public void AuthIP_that_answers_late_wins_while_IKE_waits_for_message_4()
    {
        var (pair, late) = WithLateAuthIp();
        pair.OnWire = (from, data) => CoexistingPair.IsIkeMainMode(data) && from == pair.B && data[16] == 4 ? null : data;
        pair.Run(5);
        pair.A.Suppressed().ShouldBeEmpty();
        pair.Inject(pair.A, late);
        pair.A.Suppressed().ShouldHaveSingleItem().ShouldContain("IKE gives way");
        pair.Run(2);
        pair.MainModes(pair.A).ShouldBe([KeyingModule.AuthIp]);
        pair.Sendable(pair.A).ShouldBeTrue();
        pair.ShouldMirror();
    }

    [Fact]
    public void AuthIP_that_answers_after_message_4_is_too_late()
    {
        var (pair, late) = WithLateAuthIp();
        pair.Run(1);
        pair.A.Suppressed().ShouldHaveSingleItem().ShouldContain("AuthIP gives way");
        pair.Inject(pair.A, late);
        pair.Run(100);
        pair.MainModes(pair.A).ShouldBe([KeyingModule.Ike]);
        pair.MainModes(pair.B).ShouldBe([KeyingModule.Ike]);
        pair.ShouldMirror();
    }

    [Fact]
    public void AuthIP_goes_on_when_an_answer_to_IKE_comes_to_nothing()
    {
        var pair = CoexistingPair.New(Speaks.Both, Speaks.Both);
        var blocked = true;
        // Somebody answers IKE's first message with what the peer, which ignores it, would say; the rest of IKE leads nowhere.
        pair.OnWire = (from, data) => CoexistingPair.IsAuthIp(data) && blocked ? null : data;
        pair.Acquire(pair.A);
        var first = pair.Wire.Single(entry => CoexistingPair.IsIkeMainMode(entry.Data)).Data;
        pair.Inject(pair.A, AnswerTo(first));
        pair.Run(20);
        pair.Wire.Count(entry => entry.From == pair.A && CoexistingPair.IsAuthIp(entry.Data)).ShouldBe(1);
        blocked = false;
        pair.Run(15);
        pair.Sendable(pair.A).ShouldBeTrue();
        pair.MainModes(pair.A).ShouldBe([KeyingModule.AuthIp]);
        pair.A.AcquiresFailed.ShouldBeEmpty();
        pair.Run(Second.TotalSeconds);
    }

    [Theory]
    [InlineData(Speaks.Ike, Speaks.AuthIp)]
    [InlineData(Speaks.AuthIp, Speaks.Ike)]
    public void Hosts_that_share_no_module_get_no_SA_and_one_failure(Speaks a, Speaks b)
    {
        var pair = CoexistingPair.New(a, b);
        pair.Acquire(pair.A);
        pair.Run(60);
        pair.A.Pairs.ShouldBeEmpty();
        pair.A.AcquiresFailed.Count.ShouldBe(1);
        pair.A.Module.Snapshot(pair.Now).Down.Length.ShouldBe(1);
    }

    // A and B speak both; AuthIP's answer is on the way for long, and a man in between strips what the twin says of AuthIP.
    private static (Pair Pair, byte[] Late) WithLateAuthIp()
    {
        var pair = CoexistingPair.New(Speaks.Both, Speaks.Both);
        byte[]? late = null;
        pair.OnWire = (from, data) =>
        {
            if (from == pair.A && CoexistingPair.IsIkeMainMode(data) && CoexistingPair.IsFirst(data))
                return Stripping.Strip(data);
            if (from == pair.B && CoexistingPair.IsAuthIp(data) && late is null)
            {
                late = data;
                return null;
            }

            return from == pair.A && CoexistingPair.IsIkeMainMode(data) && late is null ? null : data;
        };
        pair.Acquire(pair.A);
        pair.Run(0.05);
        late.ShouldNotBeNull();
        return (pair, late);
    }

    private static byte[] FirstMessageWith(string vendorId)
    {
        var pair = CoexistingPair.New(Speaks.Ike, Speaks.Nothing);
        pair.Acquire(pair.A);
        return Stripping.Add(pair.Wire.Single().Data, Convert.FromHexString(vendorId));
    }

    private static byte[] AnswerTo(byte[] first)
    {
        var peer = CoexistingPair.New(Speaks.Nothing, Speaks.Ike);
        peer.Inject(peer.B, first);
        return peer.Wire.Single().Data;
    }

    private static string[] VendorIdsOf(byte[] data)
    {
        IsakmpMessageReader.TryRead(data, out var message, out _).ShouldBeTrue();
        return [.. message!.All<VendorIdPayload>().Select(payload => Convert.ToHexString(payload.Id.Span))];
    }
}
