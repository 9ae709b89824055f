using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Model.Ipsec;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Recipes;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Scenarios;

/// <summary>The mixed-fleet example, asked as keying asks: with whom, for what, by which quick-mode policy.</summary>
public sealed class MixedFleetTests
{
    private static readonly FilterSnapshot Fleet = FilterSnapshot.Compile(
        ScenarioCompiler.Compile(PolicyReader.Read(TestFiles.ReadText("examples", "mixed-fleet.yaml"), "mixed-fleet.yaml").Document!));

    [Theory]
    [InlineData("10.0.1.7", 0, 0, 0, IpsecPolicyFlags.NdSecure)]
    [InlineData("10.0.1.7", 6, 0, 1433, IpsecPolicyFlags.None)]
    [InlineData("fd00:0:0:1::7", 6, 0, 1433, IpsecPolicyFlags.None)]
    [InlineData("10.0.1.7", 17, 0, 1433, IpsecPolicyFlags.NdSecure)]
    [InlineData("10.0.2.7", 6, 0, 1433, IpsecPolicyFlags.NdSecure)]
    [InlineData("10.0.2.7", 6, 445, 0, IpsecPolicyFlags.None)]
    [InlineData("192.0.2.7", 6, 445, 0, IpsecPolicyFlags.NdSecure)]
    [InlineData("198.51.100.7", 0, 0, 0, IpsecPolicyFlags.NdBoundary)]
    [InlineData("2001:db8:100::7", 6, 0, 80, IpsecPolicyFlags.NdBoundary)]
    [InlineData("2001:db8:200::7", 6, 0, 80, IpsecPolicyFlags.NdSecure)]
    [InlineData("10.0.9.7", 0, 0, 0, null)]
    [InlineData("10.0.9.7", 17, 0, 53, null)]
    [InlineData("10.0.9.7", 6, 445, 0, IpsecPolicyFlags.None)]
    [InlineData("192.0.2.7", 6, 23, 0, null)]
    [InlineData("10.0.1.7", 6, 23, 1433, null)]
    public void Quick_mode_follows_the_first_rule_that_matches(string remote, byte protocol, ushort local, ushort port, IpsecPolicyFlags? flags)
    {
        var policy = Fleet.QuickMode(KeyingModule.Ike, With(remote), new TrafficSelector(protocol, local, port));
        (policy?.Flags).ShouldBe(flags);
    }

    [Fact]
    public void Nobody_negotiates_with_a_printer_once_no_earlier_rule_speaks_of_it()
    {
        Fleet.QuickMode(KeyingModule.Ike, With("10.0.9.7"), TrafficSelector.Any).ShouldBeNull();
        Fleet.MainMode(KeyingModule.Ike, With("192.0.2.7")).ShouldNotBeNull();
        var only = FilterSnapshot.Compile(ScenarioCompiler.Compile(
            PolicyReader.Read(PolicyTexts.Minimal + "\nrules: [{ name: printers, scenario: clear, remote: 10.0.9.0/24 }]", "p").Document!));
        only.MainMode(KeyingModule.Ike, With("10.0.9.7")).ShouldBeNull();
        only.MainMode(KeyingModule.Ike, With("10.0.8.7")).ShouldNotBeNull();
    }

    private static AddressPair With(string remote)
    {
        var peer = IpAddr.Parse(remote);
        return new AddressPair(IpAddr.Parse(peer.IsV4 ? "10.0.0.1" : "fd00::1"), peer);
    }
}
