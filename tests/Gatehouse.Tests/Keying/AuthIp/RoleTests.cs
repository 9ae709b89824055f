using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Gatehouse.Tests.Keying.Ikev1;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.AuthIp;

/// <summary>
/// With NTLM the initiator alone proves who it is, so whoever was asked may not begin in its place: it asks the peer to ([MS-AIPS] 3.4.5.3, 3.4.7.4).
/// </summary>
public sealed class RoleTests
{
    private static readonly TrafficSelector Web = new(6, 0, 80);
    private static readonly TrafficSelector Names = new(17, 0, 53);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_responder_that_needs_a_pair_asks_for_it(uint quickModeLimit)
    {
        var pair = New(quickModeLimit);
        pair.Acquire(pair.A, Web);
        pair.Run(1);
        pair.Wire.Clear();
        pair.Acquire(pair.B, Names);
        pair.Acquire(pair.B, Names);
        pair.Run(2);
        // NOTIFY_ACQUIRE → and its acknowledgement ←, then the peer begins: a later quick mode, or where the main mode is used up another main mode.
        var flow = pair.Flow();
        flow.Take(2).ShouldBe(["B246*", "A246*"]);
        flow.Skip(2).First().ShouldBe(quickModeLimit == 0 ? "A244*" : "A243");
        pair.B.Pairs.Values.ShouldContain(held => held.Sa.Selector == Names && !held.Sa.IsInitiator);
        pair.Sendable(pair.B).ShouldBeTrue();
        pair.ShouldMirror();
        pair.B.AcquiresFailed.ShouldBeEmpty();
        FirstMessages(pair, pair.B).ShouldBe(0);
    }

    [Fact]
    public void Guaranteed_encryption_is_asked_for_too()
    {
        var pair = New();
        pair.Acquire(pair.A, Web);
        pair.Run(1);
        pair.Acquire(pair.B, Names, guaranteeEncryption: true);
        pair.Run(2);
        pair.B.Pairs.Values.ShouldContain(held => held.Sa.Selector == Names && held.Sa.GuaranteedEncryption);
        pair.ShouldMirror();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Through_hours_with_traffic_and_bad_weather_the_roles_stay(ulong seed)
    {
        var pair = New(quickModeLimit: 2, seed: seed, seconds: 600, weather: new Weather(Loss: 0.1, Duplication: 0.1, Reordering: 0.2));
        while (!pair.Sendable(pair.A) || !pair.Sendable(pair.B))
        {
            pair.Acquire(pair.A);
            pair.Run(30);
        }

        pair.TrafficUntil(pair.Now + TimeSpan.FromHours(2), TimeSpan.FromSeconds(1));
        FirstMessages(pair, pair.B).ShouldBe(0, "the responder never begins");
        FirstMessages(pair, pair.A).ShouldBeGreaterThan(3);
        pair.Wire.Count(entry => entry.From == pair.B && entry.Data[18] == (byte)ExchangeType.AuthIpNotify).ShouldBeGreaterThan(0);
        pair.Sendable(pair.A).ShouldBeTrue();
        pair.Sendable(pair.B).ShouldBeTrue();
    }

    [Fact]
    public void A_peer_that_does_not_do_it_is_given_up_for_a_while()
    {
        var pair = New();
        pair.Acquire(pair.A, Web);
        pair.Run(1);
        pair.A.Policy.Quick = null;
        pair.Acquire(pair.B, Names);
        pair.Run(PeerAcquires.Wait.TotalSeconds - 1);
        pair.B.AcquiresFailed.ShouldBeEmpty();
        pair.Run(1.5);
        var refused = pair.B.AcquiresFailed.ShouldHaveSingleItem();
        refused.Selector.ShouldBe(Names);
        refused.RetryAt.ShouldBeGreaterThan(pair.Now);
        pair.B.Failures.Last().Text.ShouldContain("was asked to negotiate");
        pair.Wire.Clear();
        pair.Acquire(pair.B, Names);
        pair.Wire.ShouldBeEmpty();
        pair.B.AcquiresFailed.Count.ShouldBe(2);
    }

    [Fact]
    public void Without_a_main_mode_either_end_begins_as_itself()
    {
        var pair = New();
        pair.Acquire(pair.B, Names);
        pair.Run(2);
        FirstMessages(pair, pair.B).ShouldBe(1);
        pair.ShouldMirror();
    }

    [Fact]
    public void Mutual_methods_know_no_such_rule()
    {
        var pair = AuthIpPair.New(mechanisms: new FakeGss(), methods: AuthenticationMethodType.Kerberos);
        pair.Acquire(pair.A, Web);
        pair.Run(1);
        pair.Acquire(pair.B, Names);
        pair.Run(2);
        FirstMessages(pair, pair.B).ShouldBe(1);
        pair.ShouldMirror();
    }

    [Fact]
    public void Another_policy_ends_the_waiting()
    {
        var pair = New();
        pair.Acquire(pair.A, Web);
        pair.Run(1);
        pair.OnWire = (_, _) => null;
        pair.Acquire(pair.B, Names);
        (pair.B.Policy.Main, pair.B.Policy.Quick) = (null, null);
        pair.Do(pair.B, (module, actions) => module.OnPolicyChanged(pair.Now, actions));
        pair.B.AcquiresFailed.ShouldHaveSingleItem();
        pair.Run(120);
        pair.B.AcquiresFailed.Count.ShouldBe(1);
        pair.B.Module.NextDeadline.ShouldBeNull();
    }

    [Fact]
    public void Events_say_who_is_authenticated()
    {
        var pair = New().Establish();
        Established(pair.A).ShouldEndWith("this host alone is authenticated.");
        Established(pair.B).ShouldContain("is authenticated as");
    }

    private static string Established(TestNode node) => node.Events.First(news => news.Kind == KeyingEventKind.MainModeEstablished).Text;

    private static int FirstMessages(Pair pair, TestNode node) => pair.Wire
        .Where(entry => entry.From == node && entry.Data[18] == (byte)ExchangeType.AuthIpMainMode && entry.Data.AsSpan(8, 8).IndexOfAnyExcept((byte)0) < 0)
        .DistinctBy(entry => Convert.ToHexString(entry.Data.AsSpan(0, 8))).Count();

    private static Pair New(uint quickModeLimit = 0, ulong seed = 1, uint seconds = 3600, Weather? weather = null)
    {
        var pair = AuthIpPair.New(seed, weather: weather, mechanisms: new FakeGss(), methods: AuthenticationMethodType.NtlmV2);
        foreach (var node in new[] { pair.A, pair.B })
        {
            node.Policy.Main = AuthIpPair.MainModeOf(
                [AuthenticationMethodType.NtlmV2],
                new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha256, IkeDhGroup.Ecp256, 28_800, quickModeLimit));
            node.Policy.Quick = TestPolicy.QuickModeOf(TestPolicy.Gcm128, seconds);
        }

        return pair;
    }
}
