using Gatehouse.Base;
using Gatehouse.Host.Events;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Gatehouse.Model.Verdicts;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Host.Events;

/// <summary>The lines of the log, as they must stay for whoever reads them.</summary>
public sealed class EventLineTests
{
    private static readonly DateTimeOffset Time = new(2026, 11, 23, 14, 5, 6, 789, TimeSpan.Zero);
    private static readonly AddressPair Pair = new(IpAddr.Parse("10.99.0.11"), IpAddr.Parse("10.99.0.12"));

    [Fact]
    public void A_negotiation_that_starts() => ShouldRead(
        EventRecord.From(new KeyingEvent
        {
            Kind = KeyingEventKind.NegotiationStarted,
            Addresses = Pair,
            Exchange = ExchangeKind.MainMode,
            Role = SaRole.Responder,
        }),
        "14:05:06.789 main mode started: 10.99.0.11 <-> 10.99.0.12, as responder",
        "{'time':'2026-11-23T14:05:06.789Z','event':'negotiation-started','exchange':'main-mode','role':'responder',"
        + "'local':'10.99.0.11','remote':'10.99.0.12'}");

    [Fact]
    public void A_quick_mode_that_is_up() => ShouldRead(
        EventRecord.From(new KeyingEvent
        {
            Kind = KeyingEventKind.QuickModeEstablished,
            Addresses = Pair,
            Exchange = ExchangeKind.QuickMode,
            Suite = "AES-GCM-128",
            Cookies = "00112233445566778899aabbccddeeff",
            InboundSpi = new Spi(0x1000),
            OutboundSpi = new Spi(0xdeadbeef),
        }),
        "14:05:06.789 quick mode established: 10.99.0.11 <-> 10.99.0.12, as initiator, AES-GCM-128, SPI in 0x00001000, SPI out 0xdeadbeef",
        "{'time':'2026-11-23T14:05:06.789Z','event':'established','exchange':'quick-mode','role':'initiator','local':'10.99.0.11','remote':'10.99.0.12',"
        + "'suite':'AES-GCM-128','cookies':'00112233445566778899aabbccddeeff','spiIn':'0x00001000','spiOut':'0xdeadbeef'}");

    [Fact]
    public void A_failure_names_message_side_notify_and_what_to_check() => ShouldRead(
        EventRecord.From(new KeyingEvent
        {
            Kind = KeyingEventKind.NegotiationFailed,
            Addresses = Pair,
            Exchange = ExchangeKind.MainMode,
            Role = SaRole.Initiator,
            MessageNumber = 5,
            Error = KeyingError.AuthenticationFailed,
            FailurePoint = FailurePoint.Peer,
            PeerNotify = 24,
            Text = "check that both ends have the same pre-shared key",
        }),
        "14:05:06.789 main mode failed: 10.99.0.11 <-> 10.99.0.12, as initiator, at message 5, refused by the peer, peer's notify 24, "
        + "AuthenticationFailed; check that both ends have the same pre-shared key",
        "{'time':'2026-11-23T14:05:06.789Z','event':'failed','exchange':'main-mode','role':'initiator','local':'10.99.0.11','remote':'10.99.0.12',"
        + "'message':5,'reason':'AuthenticationFailed','refusedBy':'peer','peerNotify':24,'text':'check that both ends have the same pre-shared key'}");

    [Fact]
    public void What_AuthIP_tells_bears_its_name() => ShouldRead(
        EventRecord.From(new KeyingEvent
        {
            Kind = KeyingEventKind.NegotiationFailed,
            Addresses = Pair,
            Module = KeyingModule.AuthIp,
            Exchange = ExchangeKind.ExtendedMode,
            MessageNumber = 9,
            Error = KeyingError.AuthenticationFailed,
            FailurePoint = FailurePoint.Me,
            Text = "no ticket",
        }),
        "14:05:06.789 AuthIP extended mode failed: 10.99.0.11 <-> 10.99.0.12, as initiator, at message 9, refused by this host, "
        + "AuthenticationFailed; no ticket",
        "{'time':'2026-11-23T14:05:06.789Z','event':'failed','module':'AuthIP','exchange':'extended-mode','role':'initiator','local':'10.99.0.11',"
        + "'remote':'10.99.0.12','message':9,'reason':'AuthenticationFailed','refusedBy':'me','text':'no ticket'}");

    [Fact]
    public void A_drop() => ShouldRead(
        EventRecord.Dropped(Pair, VerdictReason.BadSpi, outbound: false, 3),
        "14:05:06.789 dropped inbound: 10.99.0.11 <-> 10.99.0.12, BadSpi, 3 so far; "
        + "ESP for an SA this host does not have; the peer may still use one from before a restart",
        "{'time':'2026-11-23T14:05:06.789Z','event':'dropped','local':'10.99.0.11','remote':'10.99.0.12','reason':'BadSpi','direction':'inbound','count':3,"
        + "'text':'ESP for an SA this host does not have; the peer may still use one from before a restart'}");

    [Fact]
    public void A_note() => ShouldRead(
        EventRecord.Note("shutting down"),
        "14:05:06.789 note: shutting down",
        "{'time':'2026-11-23T14:05:06.789Z','event':'note','text':'shutting down'}");

    [Fact]
    public void Control_characters_never_reach_a_terminal()
    {
        EventLine.Write(EventRecord.Note("a\u001b[31m\nb"), Time, EventFormat.Text).ShouldBe("14:05:06.789 note: a?[31m?b");
        EventLine.Write(EventRecord.Note("a\u001b[31m\nb"), Time, EventFormat.Json).ShouldNotContain('\u001b');
    }

    private static void ShouldRead(EventRecord record, string text, string json)
    {
        EventLine.Write(record, Time, EventFormat.Text).ShouldBe(text);
        EventLine.Write(record, Time, EventFormat.Json).ShouldBe(json.Replace('\'', '"'));
    }
}
