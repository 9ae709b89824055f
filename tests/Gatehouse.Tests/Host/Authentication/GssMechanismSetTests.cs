using Gatehouse.Base;
using Gatehouse.Host.Authentication;
using Gatehouse.Host.Kerberos;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Scenarios.Running;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Host.Authentication;

/// <summary>The mechanisms of a host.</summary>
public sealed class GssMechanismSetTests
{
    private static readonly GssSettings Everything = new(new KerberosOptions { LocalName = "host/a.example.com" });
    private static readonly AddressPair Addresses = new(IpAddr.Parse("192.0.2.1"), IpAddr.Parse("192.0.2.2"));

    private static readonly (AuthIpMethod Wire, AuthenticationMethodType Policy)[] Methods =
    [
        (AuthIpMethod.Kerberos, AuthenticationMethodType.Kerberos),
        (AuthIpMethod.Anonymous, AuthenticationMethodType.Anonymous),
        (AuthIpMethod.Tls, AuthenticationMethodType.Ssl),
        (AuthIpMethod.Ntlm, AuthenticationMethodType.NtlmV2),
    ];

    [Fact]
    public void What_run_admits_is_what_there_is()
    {
        var (machine, user) = (GssMechanismSet.ForMachine(Everything), GssMechanismSet.ForUser(Everything));
        foreach (var (wire, policy) in Methods)
        {
            machine.Supports(wire).ShouldBe(RunSupport.AuthIpMethods.Contains(policy), wire.ToString());
            user.Supports(wire).ShouldBe(RunSupport.ExtendedModeMethods.Contains(policy), wire.ToString());
        }
    }

    [Fact]
    public void Without_its_settings_a_method_is_not_offered()
    {
        var set = GssMechanismSet.ForMachine(new GssSettings());
        set.Supports(AuthIpMethod.Kerberos).ShouldBeFalse();
        set.Supports(AuthIpMethod.Anonymous).ShouldBeTrue();
        set.LocalName(Addresses).ShouldBeNull();
    }

    [Fact]
    public void Each_method_goes_to_its_mechanism()
    {
        var set = GssMechanismSet.ForMachine(Everything);
        set.LocalName(Addresses).ShouldBe("host/a.example.com");
        using var anonymous = set.Initiate(AuthIpMethod.Anonymous, null, Addresses);
        anonymous.IsInstant.ShouldBeTrue();
        // Nobody's name: refused before any library is asked.
        using var kerberos = set.Initiate(AuthIpMethod.Kerberos, null, Addresses);
        kerberos.Step([]).Error.ShouldBe(WindowsError.KerberosError);
    }

    [Fact]
    public void Mechanisms_are_exchanged_under_those_who_ask()
    {
        var current = new CurrentMechanisms(GssMechanismSet.ForMachine(new GssSettings()));
        current.Supports(AuthIpMethod.Kerberos).ShouldBeFalse();
        current.Current = GssMechanismSet.ForMachine(Everything);
        current.Supports(AuthIpMethod.Kerberos).ShouldBeTrue();
        current.LocalName(Addresses).ShouldBe("host/a.example.com");
        using var context = current.Accept(AuthIpMethod.Anonymous, Addresses);
        context.PeerName.ShouldBe("anonymous");
    }
}
