using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying;
using Gatehouse.Keying.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Gatehouse.Tests.Keying.Ikev1;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.AuthIp;

/// <summary>The second authentication, on which the keys of a quick mode wait ([MS-AIPS] 3.6, 3.7).</summary>
public sealed class ExtendedModeTests
{
    private static readonly ExtendedModePolicy Policy = new(
        [new AuthenticationMethod(AuthenticationMethodType.Kerberos), new AuthenticationMethod(AuthenticationMethodType.NtlmV2)]);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(false, true)]
    public void It_follows_the_quick_mode_and_nothing_is_installed_before(bool fast, bool anonymous)
    {
        // #7* Auth → ← #8* Auth, GSS_ID    #9* GSS-API → ← #10* GSS-API    #11* Hash(Auth3) → ← #12* Hash(Auth4)
        var pair = New(new AuthIpOptions { FastQuickMode = fast }, anonymous: anonymous);
        pair.Establish();
        string[] quickMode = fast ? [] : ["A244*", "B244*"];
        pair.Flow().ShouldBe(
        [
            "A243", "B243", "A243", "B243", "A243*", "B243*", .. quickMode, "A245*", "B245*", "A245*", "B245*", "A245*", "B245*",
        ]);
        var extended = pair.Wire.Where(entry => entry.Data[18] == 245).Select(entry => entry.Data).ToArray();
        extended.ShouldAllBe(data => AuthIpPair.MessageId(data) == 1);
        extended.Select(AuthIpPair.Sequence).ShouldBe([0u, 0u, 1u, 1u, 2u, 2u]);
        pair.ShouldMirror();
        string[] Last(TestNode node, int count) =>
            [.. node.AllActions.Where(action => action is not KeyingAction.Notify).TakeLast(count).Select(action => action.GetType().Name)];

        // The responder has the pair before it says so.
        Last(pair.B, 3).ShouldBe(["InstallPair", "ConfirmPair", "SendDatagram"]);
        Last(pair.A, 3).ShouldBe(["SendDatagram", "InstallPair", "ConfirmPair"]);
        pair.B.Events.ShouldContain(news => news.Text.Contains("authenticated as host/a.example.com in extended mode", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_quick_mode_that_the_policy_ended_meanwhile_gets_no_pair(bool atInitiator)
    {
        var pair = New(new AuthIpOptions());
        var proofs = 0;
        pair.OnWire = (from, data) =>
        {
            if (data[18] == 245 && from == (atInitiator ? pair.B : pair.A) && ++proofs == 3)
            {
                var node = pair.Other(from);
                node.Policy.NotCovered = TrafficSelector.Any;
                pair.Do(node, (module, actions) => module.OnPolicyChanged(pair.Now, actions));
            }

            return data;
        };
        pair.Acquire(pair.A);
        pair.Run(100);
        proofs.ShouldBeGreaterThanOrEqualTo(3);
        pair.A.Pairs.ShouldBeEmpty();
        pair.B.Pairs.ShouldBeEmpty();
    }

    [Fact]
    public void Its_secret_is_in_the_keys()
    {
        static SecretBytes Key(string user)
        {
            var pair = New(new AuthIpOptions(), users: new FakeGss(user)).Establish();
            return pair.A.Pairs.Values.Single().Sa.InboundKey.Copy();
        }

        Key("host/b.example.com").ContentEquals(Key("host/b.example.com")).ShouldBeTrue();
        Key("host/b.example.com").ContentEquals(Key("host/c.example.com")).ShouldBeFalse();
    }

    [Theory]
    [InlineData(nameof(AuthIpWireProfile.ExtendedProof))]
    [InlineData(nameof(AuthIpWireProfile.ExtendedModeTokens))]
    [InlineData(nameof(AuthIpWireProfile.TranscriptScope))]
    [InlineData(nameof(AuthIpWireProfile.SequenceUnit))]
    public void The_alternatives_of_the_profile_work(string option)
    {
        var profile = option switch
        {
            nameof(AuthIpWireProfile.ExtendedProof) => new AuthIpWireProfile { ExtendedProof = ExtendedProof.OutsidePrf },
            nameof(AuthIpWireProfile.ExtendedModeTokens) => new AuthIpWireProfile { ExtendedModeTokens = ExtendedModeTokens.EncryptedAsMainMode },
            nameof(AuthIpWireProfile.SequenceUnit) => new AuthIpWireProfile { SequenceUnit = SequenceUnit.Message },
            _ => new AuthIpWireProfile { TranscriptScope = TranscriptScope.WholeMessage },
        };
        var pair = New(new AuthIpOptions { Profile = profile }).Establish();
        pair.ShouldMirror();
        var tokens = pair.Flow()[8..10];
        tokens.ShouldBe(profile.ExtendedModeTokens == ExtendedModeTokens.EncryptedAsMainMode ? ["A243*", "B243*"] : ["A245*", "B245*"]);
    }

    [Fact]
    public void Every_rekey_authenticates_the_user_again()
    {
        var pair = New(new AuthIpOptions()).Establish();
        pair.TrafficUntil(pair.Now + TimeSpan.FromHours(2), TimeSpan.FromSeconds(20));
        pair.PacketsLost.ShouldBe(0);
        pair.A.Established(ExchangeKind.QuickMode).ShouldBeInRange(2, 4);
        pair.Flow().Count(step => step == "A245*").ShouldBe(3 * pair.A.Established(ExchangeKind.QuickMode));
        pair.ShouldMirror();
    }

    [Fact]
    public void A_policy_that_takes_it_in_deletes_what_has_no_user_and_one_that_takes_it_out_deletes_nothing()
    {
        var pair = New(new AuthIpOptions());
        foreach (var node in new[] { pair.A, pair.B })
            node.Policy.Quick = node.Policy.Quick! with { ExtendedMode = null };
        pair.Establish();
        void Apply(ExtendedModePolicy? policy)
        {
            foreach (var node in new[] { pair.A, pair.B })
            {
                node.Policy.Quick = node.Policy.Quick! with { ExtendedMode = policy };
                pair.Do(node, (module, actions) => module.OnPolicyChanged(pair.Now, actions));
            }

            pair.Run(5);
        }

        Apply(Policy);
        pair.A.Pairs.Concat(pair.B.Pairs).ShouldBeEmpty();
        pair.Establish();
        pair.Flow().ShouldContain("A245*");
        Apply(null);
        pair.Sendable(pair.A).ShouldBeTrue();
    }

    [Fact]
    public void A_policy_that_authenticates_otherwise_deletes_what_was_authenticated_so()
    {
        var machines = new GssMechanisms(new AnonymousMechanism(), new FakeGss());
        var pair = AuthIpPair.New(mechanisms: machines).Establish();
        foreach (var node in new[] { pair.A, pair.B })
        {
            node.Policy.Main = AuthIpPair.MainModeOf([AuthenticationMethodType.Kerberos]);
            pair.Do(node, (module, actions) => module.OnPolicyChanged(pair.Now, actions));
        }

        pair.Run(5);
        pair.A.Pairs.Concat(pair.B.Pairs).ShouldBeEmpty();
        pair.Establish();
        pair.A.Events.Last(news => news.Kind == KeyingEventKind.MainModeEstablished).Text.ShouldContain("authenticated as host/b.example.com");
    }

    [Fact]
    public void A_user_that_is_refused_is_tried_by_the_next_method()
    {
        var users = new FakeGss();
        users.ResponderRefuses.Add(AuthIpMethod.Kerberos);
        var pair = New(new AuthIpOptions(), users).Establish();
        pair.Flow().Count(step => step == "A245*").ShouldBe(4);
        pair.ShouldMirror();
    }

    [Fact]
    public void A_user_that_no_method_lets_in_gets_no_sa()
    {
        var users = new FakeGss();
        users.ResponderRefuses.UnionWith([AuthIpMethod.Kerberos, AuthIpMethod.Ntlm]);
        var pair = New(new AuthIpOptions(), users);
        pair.Acquire(pair.A);
        pair.Run(2);
        ShouldHaveFailed(pair, KeyingError.AuthenticationFailed);
        pair.B.Failures.ShouldNotBeEmpty();
        pair.A.AcquiresFailed.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_peer_whose_user_cannot_begin_leaves_nothing_that_keeps_this_host_from_beginning(bool fast)
    {
        var cannot = new FakeGss();
        cannot.InitiatorCannot.UnionWith([AuthIpMethod.Kerberos, AuthIpMethod.Ntlm]);
        var users = new Queue<FakeGss>([cannot, new FakeGss()]);
        var machines = new GssMechanisms(new AnonymousMechanism(), new FakeGss());
        var options = new AuthIpOptions { FastQuickMode = fast };
        var pair = new Pair(1, module: (policy, entropy) => new AuthIpModule(policy, machines, entropy, options, users.Dequeue()));
        foreach (var node in new[] { pair.A, pair.B })
        {
            node.Policy.Main = AuthIpPair.MainModeOf([AuthenticationMethodType.Kerberos]);
            node.Policy.Quick = TestPolicy.QuickModeOf(TestPolicy.Gcm128) with { ExtendedMode = Policy };
        }

        pair.Acquire(pair.A);
        pair.Run(1);
        pair.A.Failures.ShouldNotBeEmpty();
        pair.Acquire(pair.B);
        pair.Run(1);
        pair.Sendable(pair.B).ShouldBeTrue();
    }

    [Fact]
    public void A_wrong_secret_gets_no_sa()
    {
        var pair = New(new AuthIpOptions(), new FakeGss { WrongKey = true });
        pair.Acquire(pair.A);
        pair.Run(2);
        ShouldHaveFailed(pair, KeyingError.AuthenticationFailed);
        pair.B.Failures.First().Text.ShouldContain("proof of extended mode is wrong");
    }

    [Theory]
    [InlineData(true, KeyingError.NoProposalChosen)]
    [InlineData(false, KeyingError.TimedOut)]
    public void When_one_end_alone_has_it_no_packet_passes_under_keys_without_it(bool initiator, KeyingError expected)
    {
        var pair = New(new AuthIpOptions());
        var without = initiator ? pair.B : pair.A;
        without.Policy.Quick = without.Policy.Quick! with { ExtendedMode = null };
        pair.Acquire(pair.A);
        pair.Run(100);
        pair.Sendable(pair.A).ShouldBeFalse();
        pair.Sendable(pair.B).ShouldBeFalse();
        (initiator ? pair.A : pair.B).Failures.First().Error.ShouldBe(expected);
    }

    [Fact]
    public void Clear_tokens_are_not_accepted()
    {
        var pair = New(new AuthIpOptions());
        pair.OnWire = (node, data) => node == pair.A && data[18] == 245 && AuthIpPair.Sequence(data) == 1 ? null : data;
        pair.Acquire(pair.A);
        pair.Run(1);
        var sa = pair.B.Context().MainModes.All.Single();
        foreach (var (exchange, id) in new[] { (ExchangeType.AuthIpExtendedMode, 1u), (ExchangeType.AuthIpMainMode, 0u) })
        {
            var header = IsakmpHeader.Create(sa.CookieI, sa.CookieR, exchange, messageId: id);
            var token = new GssApiPayload(0, GssApiFlags.NewGssExchange, "Kerberos i1"u8.ToArray());
            pair.Inject(pair.B, AuthIpMessageWriter.WriteClear(header, 1, [token]));
        }

        sa.ExtendedMode!.GssResponder!.IsDone.ShouldBeFalse();
    }

    [Fact]
    public void It_survives_all_weathers()
    {
        for (ulong seed = 0; seed < 120; seed++)
        {
            var draw = new SeededEntropy(seed);
            var weather = new Weather(draw.NextFraction() * 0.25, draw.NextFraction() * 0.2, draw.NextFraction() * 0.2);
            var pair = New(new AuthIpOptions { FastQuickMode = seed % 2 == 0 }, anonymous: seed % 3 == 0, seed: seed, weather: weather);
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(250), TimeSpan.FromSeconds(2), fromB: seed % 4 == 0);
            pair.Delivered.GetValueOrDefault(pair.B).ShouldBeGreaterThan(0, $"seed {seed}");
        }
    }

    private static void ShouldHaveFailed(Pair pair, KeyingError expected)
    {
        pair.A.Failures.First().Error.ShouldBe(expected);
        pair.A.Pairs.ShouldBeEmpty();
        pair.B.Pairs.ShouldBeEmpty();
        pair.A.AllActions.Concat(pair.B.AllActions).ShouldNotContain(action => action is KeyingAction.InstallPair);
    }

    [Fact]
    public void What_extended_mode_follows_is_over_and_not_sent_again()
    {
        var pair = New(new AuthIpOptions { FastQuickMode = false });
        var lost = 0;
        pair.OnWire = (from, data) => data[18] == 245 && lost++ < 3 ? null : data;
        pair.Acquire(pair.A);
        pair.Run(40);
        pair.Flow().Count(step => step == "A244*").ShouldBe(1, "#7 was answered");
        pair.Flow().Count(step => step == "A245*").ShouldBe(3 + 3, "#7 of extended mode three times in vain");
        pair.A.Failures.ShouldBeEmpty();
        pair.ShouldMirror();
    }

    [Fact]
    public void Two_selectors_have_their_extended_modes_one_after_the_other()
    {
        var pair = New(new AuthIpOptions { FastQuickMode = false });
        pair.Acquire(pair.A, new TrafficSelector(6, 0, 80));
        pair.Run(1);
        pair.Wire.Clear();
        pair.Acquire(pair.A, new TrafficSelector(17, 0, 53));
        pair.Acquire(pair.A, new TrafficSelector(6, 0, 443));
        pair.Run(2);
        string[] one = ["A244*", "B244*", "A244*", "B244*", "A245*", "B245*", "A245*", "B245*", "A245*", "B245*"];
        pair.Flow().ShouldBe([.. one, .. one]);
        pair.A.Pairs.Count.ShouldBe(3);
        pair.ShouldMirror();
    }

    private static Pair New(AuthIpOptions options, FakeGss? users = null, bool anonymous = false, ulong seed = 1, Weather? weather = null)
    {
        var (machines, people) = (new GssMechanisms(new AnonymousMechanism(), new FakeGss()), users ?? new FakeGss());
        var pair = new Pair(seed, weather: weather, module: (policy, entropy) => new AuthIpModule(policy, machines, entropy, options, people));
        foreach (var node in new[] { pair.A, pair.B })
        {
            node.Policy.Main = AuthIpPair.MainModeOf([anonymous ? AuthenticationMethodType.Anonymous : AuthenticationMethodType.Kerberos]);
            node.Policy.Quick = TestPolicy.QuickModeOf(TestPolicy.Gcm128) with { ExtendedMode = Policy };
        }

        return pair;
    }
}
