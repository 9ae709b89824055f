using Gatehouse.Base;
using Gatehouse.Host.Authentication;
using Gatehouse.Host.Kerberos;
using Gatehouse.Host.Ntlm;
using Gatehouse.Host.Tls;
using Gatehouse.Ike.AuthIp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Host.Authentication;

/// <summary>The mechanisms of a host.</summary>
public sealed class HostMechanismsTests
{
    private static readonly GssSettings Everything = new(
        new KerberosOptions { LocalName = "host/a.example.com" }, new TlsOptions { Certificate = "/c", PrivateKey = "/k" }, new NtlmOptions());

    private static readonly AddressPair Addresses = new(IpAddr.Parse("192.0.2.1"), IpAddr.Parse("192.0.2.2"));

    [Fact]
    public void Every_method_of_AuthIP_has_its_mechanism_and_extended_mode_is_never_anonymous()
    {
        var (machine, user) = (HostMechanisms.ForMachine(Everything), HostMechanisms.ForUser(Everything));
        foreach (var method in Enum.GetValues<AuthIpMethod>())
        {
            machine.Supports(method).ShouldBeTrue(method.ToString());
            user.Supports(method).ShouldBe(method != AuthIpMethod.Anonymous, method.ToString());
        }
    }

    [Fact]
    public void Without_its_settings_a_method_is_not_offered()
    {
        var set = HostMechanisms.ForMachine(new GssSettings());
        set.Supports(AuthIpMethod.Kerberos).ShouldBeFalse();
        set.Supports(AuthIpMethod.Anonymous).ShouldBeTrue();
        set.LocalName(Addresses).ShouldBeNull();
    }

    [Fact]
    public void Each_method_goes_to_its_mechanism()
    {
        var set = HostMechanisms.ForMachine(Everything);
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
        var current = new CurrentMechanisms(HostMechanisms.ForMachine(new GssSettings()));
        current.Supports(AuthIpMethod.Kerberos).ShouldBeFalse();
        current.Current = HostMechanisms.ForMachine(Everything);
        current.Supports(AuthIpMethod.Kerberos).ShouldBeTrue();
        current.LocalName(Addresses).ShouldBe("host/a.example.com");
        using var context = current.Accept(AuthIpMethod.Anonymous, Addresses);
        context.PeerName.ShouldBe("anonymous");
    }
}
