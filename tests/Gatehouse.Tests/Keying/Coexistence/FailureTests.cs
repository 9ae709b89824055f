using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.Coexistence;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Gatehouse.Tests.Keying.AuthIp;
using Gatehouse.Tests.Keying.Ikev1;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.Coexistence;

/// <summary>What follows a failure of one module, and what an attacker gains by feigning one.</summary>
public sealed class FailureTests
{
    [Fact]
    public void After_AuthIP_failed_to_authenticate_IKE_is_not_begun_also_not_after_the_pause()
    {
        var pair = CoexistingPair.New(Speaks.Both, Speaks.Both, mechanisms: new FakeGss { WrongKey = true });
        pair.TrafficUntil(pair.Now + TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(1));
        foreach (var node in new[] { pair.A, pair.B })
        {
            node.Established(ExchangeKind.MainMode).ShouldBe(0);
            node.Pairs.ShouldBeEmpty();
            node.Failures.ShouldContain(news => news.Error == KeyingError.AuthenticationFailed && news.Role == SaRole.Initiator);
            pair.Wire.Count(entry => entry.From == node && CoexistingPair.IsIkeMainMode(entry.Data)).ShouldBe(1, "the twin of the first attempt");
            node.AcquiresFailed.Select(failed => failed.RetryAt).Distinct().Count().ShouldBeInRange(7, 40);
        }
    }

    [Fact]
    public void IKE_may_be_tried_again_when_AuthIP_succeeded_or_another_policy_came_or_the_time_is_over()
    {
        var wrong = new FakeGss { WrongKey = true };
        var pair = CoexistingPair.New(Speaks.Both, Speaks.Both, mechanisms: wrong);
        pair.Acquire(pair.A);
        pair.Run(120);
        IkeFirstMessages(pair).ShouldBe(1);
        pair.Acquire(pair.A);
        pair.Run(120);
        IkeFirstMessages(pair).ShouldBe(1);

        pair.Do(pair.A, (module, actions) => module.OnPolicyChanged(pair.Now, actions));
        pair.Acquire(pair.A);
        pair.Run(120);
        IkeFirstMessages(pair).ShouldBe(2);

        wrong.WrongKey = false;
        pair.Acquire(pair.A);
        pair.Run(1);
        pair.Sendable(pair.A).ShouldBeTrue();
        IkeFirstMessages(pair).ShouldBe(2);
        pair.Shutdown(pair.A);
        pair.Run(1);
        wrong.WrongKey = true;
        pair.Acquire(pair.A);
        pair.Run(120);
        IkeFirstMessages(pair).ShouldBe(3, "success has ended it");
        pair.Run(Arbiter.IkeBarred.TotalSeconds);
        pair.Acquire(pair.A);
        IkeFirstMessages(pair).ShouldBe(4, "it has a time");
    }

    [Fact]
    public void A_failure_of_the_users_authentication_bars_IKE_too()
    {
        var pair = CoexistingPair.New(Speaks.Both, Speaks.Both, mechanisms: new FakeGss());
        var user = new ExtendedModePolicy([new AuthenticationMethod(AuthenticationMethodType.NtlmV2)]);
        pair.A.Policy.Quick = pair.A.Policy.Quick! with { ExtendedMode = user };
        pair.Acquire(pair.A);
        pair.Run(200);
        pair.A.Pairs.ShouldBeEmpty("the peer's policy has no extended mode");
        pair.B.Pairs.ShouldBeEmpty();
        pair.Acquire(pair.A);
        pair.Run(200);
        pair.MainModes(pair.A).ShouldNotContain(KeyingModule.Ike);
        pair.MainModes(pair.B).ShouldNotContain(KeyingModule.Ike);
    }

    [Fact]
    public void A_forged_refusal_of_AuthIP_neither_bars_IKE_nor_keeps_it_from_a_peer_that_speaks_it_alone()
    {
        var pair = CoexistingPair.New(Speaks.Both, Speaks.Ike);
        pair.OnWire = (from, data) =>
        {
            if (from == pair.A && CoexistingPair.IsAuthIp(data))
                Refuse(pair, data, WindowsError.AuthFail);
            return data;
        };
        pair.Acquire(pair.A);
        pair.Run(1);
        pair.Sendable(pair.A).ShouldBeTrue();
        pair.MainModes(pair.A).ShouldBe([KeyingModule.Ike]);
    }

    [Fact]
    public void A_forged_refusal_of_AuthIP_does_not_bar_IKE_from_the_attempt_after_the_pause()
    {
        var pair = CoexistingPair.New(Speaks.Both, Speaks.Ike);
        var firstAttempt = true;
        pair.OnWire = (from, data) =>
        {
            if (from == pair.A && CoexistingPair.IsAuthIp(data))
                Refuse(pair, data, WindowsError.AuthFail);
            return firstAttempt ? null : data;
        };
        pair.Acquire(pair.A);
        pair.Run(60);
        pair.A.Failures.ShouldContain(news => news.Error == KeyingError.AuthenticationFailed && news.MessageNumber == 1);
        firstAttempt = false;
        pair.Run(60);
        pair.Acquire(pair.A);
        pair.Run(5);
        pair.Sendable(pair.A).ShouldBeTrue();
        pair.MainModes(pair.A).ShouldBe([KeyingModule.Ike]);
    }

    [Fact]
    public void A_forged_refusal_of_IKE_does_not_keep_AuthIP_from_winning()
    {
        var pair = CoexistingPair.New(Speaks.Both, Speaks.Both);
        var lost = 0;
        pair.OnWire = (from, data) =>
        {
            if (from == pair.A && CoexistingPair.IsIkeMainMode(data))
                RefuseIke(pair, data);
            return from == pair.A && CoexistingPair.IsAuthIp(data) && lost++ < 3 ? null : data;
        };
        pair.Acquire(pair.A);
        pair.Run(20);
        pair.MainModes(pair.A).ShouldBe([KeyingModule.AuthIp]);
        pair.Sendable(pair.A).ShouldBeTrue();
        pair.A.AcquiresFailed.ShouldBeEmpty();
    }

    [Fact]
    public void What_one_module_failed_with_is_no_failure_of_the_peer_when_the_other_serves_it()
    {
        var pair = CoexistingPair.New(Speaks.Both, Speaks.Ike);
        pair.OnWire = (_, data) => CoexistingPair.IsAuthIp(data) || pair.Now < Instant.FromSeconds(1022) ? null : data;
        pair.Acquire(pair.A);
        pair.Run(60);
        pair.Sendable(pair.A).ShouldBeTrue("IKE's last transmission got through");
        pair.A.AcquiresFailed.ShouldBeEmpty();
        pair.A.Module.Snapshot(pair.Now).Down.ShouldBeEmpty();
    }

    [Fact]
    public void During_a_pause_no_module_is_asked()
    {
        var pair = CoexistingPair.New(Speaks.Both, Speaks.Nothing, weather: new Weather(Loss: 1));
        pair.Acquire(pair.A);
        pair.Run(30.5);
        var sent = pair.Wire.Count;
        var failed = pair.A.AcquiresFailed.ShouldHaveSingleItem();
        pair.Acquire(pair.A);
        pair.A.AcquiresFailed.Count.ShouldBe(2);
        pair.A.AcquiresFailed[1].RetryAt.ShouldBe(failed.RetryAt);
        pair.Run(0.6);
        pair.Wire.Count.ShouldBe(sent);
        pair.Acquire(pair.A);
        pair.Wire.Count.ShouldBe(sent + 2);
    }

    [Fact]
    public void A_man_in_between_who_strips_what_the_twin_says_gains_a_race_that_AuthIP_wins()
    {
        for (ulong seed = 1; seed < 40; seed++)
        {
            var pair = CoexistingPair.New(Speaks.Both, Speaks.Both, seed);
            pair.OnWire = (_, data) => CoexistingPair.IsIkeMainMode(data) && CoexistingPair.IsFirst(data) ? Stripping.Strip(data) : data;
            pair.Acquire(pair.A);
            if (seed % 2 == 0)
                pair.Acquire(pair.B);
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(1));
            pair.Count(pair.B, "LeftToAuthIp").ShouldBe(0);
            foreach (var node in new[] { pair.A, pair.B })
                pair.MainModes(node).ShouldAllBe(module => module == KeyingModule.AuthIp);
            pair.Sendable(pair.A).ShouldBeTrue();
            pair.ShouldMirror();
        }
    }

    [Fact]
    public void A_clear_reply_ends_the_repeating_of_AuthIP_only_where_IKE_is_asked_too()
    {
        foreach (var speaks in new[] { Speaks.Both, Speaks.AuthIp })
        {
            var pair = CoexistingPair.New(speaks, Speaks.Nothing, weather: new Weather(Loss: 1));
            pair.Acquire(pair.A);
            pair.Run(1);
            pair.Do(pair.A, (module, actions) => module.OnClearReply(pair.Now, pair.Addresses(pair.A), actions));
            pair.Run(40);
            pair.Wire.Count(entry => CoexistingPair.IsAuthIp(entry.Data)).ShouldBe(speaks == Speaks.Both ? 1 : 4);
            pair.Wire.Count(entry => CoexistingPair.IsIkeMainMode(entry.Data)).ShouldBe(speaks == Speaks.Both ? 8 : 0);
            pair.A.AcquiresFailed.Count.ShouldBe(1);
        }
    }

    [Fact]
    public void A_clear_reply_after_AuthIPs_answer_changes_nothing()
    {
        var pair = CoexistingPair.New(Speaks.Both, Speaks.Both, mechanisms: new FakeGss { RoundTrips = 3 });
        pair.Acquire(pair.A);
        pair.Run(0.045);
        pair.A.Suppressed().ShouldNotBeEmpty();
        pair.Do(pair.A, (module, actions) => module.OnClearReply(pair.Now, pair.Addresses(pair.A), actions));
        pair.Run(1);
        pair.Sendable(pair.A).ShouldBeTrue();
    }

    private static int IkeFirstMessages(Pair pair) =>
        pair.Wire.Where(entry => entry.From == pair.A && CoexistingPair.IsIkeMainMode(entry.Data))
            .Select(entry => Convert.ToHexString(entry.Data)).Distinct().Count();

    private static void Refuse(Pair pair, byte[] first, WindowsError status)
    {
        var header = IsakmpHeader.Create(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(first), 0, ExchangeType.AuthIpNotify, messageId: 7);
        pair.Inject(pair.A, AuthIpMessageWriter.WriteClear(header, 0, [AuthIpNotifies.Status(NotifySubject.MainMode, status, reliable: false)]));
    }

    private static void RefuseIke(Pair pair, byte[] first)
    {
        var header = IsakmpHeader.Create(System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(first), 0, ExchangeType.Informational, messageId: 7);
        pair.Inject(pair.A, IsakmpMessageWriter.Write(header, [new NotificationPayload(ProtocolId.Isakmp, NotifyType.NoProposalChosen, default)]));
    }
}
