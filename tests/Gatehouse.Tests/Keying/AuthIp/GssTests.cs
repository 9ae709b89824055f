using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Keying.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Tests.Keying.Ikev1;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.AuthIp;

/// <summary>Both sides of authentication and its retries, without any message around them ([MS-AIPS] 3.1, figures 2 and 3).</summary>
public sealed class GssTests
{
    private static readonly AddressPair Addresses = new(IpAddr.Parse("192.0.2.1"), IpAddr.Parse("192.0.2.2"));
    private static readonly ImmutableArray<AuthIpMethod> Two = [AuthIpMethod.Kerberos, AuthIpMethod.Ntlm];

    [Fact]
    public void Anonymous_takes_one_round_trip_of_empty_tokens_and_has_no_key()
    {
        var (initiator, responder, payloads) = Run(new AnonymousMechanism(), [AuthIpMethod.Anonymous]);
        payloads.ShouldBe(["> 0 NewGssExchange 0", "< 0 ResponderAuthComplete 0"]);
        initiator.Context.ExportKey().Length.ShouldBe(0);
        responder.Context.PeerName.ShouldBe("anonymous");
    }

    [Fact]
    public void Anonymous_refuses_a_token_that_is_not_empty() =>
        new AnonymousMechanism().Accept(AuthIpMethod.Anonymous, Addresses).Step([1]).Outcome.ShouldBe(GssOutcome.Failed);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Both_sides_are_done_and_share_a_key(int roundTrips)
    {
        var (initiator, responder, payloads) = Run(new FakeGss { RoundTrips = roundTrips }, [AuthIpMethod.Kerberos]);
        payloads.Count.ShouldBe(2 * roundTrips);
        payloads[0].ShouldBe("> 0 NewGssExchange 11");
        payloads[^1].ShouldStartWith("< 0 ResponderAuthComplete");
        initiator.Context.ExportKey().ContentEquals(responder.Context.ExportKey()).ShouldBeTrue();
        (initiator.Context.PeerName, responder.Context.PeerName).ShouldBe(("host/b.example.com", "host/a.example.com"));
    }

    [Fact]
    public void A_method_the_responder_refuses_is_followed_by_the_next()
    {
        var fake = new FakeGss();
        fake.ResponderRefuses.Add(AuthIpMethod.Kerberos);
        var (initiator, responder, payloads) = Run(fake, Two);
        payloads.ShouldBe(["> 0 NewGssExchange 11", "< 13801 None 0", "> 0 NewGssExchange 7", "< 0 ResponderAuthComplete 7"]);
        (initiator.Method, responder.Method).ShouldBe((AuthIpMethod.Ntlm, AuthIpMethod.Ntlm));
    }

    [Fact]
    public void An_initiator_that_cannot_even_begin_says_so_and_takes_the_next()
    {
        var fake = new FakeGss();
        fake.InitiatorCannot.Add(AuthIpMethod.Kerberos);
        var (initiator, _, payloads) = Run(fake, Two);
        payloads.ShouldBe(["> 13827 NewGssExchange 0", "< 13827 None 0", "> 0 NewGssExchange 7", "< 0 ResponderAuthComplete 7"]);
        (initiator.Method, initiator.LastError, initiator.PeerFailed).ShouldBe((AuthIpMethod.Ntlm, WindowsError.KerberosError, false));
    }

    [Fact]
    public void An_initiator_that_refuses_the_answer_says_so_and_takes_the_next()
    {
        var fake = new FakeGss();
        fake.InitiatorRefuses.Add(AuthIpMethod.Kerberos);
        var (initiator, responder, payloads) = Run(fake, Two);
        payloads.ShouldBe(
        [
            "> 0 NewGssExchange 11", "< 0 ResponderAuthComplete 11", "> 13905 None 0", "< 13905 None 0", "> 0 NewGssExchange 7", "< 0 ResponderAuthComplete 7",
        ]);
        initiator.Context.ExportKey().ContentEquals(responder.Context.ExportKey()).ShouldBeTrue();
    }

    [Fact]
    public void When_no_method_is_left_it_has_failed()
    {
        var fake = new FakeGss();
        fake.ResponderRefuses.UnionWith(Two);
        using var initiator = new GssInitiator(Steps(), fake, Two, null, Addresses);
        using var responder = new GssResponder(Steps(), fake, Two, Addresses);
        for (var payload = Begin(initiator); payload is not null;)
            payload = Receive(initiator, Receive(responder, payload));
        (initiator.HasFailed, initiator.IsDone, initiator.LastError, initiator.PeerFailed).ShouldBe((true, false, WindowsError.AuthFail, true));
        responder.IsDone.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => initiator.Context);
    }

    [Fact]
    public void Neither_side_goes_on_for_ever()
    {
        var fake = new FakeGss { RoundTrips = 1000 };
        using var initiator = new GssInitiator(Steps(), fake, [AuthIpMethod.Kerberos], null, Addresses);
        using var responder = new GssResponder(Steps(), fake, [AuthIpMethod.Kerberos], Addresses);
        var rounds = 0;
        for (var payload = Begin(initiator); payload is not null; rounds++)
            payload = Receive(initiator, Receive(responder, payload));
        rounds.ShouldBe(10);
        initiator.HasFailed.ShouldBeTrue();

        // A peer that only ever begins anew is cut off by the number of attempts.
        using var patient = new GssResponder(Steps(), fake, [.. Enumerable.Repeat(AuthIpMethod.Kerberos, 50)], Addresses);
        for (var i = 0; i < 5; i++)
            Receive(patient, new GssApiPayload(0, GssApiFlags.NewGssExchange, "Kerberos i1"u8.ToArray())).Status.ShouldBe(0u);
        Receive(patient, new GssApiPayload(0, GssApiFlags.NewGssExchange, "Kerberos i1"u8.ToArray())).Status.ShouldBe(13801u);
        patient.HasFailed.ShouldBeTrue();
    }

    [Fact]
    public void A_retry_of_the_current_method_stays_with_it()
    {
        var fake = new FakeGss();
        using var responder = new GssResponder(Steps(), fake, Two, Addresses);
        Receive(responder, new GssApiPayload(0, GssApiFlags.NewGssExchange, "bad"u8.ToArray())).Status.ShouldNotBe(0u);
        var flags = GssApiFlags.NewGssExchange | GssApiFlags.RetryCurrentAuthentication;
        Receive(responder, new GssApiPayload(13801, flags, "Kerberos i1"u8.ToArray())).Flags.ShouldBe(GssApiFlags.ResponderAuthComplete);
        responder.Method.ShouldBe(AuthIpMethod.Kerberos);
    }

    [Fact]
    public void A_token_before_any_attempt_is_refused()
    {
        using var responder = new GssResponder(Steps(), new FakeGss(), Two, Addresses);
        Receive(responder, new GssApiPayload(0, GssApiFlags.None, "Kerberos i1"u8.ToArray())).Status.ShouldNotBe(0u);
        responder.IsDone.ShouldBeFalse();
    }

    private static (GssInitiator Initiator, GssResponder Responder, List<string> Payloads) Run(
        IGssMechanisms mechanisms, ImmutableArray<AuthIpMethod> methods)
    {
        var initiator = new GssInitiator(Steps(), mechanisms, methods, "host/b.example.com", Addresses);
        var responder = new GssResponder(Steps(), mechanisms, methods, Addresses);
        var payloads = new List<string>();
        for (var payload = Begin(initiator); payload is not null;)
        {
            payloads.Add($"> {payload.Status} {payload.Flags} {payload.Token.Length}");
            var answer = Receive(responder, payload);
            payloads.Add($"< {answer.Status} {answer.Flags} {answer.Token.Length}");
            payload = Receive(initiator, answer);
        }

        (initiator.IsDone, responder.IsDone).ShouldBe((true, true));
        return (initiator, responder, payloads);
    }

    private static GssSteps Steps() =>
        new AuthIpModule(new TestPolicy(), new AnonymousMechanism(), new SeededEntropy(1), new AuthIpOptions()).Context.Steps;

    private static GssApiPayload? Begin(GssInitiator initiator)
    {
        GssApiPayload? payload = null;
        initiator.Begin(next => payload = next);
        return payload;
    }

    private static GssApiPayload? Receive(GssInitiator initiator, GssApiPayload answer)
    {
        GssApiPayload? payload = null;
        initiator.Receive(answer, next => payload = next);
        return payload;
    }

    private static GssApiPayload Receive(GssResponder responder, GssApiPayload request)
    {
        GssApiPayload? payload = null;
        responder.Receive(request, next => payload = next);
        return payload!;
    }
}
