using System.Text.Json;
using Gatehouse.Interop.Lab;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Keying;

/// <summary>
/// Real nodes whose policies have both keying modules: AuthIP is preferred and authenticates by certificates that openssl made, and whoever speaks
/// IKE alone is reached by it.
/// </summary>
public sealed class TwoModulesTests : IDisposable
{
    private const string Ike = "ike: { authentication: [psk: { env: GATEHOUSE_PSK }] }";
    private readonly LabNetwork _lab;
    private int _policies;

    public TwoModulesTests()
    {
        Privileged.Require("python3", "tcpdump", "openssl");
        _lab = new LabNetwork("modules", "a", "b", "c");
        Authority("lab");
        Authority("foreign");
    }

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void Certificates_key_where_both_ends_speak_AuthIP_and_IKE_reaches_who_does_not()
    {
        using var capture = _lab.Capture();
        using var serverB = Traffic.Serve(_lab, "b");
        using var serverC = Traffic.Serve(_lab, "c");
        using var c = Run("c", Ike);
        using var b = Run("b", $"{Ike}, {AuthIp("b")}");
        using var a = Run("a", $"{Ike}, {AuthIp("a")}");
        Traffic.Run(_lab, "a", "b", 4, "tcp").Ok.ShouldBeTrue(a.Error + b.Error);
        Traffic.Run(_lab, "a", "c", 4, "tcp").Ok.ShouldBeTrue(a.Error + c.Error);
        MainModes(a, "b").ShouldBe([("AuthIP", "CN=b.example.com")]);
        MainModes(a, "c").ShouldBe([("IKE", _lab.Address("c", 4))]);
        MainModes(b, "a").ShouldBe([("AuthIP", "CN=a.example.com")]);
        a.Events().ShouldContain(news => news.Text != null && news.Text.Contains("13902", StringComparison.Ordinal), "what gave way is told");
        a.Events().ShouldNotContain(news => news.Event == "failed");
        b.Status().GetProperty("counters").GetProperty("LeftToAuthIp").GetInt64().ShouldBeGreaterThan(0);

        // At run time a policy without AuthIP: the pairs that it made go, and IKE takes over; then AuthIP is taken in again, and IKE's pairs live on.
        foreach (var (host, keying) in new[] { ("b", Ike), ("a", Ike) })
            Apply(host, keying);
        Traffic.Run(_lab, "a", "b", 4, "tcp").Ok.ShouldBeTrue(a.Error + b.Error);
        // A main mode that is over may be listed for a minute yet: the last notify under it waits for its acknowledgement.
        MainModes(a, "b").ShouldContain(("IKE", _lab.Address("b", 4)));
        var pair = Pair(a, "b");
        Apply("a", $"{Ike}, {AuthIp("a")}");
        Traffic.Run(_lab, "a", "b", 4, "tcp").Ok.ShouldBeTrue(a.Error + b.Error);
        Pair(a, "b").ShouldBe(pair);
        (a.Terminate(), b.Terminate(), c.Terminate()).ShouldBe((0, 0, 0));
        capture.Stop();
        capture.ClearPackets().ShouldBeEmpty();
    }

    [Fact]
    public void A_certificate_that_is_refused_blocks_and_IKE_does_not_step_in()
    {
        using var server = Traffic.Serve(_lab, "b");
        using var b = Run("b", $"{Ike}, {AuthIp("b")}");
        using var a = Run("a", $"{Ike}, {AuthIp("a", "foreign")}");
        for (var attempt = 0; attempt < 2; attempt++)
        {
            Traffic.Run(_lab, "a", "b", 4, "tcp", "--timeout", "3").Ok.ShouldBeFalse();
            a.Events().ShouldContain(news => news.Event == "failed" && news.Module == "AuthIP" && news.Reason == "AuthenticationFailed", a.Error);
        }

        b.WaitForEvent(news => news.Text?.Contains("the peer's certificate is refused", StringComparison.Ordinal) == true, 5);
        a.Status().GetProperty("mainModeSas").GetArrayLength().ShouldBe(0);
        a.Status().GetProperty("quickModeSas").GetArrayLength().ShouldBe(0);
    }

    private string Pair(GatehouseProcess node, string peer) => node.Status().GetProperty("quickModeSas").EnumerateArray()
        .Where(sa => Text(sa, "remote") == _lab.Address(peer, 4)).Select(sa => Text(sa, "spiIn")).Last();

    private (string Module, string Identity)[] MainModes(GatehouseProcess node, string peer) =>
    [
        .. node.Status().GetProperty("mainModeSas").EnumerateArray().Where(sa => Text(sa, "remote") == _lab.Address(peer, 4))
            .Select(sa => (Text(sa, "module"), Text(sa, "identity"))).Distinct(),
    ];

    private static string Text(JsonElement sa, string property) => sa.GetProperty(property).GetString()!;

    private GatehouseProcess Run(string host, string keying) => GatehouseProcess.Run(_lab, host, Policy(keying));

    private void Apply(string host, string keying) => GatehouseProcess.Execute(_lab, host, "apply", Policy(keying)).Succeeded();

    private string Policy(string keying) => PolicyFile.WriteText(_lab, $"p{_policies++}", $"""
        scenario: transport-mode
        exemptions: [icmp]
        traffic: {"{"} families: [ipv4] {"}"}
        keying: {"{"} {keying} {"}"}

        """);

    // The policy's own words for roots that count: the other authority is among the files a host trusts, but not among these.
    private string AuthIp(string host, string authority = "lab") => $"authip: {{ authentication: [certificate: {{ trustedRoots: ['CN=lab root'] }}], "
        + "mainMode: { proposals: [{ encryption: aes-128, integrity: sha-256, group: ecp-256 }] }, "
        + $"certificate: {{ chain: {_lab.File($"{authority}-{host}.pem")}, privateKey: {_lab.File($"{authority}-{host}.key")}, "
        + $"roots: {_lab.File("lab.pem")} }} }}";

    private void Authority(string name)
    {
        OpenSsl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", $"/CN={name} root",
            "-keyout", _lab.File($"{name}.key"), "-out", _lab.File($"{name}.pem"));
        foreach (var host in new[] { "a", "b" })
        {
            OpenSsl("req", "-newkey", "rsa:2048", "-nodes", "-subj", $"/CN={host}.example.com",
                "-keyout", _lab.File($"{name}-{host}.key"), "-out", _lab.File($"{name}-{host}.csr"));
            OpenSsl("x509", "-req", "-days", "2", "-in", _lab.File($"{name}-{host}.csr"), "-CA", _lab.File($"{name}.pem"),
                "-CAkey", _lab.File($"{name}.key"), "-CAcreateserial", "-out", _lab.File($"{name}-{host}.pem"));
        }
    }

    private static void OpenSsl(params string[] arguments) => Tool.Run("openssl", arguments).Succeeded();
}
