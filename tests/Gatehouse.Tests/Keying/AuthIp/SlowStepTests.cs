using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
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

/// <summary>Steps of authentication that take time or never end; the machine waits for none (docs/decisions/authentication-steps-as-actions.md).</summary>
public sealed class SlowStepTests
{
    private static readonly ExtendedModePolicy Users = new([new AuthenticationMethod(AuthenticationMethodType.Kerberos)]);

    [Theory]
    [InlineData(false, true)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    [InlineData(true, false)]
    public void Both_ends_wait_for_their_steps_and_agree(bool extended, bool fast)
    {
        var (pair, gss) = New(extended, options: new AuthIpOptions { FastQuickMode = fast });
        pair.StepTime = (_, _) => TimeSpan.FromSeconds(1);
        pair.Acquire(pair.A);
        pair.Run(extended ? 6.5 : 3.5);
        pair.ShouldMirror();
        pair.Sendable(pair.A).ShouldBeTrue();
        // One step to make the token, one to answer it, one to take the answer.
        Steps(pair).ShouldBe(extended ? 6 : 3);
        pair.A.Failures.Concat(pair.B.Failures).ShouldBeEmpty();
        pair.Shutdown(pair.A);
        pair.Shutdown(pair.B);
        gss.Alive.ShouldBe(0);
    }

    [Fact]
    public void The_token_of_message_1_may_take_its_time_too()
    {
        var profile = new AuthIpWireProfile { AnonymousTokens = AnonymousTokens.InFirstRoundTrip };
        var gss = new FakeGss("") { IsInstant = false };
        var pair = AuthIpPair.New(options: new AuthIpOptions { Profile = profile }, mechanisms: gss, methods: AuthenticationMethodType.Anonymous);
        pair.StepTime = (_, _) => TimeSpan.FromSeconds(1);
        pair.Acquire(pair.A);
        pair.Run(0.9);
        pair.Wire.ShouldBeEmpty();
        // Traffic that asks meanwhile changes nothing.
        pair.Acquire(pair.A);
        pair.Run(2.5);
        pair.Flow().ShouldBe(["A243", "B243", "A243*", "B243*"]);
        pair.ShouldMirror();
        pair.Shutdown(pair.A);
        pair.Shutdown(pair.B);
        gss.Alive.ShouldBe(0);
    }

    [Fact]
    public void While_a_step_runs_the_requester_repeats_itself_and_duplicates_are_dropped_in_silence()
    {
        var (pair, _) = New();
        pair.StepTime = (node, _) => TimeSpan.FromSeconds(node == pair.B ? 10 : 0);
        pair.Acquire(pair.A);
        pair.Run(9);
        // #3 after 0, 2 and 6 seconds; B says nothing until its step has ended.
        pair.Flow().ShouldBe(["A243", "B243", "A243", "A243", "A243"]);
        pair.B.Count("Duplicate").ShouldBe(2);
        pair.B.Events.ShouldNotContain(news => news.Kind == KeyingEventKind.MessageRefused);
        pair.Run(3);
        pair.Sendable(pair.A).ShouldBeTrue();
        Steps(pair).ShouldBe(3);
    }

    [Fact]
    public void While_its_own_step_runs_an_initiator_repeats_nothing()
    {
        var (pair, _) = New();
        pair.StepTime = (node, _) => TimeSpan.FromSeconds(node == pair.A ? 14 : 0);
        pair.Acquire(pair.A);
        pair.Run(13.9);
        pair.Flow().ShouldBe(["A243", "B243"]);
        pair.Acquire(pair.A);
        pair.Flow().Length.ShouldBe(2);
        pair.Run(20);
        pair.Sendable(pair.A).ShouldBeTrue();
    }

    [Fact]
    public void A_lost_answer_comes_again_though_its_step_was_slow()
    {
        var (pair, _) = New();
        pair.StepTime = (_, _) => TimeSpan.FromSeconds(1);
        var answers = 0;
        pair.OnWire = (node, data) => node == pair.B && AuthIpPair.Describe(pair, node, data) == "B243" && ++answers == 2 ? null : data;
        pair.Acquire(pair.A);
        pair.Run(6);
        answers.ShouldBe(3);
        pair.Sendable(pair.A).ShouldBeTrue();
        Steps(pair).ShouldBe(3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_step_of_the_initiator_that_never_ends_is_a_failure_with_its_reason(bool extended)
    {
        var (pair, gss) = New(extended);
        pair.StepTime = (node, _) => node == pair.A && (!extended || Steps(pair) >= 4) ? null : TimeSpan.Zero;
        pair.Acquire(pair.A);
        pair.Run(14);
        pair.A.Failures.ShouldBeEmpty();
        pair.Run(2);
        var failure = pair.A.Failures.First();
        failure.Error.ShouldBe(KeyingError.AuthenticationFailed);
        failure.Text.ShouldContain("13805 TimedOut: no end of it after 15 seconds");
        pair.A.AcquiresFailed.Count.ShouldBe(1);
        pair.A.Pairs.Concat(pair.B.Pairs).ShouldBeEmpty();

        // The context lives until the step is back, and then no longer; what it says means nothing any more.
        ShouldEndInSilence(pair, gss, pair.A);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_step_of_the_responder_that_never_ends_is_told_to_the_peer(bool extended)
    {
        var (pair, gss) = New(extended);
        pair.StepTime = (node, _) => node == pair.B && (!extended || Steps(pair) >= 4) ? null : TimeSpan.Zero;
        pair.Acquire(pair.A);
        pair.Run(16);
        pair.B.Failures.First().Text.ShouldContain("no end of it after 15 seconds");
        var told = pair.A.Failures.First();
        (told.Error, told.FailurePoint).ShouldBe((KeyingError.AuthenticationFailed, FailurePoint.Peer));
        pair.A.Pairs.Concat(pair.B.Pairs).ShouldBeEmpty();
        ShouldEndInSilence(pair, gss, pair.B);
    }

    [Fact]
    public void The_method_after_one_that_hangs_gets_its_turn()
    {
        var (pair, _) = New();
        foreach (var node in new[] { pair.A, pair.B })
            node.Policy.Main = AuthIpPair.MainModeOf([AuthenticationMethodType.Kerberos, AuthenticationMethodType.NtlmV2]);
        pair.StepTime = (node, _) => Steps(pair) == 1 ? null : TimeSpan.Zero;
        pair.Acquire(pair.A);
        pair.Run(16);
        pair.Sendable(pair.A).ShouldBeTrue();
        pair.A.Context().MainModes.All.Single().GssInitiator!.Method.ShouldBe(AuthIpMethod.Ntlm);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_policy_that_ends_keying_and_a_shutdown_do_not_wait_for_a_step(bool policy)
    {
        var (pair, gss) = New();
        pair.StepTime = (node, _) => node == pair.A ? null : TimeSpan.Zero;
        pair.Acquire(pair.A);
        pair.Run(1);
        var (node, step) = pair.Hanging.ShouldHaveSingleItem();
        if (policy)
        {
            pair.A.Policy.Main = null;
            pair.Do(pair.A, (module, actions) => module.OnPolicyChanged(pair.Now, actions));
        }
        else
        {
            pair.Shutdown(pair.A);
        }

        pair.A.Context().MainModes.All.ShouldBeEmpty();
        gss.Alive.ShouldBe(1);
        var sent = pair.Wire.Count;
        pair.EndStep(node, step);
        gss.Alive.ShouldBe(0);
        pair.Wire.Count.ShouldBe(sent);
        pair.A.Context().Steps.InFlight.ShouldBe(0);
        pair.A.Module.NextDeadline.ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_quick_mode_that_ends_takes_its_extended_mode_along(bool initiator)
    {
        var (pair, gss) = New(extended: true);
        pair.StepTime = (_, _) => Steps(pair) == 4 == initiator && Steps(pair) >= 4 ? null : TimeSpan.Zero;
        pair.Acquire(pair.A);
        pair.Run(1);
        var (node, step) = pair.Hanging.ShouldHaveSingleItem();
        node.ShouldBe(initiator ? pair.A : pair.B);
        node.Policy.Quick = null;
        pair.Do(node, (module, actions) => module.OnPolicyChanged(pair.Now, actions));
        pair.EndStep(node, step);
        pair.Run(100);
        pair.A.Pairs.Concat(pair.B.Pairs).ShouldBeEmpty();
        pair.Shutdown(pair.A);
        pair.Shutdown(pair.B);
        gss.Alive.ShouldBe(0);
    }

    [Fact]
    public void A_step_that_comes_back_twice_or_to_another_module_is_nothing()
    {
        var (pair, _) = New();
        KeyingStep? first = null;
        pair.StepTime = (_, step) =>
        {
            first ??= step;
            return TimeSpan.Zero;
        };
        pair.Acquire(pair.A);
        pair.Run(1);
        var sent = pair.Wire.Count;
        foreach (var node in new[] { pair.A, pair.B })
            pair.Do(node, (module, actions) => module.OnStepEnded(pair.Now, first!, actions));
        pair.Wire.Count.ShouldBe(sent);
        pair.Sendable(pair.A).ShouldBeTrue();
    }

    [Fact]
    public void A_step_that_nobody_wants_any_more_is_not_begun()
    {
        var (pair, gss) = New();
        pair.StepTime = (_, _) => null;
        pair.Acquire(pair.A);
        pair.Run(16);
        // It waited for a thread all that time; the mechanism would throw.
        gss.Breaks.Add(AuthIpMethod.Kerberos);
        pair.Hanging[0].Step.Run();
        ((GssStep)pair.Hanging[0].Step).Result.Detail.ShouldBe("the step was not taken");
    }

    [Fact]
    public void A_mechanism_that_breaks_has_failed()
    {
        var (pair, gss) = New();
        gss.Breaks.Add(AuthIpMethod.Kerberos);
        pair.Acquire(pair.A);
        pair.Run(1);
        pair.A.Failures.First().Text.ShouldContain("the mechanism broke (InvalidOperationException: broken)");
    }

    [Fact]
    public void A_step_nobody_takes_has_failed_with_the_reason()
    {
        var (pair, _) = New();
        pair.StepTime = (_, _) => null;
        pair.Acquire(pair.A);
        pair.Run(0.1);
        var (node, step) = pair.Hanging.ShouldHaveSingleItem();
        step.Refuse("no thread");
        pair.Do(node, (module, actions) => module.OnStepEnded(pair.Now, step, actions));
        pair.Run(0.1);
        pair.A.Failures.First().Text.ShouldContain("no thread");
    }

    [Fact]
    public void While_a_step_runs_neither_a_token_nor_a_proof_nor_a_cookie_has_a_place()
    {
        var (pair, _) = New();
        pair.StepTime = (_, _) => null;
        pair.Acquire(pair.A);
        pair.Run(1);
        var sa = pair.A.Context().MainModes.All.Single();
        sa.State.ShouldBe(MainModeState.GssStepRunning);
        var header = Gatehouse.Ike.Isakmp.IsakmpHeader.Create(sa.CookieI, sa.CookieR, Gatehouse.Ike.Isakmp.ExchangeType.AuthIpMainMode);
        var token = new GssApiPayload(0, GssApiFlags.ResponderAuthComplete, "Kerberos r1"u8.ToArray());
        pair.Inject(pair.A, AuthIpMessageWriter.WriteClear(header, 1, [token]));
        pair.Inject(pair.A, AuthIpMessageWriter.WriteDosCookie(header, 0x1234567890));
        // And the responder, in a step for #3, refuses another #3.
        pair.EndStep(pair.Hanging[0].Node, pair.Hanging[0].Step);
        pair.Run(1);
        pair.Hanging.Count.ShouldBe(2);
        var other = new GssApiPayload(0, GssApiFlags.NewGssExchange, "Kerberos i1"u8.ToArray());
        pair.Inject(pair.B, AuthIpMessageWriter.WriteClear(header, 2, [other]));
        pair.Hanging.Count.ShouldBe(2);
        pair.A.Count(nameof(Refusal.OutOfOrder)).ShouldBe(2);
        pair.B.Count(nameof(Refusal.OutOfOrder)).ShouldBe(1);
    }

    [Fact]
    public void No_more_steps_are_at_work_than_the_limit_and_strangers_leave_room_for_this_host()
    {
        var gss = new FakeGss { IsInstant = false };
        var policy = new TestPolicy { Main = AuthIpPair.MainModeOf([AuthenticationMethodType.Kerberos]) };
        var module = new AuthIpModule(policy, gss, new SeededEntropy(1), new AuthIpOptions());
        var attempts = new List<GssAttempt>();
        var failed = 0;
        bool Step(bool initiator)
        {
            var before = module.Context.Steps.InFlight;
            var attempt = new GssAttempt(module.Context.Steps, gss.Initiate(AuthIpMethod.Kerberos, "", default), initiator);
            attempts.Add(attempt);
            attempt.Step(default, result => failed += result is { Outcome: GssOutcome.Failed, Error: WindowsError.MmLimit } ? 1 : 0);
            return module.Context.Steps.InFlight > before;
        }

        for (var i = 0; i < 100; i++)
            Step(initiator: false).ShouldBe(i < 48);
        for (var i = 0; i < 100; i++)
            Step(initiator: true).ShouldBe(i < 16);
        failed.ShouldBe(200 - 64);
        module.Context.Steps.InFlight.ShouldBe(64);
        module.Snapshot(Instant.Zero).Counters["GssStepsRefused"].ShouldBe(136);
        module.Snapshot(Instant.Zero).Counters["GssStepsInFlight"].ShouldBe(64);
        attempts.ForEach(attempt => attempt.Dispose());
        // Those at work are not disposed under the hands of whoever takes them.
        gss.Alive.ShouldBe(64);
    }

    [Fact]
    public void A_peer_that_gets_through_first_makes_our_own_hanging_attempt_needless()
    {
        var (pair, _) = New();
        pair.StepTime = (node, step) => node == pair.A && step.IsOwn ? null : TimeSpan.Zero;
        pair.Acquire(pair.A);
        pair.Run(1);
        pair.Acquire(pair.B);
        pair.Run(30);
        pair.Sendable(pair.A).ShouldBeTrue();
        pair.A.Failures.ShouldBeEmpty();
        pair.A.AcquiresFailed.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Slow_steps_survive_all_weathers(bool extended)
    {
        for (ulong seed = 0; seed < 80; seed++)
        {
            var draw = new SeededEntropy(seed);
            var weather = new Weather(draw.NextFraction() * 0.25, draw.NextFraction() * 0.2, draw.NextFraction() * 0.2);
            var (pair, gss) = New(extended, seed, weather, new AuthIpOptions { FastQuickMode = seed % 2 == 0 });
            pair.StepTime = (_, _) => draw.NextFraction() < 0.04 ? null : TimeSpan.FromSeconds(draw.NextFraction() * 6);
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(250), TimeSpan.FromSeconds(2), fromB: seed % 4 == 0);
            pair.Delivered.GetValueOrDefault(pair.B).ShouldBeGreaterThan(0, $"seed {seed}");

            // Whatever hung comes back at last, and nothing is left of it.
            pair.Weather = new Weather();
            pair.StepTime = (_, _) => TimeSpan.Zero;
            pair.Hanging.ForEach(hanging => pair.EndStep(hanging.Node, hanging.Step));
            pair.Run(70);
            pair.Shutdown(pair.A);
            pair.Shutdown(pair.B);
            pair.Run(70);
            gss.Alive.ShouldBe(0, $"seed {seed}");
            (pair.A.Context().Steps.InFlight, pair.B.Context().Steps.InFlight).ShouldBe((0, 0));
        }
    }

    private static int Steps(Pair pair) => pair.A.AllActions.Concat(pair.B.AllActions).Count(action => action is KeyingAction.RunStep);

    private static void ShouldEndInSilence(Pair pair, FakeGss gss, TestNode node)
    {
        var (sent, events) = (pair.Wire.Count, node.Events.Count);
        foreach (var (owner, step) in pair.Hanging)
            pair.EndStep(owner, step);
        (pair.Wire.Count, node.Events.Count).ShouldBe((sent, events));
        node.Context().Steps.InFlight.ShouldBe(0);
        pair.Shutdown(pair.A);
        pair.Shutdown(pair.B);
        gss.Alive.ShouldBe(0);
    }

    private static (Pair Pair, FakeGss Gss) New(bool extended = false, ulong seed = 1, Weather? weather = null, AuthIpOptions? options = null)
    {
        var gss = new FakeGss { IsInstant = false };
        var pair = AuthIpPair.New(seed, weather: weather, options: options, mechanisms: gss, methods: AuthenticationMethodType.Kerberos);
        foreach (var node in new[] { pair.A, pair.B })
            node.Policy.Quick = TestPolicy.QuickModeOf(TestPolicy.Gcm128) with { ExtendedMode = extended ? Users : null };
        return (pair, gss);
    }
}
