using Gatehouse.Base;
using Gatehouse.Cli.Running;
using Gatehouse.Filtering;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Recipes;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli.Running;

public sealed class SshGuardTests
{
    private const string Policy = """
        gatehouse: 1
        name: p
        scenario: transport-mode
        traffic: { unicast: all, families: [ipv4, ipv6] }
        exemptions: [EXEMPTIONS]
        keying:
          ike: { authentication: [ psk: { env: X } ] }
        """;

    private static readonly SshConnection Connection = SshConnection.Parse("192.0.2.7 50000 192.0.2.1 22")!;

    [Fact]
    public void A_connection_that_would_be_blocked_is_named_with_the_exemption_to_add()
    {
        var sentence = SshGuard.Check(Filters("icmp"), Connection);
        sentence!.ShouldContain("192.0.2.7:50000 to 192.0.2.1:22");
        sentence!.ShouldContain("{ protocol: tcp, localPort: 22, remote: \"192.0.2.7\" }");
        sentence!.ShouldContain("--force");
    }

    [Fact]
    public void The_exemption_that_is_named_makes_it_pass()
    {
        SshGuard.Check(Filters("icmp, { protocol: tcp, localPort: 22, remote: \"192.0.2.7\" }"), Connection).ShouldBeNull();
        SshGuard.Check(Filters("icmp, { protocol: tcp, localPort: 22, remote: \"192.0.2.8\" }"), Connection).ShouldNotBeNull();
    }

    [Fact]
    public void The_exemption_works_for_IPv6_too()
    {
        var connection = SshConnection.Parse("2001:db8::7 50000 2001:db8::1 2222");
        SshGuard.Check(Filters("icmp"), connection)!.ShouldContain("localPort: 2222, remote: \"2001:db8::7\"");
        SshGuard.Check(Filters("icmp, { protocol: tcp, localPort: 2222, remote: \"2001:db8::7\" }"), connection).ShouldBeNull();
    }

    [Fact]
    public void Without_a_connection_there_is_nothing_to_guard() => SshGuard.Check(Filters("icmp"), null).ShouldBeNull();

    [Fact]
    public void A_connection_to_itself_is_not_protectable() =>
        SshGuard.Check(Filters("icmp"), SshConnection.Parse("127.0.0.1 50000 127.0.0.1 22")).ShouldBeNull();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("192.0.2.7 50000 192.0.2.1")]
    [InlineData("192.0.2.7 50000 192.0.2.1 22 more")]
    [InlineData("192.0.2.7 x 192.0.2.1 22")]
    [InlineData("host 50000 192.0.2.1 22")]
    [InlineData("192.0.2.7 70000 192.0.2.1 22")]
    public void What_is_no_connection_is_none(string? value) => SshConnection.Parse(value).ShouldBeNull();

    [Fact]
    public void A_connection_is_read() => Connection.ShouldBe(
        new SshConnection(new Endpoint(IpAddr.Parse("192.0.2.7"), 50000), new Endpoint(IpAddr.Parse("192.0.2.1"), 22)));

    private static FilterSnapshot Filters(string exemptions)
    {
        var read = PolicyReader.Read(Policy.Replace("EXEMPTIONS", exemptions, StringComparison.Ordinal), "p.yaml");
        read.ErrorLines().ShouldBeEmpty();
        return FilterSnapshot.Compile(ScenarioCompiler.Compile(read.Document!));
    }
}
