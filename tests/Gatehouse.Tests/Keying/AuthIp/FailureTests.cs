using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.AuthIp;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Gatehouse.Tests.Keying.Ikev1;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.AuthIp;

public sealed class FailureTests
{
    [Theory]
    [InlineData(Retransmissions.Windows7, new double[] { 0, 2, 6, 14 }, 30)]
    [InlineData(Retransmissions.Seven, new double[] { 0, 2, 6, 14, 30, 46, 62, 78 }, 94)]
    public void A_silent_peer_is_asked_with_doubling_waits_and_given_up(Retransmissions choice, double[] times, double end)
    {
        var options = new AuthIpOptions { Profile = AuthIpWireProfile.Windows2008R2 with { Retransmissions = choice } };
        var pair = AuthIpPair.New(options: options);
        pair.OnWire = (_, _) => null;
        var (start, sent) = (pair.Now, new List<double>());
        pair.Acquire(pair.A);
        sent.AddRange(pair.Wire.Select(_ => 0d));
        while (pair.A.AcquiresFailed.Count == 0 && pair.Now < start + TimeSpan.FromSeconds(200))
        {
            var before = pair.Wire.Count;
            pair.RunUntil(pair.A.Module.NextDeadline!.Value);
            sent.AddRange(Enumerable.Repeat((pair.Now - start).TotalSeconds, pair.Wire.Count - before));
        }

        sent.ShouldBe(times);
        (pair.Now - start).TotalSeconds.ShouldBe(end);
        pair.Wire.Select(entry => Convert.ToHexString(entry.Data)).Distinct().Count().ShouldBe(1);
        pair.A.Failures.ShouldHaveSingleItem().Error.ShouldBe(KeyingError.TimedOut);
        pair.A.Module.Snapshot(pair.Now).Down.ShouldHaveSingleItem();
    }

    [Fact]
    public void Messages_after_the_first_are_sent_five_times()
    {
        var pair = AuthIpPair.New();
        pair.OnWire = (_, data) => data.Length > 28 && data[28] == (byte)PayloadType.GssToken ? null : data;
        pair.Acquire(pair.A);
        pair.Run(100);
        pair.Wire.Count(entry => entry.Data[28] == (byte)PayloadType.GssToken).ShouldBe(5);
        pair.A.Failures.ShouldHaveSingleItem().MessageNumber.ShouldBe(3);
    }

    [Fact]
    public void Without_common_proposals_the_responder_says_so_and_the_initiator_soon_gives_up()
    {
        var pair = AuthIpPair.New();
        pair.B.Policy.Main = AuthIpPair.Anonymous(new MainModeProposal(IkeCipherType.Aes256, IkeIntegrityType.Sha256, IkeDhGroup.Ecp256, 28_800));
        pair.Acquire(pair.A);
        pair.Run(20);
        pair.A.Failures.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            news => news.Error.ShouldBe(KeyingError.NoProposalChosen),
            news => news.FailurePoint.ShouldBe(FailurePoint.Peer),
            news => news.PeerNotify.ShouldBe((ushort)40020),
            news => news.Text.ShouldContain("13868"));
        pair.B.Failures.First().Error.ShouldBe(KeyingError.NoProposalChosen);
        pair.B.Context().MainModes.All.ShouldBeEmpty();
    }

    [Fact]
    public void A_peer_without_policy_says_so()
    {
        var pair = AuthIpPair.New();
        pair.B.Policy.Main = null;
        pair.Acquire(pair.A);
        pair.Run(20);
        pair.A.Failures.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            news => news.Error.ShouldBe(KeyingError.NoPolicy), news => news.Text.ShouldContain("13850"));
        pair.B.Context().Peers.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_forged_refusal_costs_seconds_at_most(bool afterTheFirst)
    {
        var pair = AuthIpPair.New();
        pair.Acquire(pair.A);
        if (afterTheFirst)
            pair.Run(0.025);
        var cookie = pair.A.Context().MainModes.All.Single().CookieI;
        var header = IsakmpHeader.Create(cookie, 0, ExchangeType.AuthIpNotify, messageId: 5);
        var forged = AuthIpNotifies.Status(NotifySubject.MainMode, WindowsError.AuthFail, reliable: true);
        for (var i = 0; i < 20; i++)
            pair.Inject(pair.A, AuthIpMessageWriter.WriteClear(header, (uint)i, [forged]));
        pair.Run(2);
        pair.Sendable(pair.A).ShouldBeTrue();
    }

    [Fact]
    public void Quick_modes_without_common_proposals_fail_under_a_reliable_notify()
    {
        var pair = AuthIpPair.New();
        pair.B.Policy.Quick = TestPolicy.QuickModeOf(TestPolicy.Cbc256Sha256);
        pair.Acquire(pair.A);
        pair.Run(1);
        pair.Flow().ShouldBe(["A243", "B243", "A243", "B243", "A243*", "B246*", "A246*"]);
        pair.A.Failures.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            news => news.Error.ShouldBe(KeyingError.NoProposalChosen), news => news.FailurePoint.ShouldBe(FailurePoint.Peer));
        pair.A.AcquiresFailed.Count.ShouldBe(1);
        pair.Run(100);
        pair.A.Context().MainModes.All.ShouldBeEmpty();
        pair.B.Context().MainModes.All.ShouldBeEmpty();
    }

    [Fact]
    public void Selectors_the_peer_does_not_protect_fail_by_name()
    {
        var pair = AuthIpPair.New();
        pair.B.Policy.Quick = null;
        pair.Acquire(pair.A);
        pair.Run(1);
        pair.A.Failures.ShouldHaveSingleItem().Error.ShouldBe(KeyingError.InvalidIdentity);
    }

    [Fact]
    public void A_wrong_key_is_an_authentication_failure_at_both_ends()
    {
        var pair = AuthIpPair.New(mechanisms: new FakeGss { WrongKey = true }, methods: AuthenticationMethodType.Kerberos);
        pair.Acquire(pair.A);
        pair.Run(30);
        pair.A.Failures.ShouldHaveSingleItem().Error.ShouldBe(KeyingError.AuthenticationFailed);
        pair.B.Failures.ShouldHaveSingleItem().Error.ShouldBe(KeyingError.AuthenticationFailed);
        pair.A.Pairs.ShouldBeEmpty();
        pair.B.Pairs.ShouldBeEmpty();
    }

    [Fact]
    public void Without_a_group_the_methods_that_need_none_are_offered()
    {
        var pair = AuthIpPair.New(mechanisms: new FakeGss());
        foreach (var node in new[] { pair.A, pair.B })
        {
            node.Policy.Main = AuthIpPair.MainModeOf(
                [AuthenticationMethodType.NtlmV2, AuthenticationMethodType.Kerberos],
                new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha1, IkeDhGroup.None, 28_800));
        }

        pair.Establish();
        AuthIpPair.ReadClear(pair.Wire[0].Data).Find<AuthPayload>()!.Methods.ShouldBe([AuthIpMethod.Kerberos]);
        pair.ShouldMirror();
    }

    [Fact]
    public void Authentication_goes_through_the_methods_until_one_works()
    {
        var fake = new FakeGss();
        fake.ResponderRefuses.Add(AuthIpMethod.Kerberos);
        var pair = AuthIpPair.New(mechanisms: fake, methods: [AuthenticationMethodType.Kerberos, AuthenticationMethodType.Ssl]).Establish();
        pair.Flow().ShouldBe(["A243", "B243", "A243", "B243", "A243", "B243", "A243*", "B243*"]);
        pair.A.Events.First(news => news.Kind == KeyingEventKind.MainModeEstablished).Text.ShouldContain("authenticated as host/b.example.com");
        AuthIpPair.ReadClear(pair.Wire[1].Data).Find<GssIdPayload>()!.Text.ShouldBe("host/b.example.com");
    }

    [Fact]
    public void When_every_method_fails_the_negotiation_does()
    {
        var fake = new FakeGss();
        fake.ResponderRefuses.UnionWith([AuthIpMethod.Kerberos, AuthIpMethod.Ntlm]);
        var pair = AuthIpPair.New(mechanisms: fake, methods: [AuthenticationMethodType.Kerberos, AuthenticationMethodType.NtlmV2]);
        pair.Acquire(pair.A);
        pair.Run(2);
        pair.A.Failures.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            news => news.Error.ShouldBe(KeyingError.AuthenticationFailed), news => news.FailurePoint.ShouldBe(FailurePoint.Peer));
        pair.A.Pairs.ShouldBeEmpty();
        pair.B.Failures.ShouldHaveSingleItem().FailurePoint.ShouldBe(FailurePoint.Me);
        pair.Run(70);
        pair.B.Context().MainModes.All.ShouldBeEmpty();
    }

    [Fact]
    public void Methods_of_one_end_alone_are_not_used_and_without_a_common_one_nothing_happens()
    {
        var pair = AuthIpPair.New(mechanisms: new FakeGss());
        pair.A.Policy.Main = AuthIpPair.MainModeOf([AuthenticationMethodType.Kerberos]);
        pair.B.Policy.Main = AuthIpPair.MainModeOf([AuthenticationMethodType.NtlmV2]);
        pair.Acquire(pair.A);
        pair.Run(20);
        pair.A.Failures.ShouldHaveSingleItem().Text.ShouldContain("13889");
        pair.B.Failures.First().Error.ShouldBe(KeyingError.NoCredential);
    }

    [Fact]
    public void Anonymous_without_a_group_is_not_even_offered()
    {
        var pair = AuthIpPair.New();
        pair.A.Policy.Main = AuthIpPair.Anonymous(new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha1, IkeDhGroup.None, 28_800));
        pair.Acquire(pair.A);
        pair.Wire.ShouldBeEmpty();
        pair.A.Failures.ShouldHaveSingleItem().Text.ShouldContain("needs one with a group");
    }

    [Fact]
    public void A_method_this_build_does_not_have_is_told()
    {
        var pair = AuthIpPair.New(methods: AuthenticationMethodType.Kerberos);
        pair.Acquire(pair.A);
        pair.Wire.ShouldBeEmpty();
        pair.A.Failures.ShouldHaveSingleItem().Error.ShouldBe(KeyingError.NoCredential);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_nat_between_the_ends_is_told_by_both(bool initiatorBehind)
    {
        var pair = AuthIpPair.New();
        pair.SourcePort = (node, port) => (node == pair.A) == initiatorBehind ? (ushort)40_000 : port;
        pair.Acquire(pair.A);
        pair.Run(2);
        pair.A.Failures.ShouldHaveSingleItem().Error.ShouldBe(KeyingError.NatDetected);
        pair.A.Pairs.ShouldBeEmpty();
        pair.B.Pairs.ShouldBeEmpty();
    }

    [Fact]
    public void A_public_value_that_is_no_point_of_the_curve_is_refused()
    {
        var pair = AuthIpPair.New();
        pair.OnWire = (node, data) =>
        {
            if (node == pair.A && data[18] == 243 && data[12] == 0)
                data.AsSpan(data.Length - 64).Fill(0x41);
            return data;
        };
        pair.Acquire(pair.A);
        pair.Run(20);
        pair.B.Failures.First().Error.ShouldBe(KeyingError.InvalidKeyExchange);
        pair.A.Failures.First().Text.ShouldContain("13822");
    }

    [Fact]
    public void Keys_that_a_peer_dictates_are_refused()
    {
        var pair = AuthIpPair.New();
        pair.OnWire = (node, data) => node == pair.B && data[18] == 243 && (data[19] & 1) != 0 ? Dictate(pair, data) : data;
        pair.Acquire(pair.A);
        pair.Run(1);
        pair.A.Pairs.ShouldBeEmpty();
        pair.B.Pairs.ShouldBeEmpty("it is told");
        pair.A.Failures.ShouldHaveSingleItem().Text.ShouldContain("dictates");
    }

    [Fact]
    public void A_changed_first_message_is_noticed_by_the_proof()
    {
        // Somebody in between takes away the first of two methods; both ends would settle for the second.
        var pair = AuthIpPair.New(mechanisms: new FakeGss(), methods: [AuthenticationMethodType.Kerberos, AuthenticationMethodType.NtlmV2]);
        pair.OnWire = (node, data) =>
        {
            var at = data.AsSpan().IndexOf((ReadOnlySpan<byte>)[0, 2, 0, 0, 0, 5, 0, 0]);
            if (node == pair.A && at > 0)
                data = [.. data[..at], 0, 5, 0, 0, 0, 5, 0, 0, .. data[(at + 8)..]];
            return data;
        };
        pair.Acquire(pair.A);
        pair.Run(5);
        pair.B.Failures.First().Error.ShouldBe(KeyingError.AuthenticationFailed);
        pair.A.Pairs.ShouldBeEmpty();
        pair.B.Pairs.ShouldBeEmpty();
    }

    private static byte[] Dictate(Pair pair, byte[] data)
    {
        var sa = pair.B.Context().MainModes.All.Single();
        AuthIpMessageReader.TryReadHeader(data, out var header, out _).ShouldBeTrue();
        MessageProtection.TryOpen(data, header, sa.Keys, sa.SentIcvLength, out var message).ShouldBeTrue();
        IsakmpBody[] payloads =
        [
            .. message!.Content.Payloads.Select(payload => payload.Content), new KeyDictationPayload(new byte[48]), new KeyDictationPayload(new byte[48]),
        ];
        return MessageProtection.Seal(header, message.Sequence, payloads, sa.Keys, sa.SentIcvLength, new SeededEntropy(9));
    }
}
