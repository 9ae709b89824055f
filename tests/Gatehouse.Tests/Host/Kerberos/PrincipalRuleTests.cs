using Gatehouse.Host.Kerberos;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Host.Kerberos;

public sealed class PrincipalRuleTests
{
    [Theory]
    [InlineData("host/b.example.com", true)]
    [InlineData("HOST/b.example.com@EXAMPLE.COM", true)]
    [InlineData("host/b.example.com:500/instance", true)]
    [InlineData("machine$@EXAMPLE.COM", true)]
    [InlineData("machine$", true)]
    [InlineData("cifs/b.example.com", false)]
    [InlineData("krbtgt/EXAMPLE.COM", false)]
    [InlineData("user@EXAMPLE.COM", false)]
    [InlineData("$", false)]
    [InlineData("ma$chine", false)]
    [InlineData("host/", false)]
    [InlineData("host", false)]
    [InlineData("", false)]
    [InlineData("host/b.example.com@A@B", false)]
    [InlineData("host/a b", false)]
    [InlineData("host/a\\/b", false)]
    [InlineData("host/a/b/c", false)]
    public void By_default_hosts_and_machines_are_allowed(string name, bool expected) => PrincipalRule.Hosts.Allows(name).ShouldBe(expected);

    [Theory]
    [InlineData("host/b.example.com", true)]
    [InlineData("host/b.example.org", false)]
    [InlineData("host/b.example.com.evil.org", false)]
    [InlineData("machine$@EXAMPLE.COM", false)]
    public void A_rule_can_be_narrower(string name, bool expected) =>
        new PrincipalRule(["host"], [".example.com"], MachineNames: false).Allows(name).ShouldBe(expected);
}
