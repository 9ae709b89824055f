using Gatehouse.Base;
using Gatehouse.Host.Events;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Gatehouse.Model.Wfp.Management;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Host.Events;

/// <summary>What keying tells, as Windows would record it.</summary>
public sealed class NetEventsTests
{
    [Theory]
    [InlineData(ExchangeKind.MainMode, FwpmNetEventType.IkeextMmFailure)]
    [InlineData(ExchangeKind.QuickMode, FwpmNetEventType.IkeextQmFailure)]
    [InlineData(ExchangeKind.ExtendedMode, FwpmNetEventType.IkeextEmFailure)]
    public void Each_exchange_has_a_failure_of_its_own(ExchangeKind exchange, FwpmNetEventType type)
    {
        var happened = new KeyingEvent
        {
            Kind = KeyingEventKind.NegotiationFailed,
            Addresses = new AddressPair(IpAddr.Parse("192.0.2.1"), IpAddr.Parse("192.0.2.2")),
            Module = KeyingModule.AuthIp,
            Exchange = exchange,
            Error = KeyingError.AuthenticationFailed,
        };
        var recorded = NetEvents.Of(happened).ShouldNotBeNull();
        (recorded.Type, recorded.ErrorCode, recorded.Reason).ShouldBe((type, 13801, "AuthenticationFailed"));
        NetEvents.Of(happened with { Kind = KeyingEventKind.MainModeEstablished }).ShouldBeNull();
    }
}
