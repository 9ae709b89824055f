using System.Security.Cryptography;
using Gatehouse.Base;
using Gatehouse.Host.Tls;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Model.AuthIp;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Host.Tls;

public sealed class TlsMechanismTests : IDisposable
{
    private static readonly AddressPair Pair = new(IpAddr.Parse("192.0.2.1"), IpAddr.Parse("192.0.2.2"));
    private readonly TemporaryDirectory _directory = new();
    private readonly TestAuthority _authority;

    public TlsMechanismTests() => _authority = new TestAuthority(_directory);

    public void Dispose()
    {
        _authority.Dispose();
        _directory.Dispose();
    }

    [Theory]
    [InlineData(false, TlsSecret.MasterSecret, 48)]
    [InlineData(true, TlsSecret.MasterSecret, 48)]
    [InlineData(false, TlsSecret.Exporter, 32)]
    [InlineData(false, TlsSecret.None, 0)]
    public void Both_ends_learn_the_other_and_one_secret(bool withRsa, TlsSecret secret, int length)
    {
        var (client, server) = Contexts(
            _authority.Host("a.example.com", withRsa: withRsa) with { Secret = secret },
            _authority.Host("b.example.com", withRsa: withRsa) with { Secret = secret });
        var outcome = Shake(client, server);
        outcome.Error.ShouldBe(WindowsError.Success, outcome.Detail);
        (client.PeerName, server.PeerName).ShouldBe(("CN=b.example.com", "CN=a.example.com"));
        using var one = client.ExportKey();
        using var other = server.ExportKey();
        one.Length.ShouldBe(length);
        one.ContentEquals(other).ShouldBeTrue();
        if (length > 0)
            one.Span.ToArray().ShouldContain(value => value != 0);
    }

    [Fact]
    public void The_handshake_takes_two_round_trips_and_a_new_one_has_another_secret()
    {
        var (a, b) = (_authority.Host("a.example.com"), _authority.Host("b.example.com"));
        var (client, server) = Contexts(a, b);
        Shake(client, server).Tokens.ShouldBe(4);
        var (again, other) = Contexts(a, b);
        Shake(again, other).Error.ShouldBe(WindowsError.Success);
        using var first = client.ExportKey();
        using var second = again.ExportKey();
        first.ContentEquals(second).ShouldBeFalse();
    }

    [Theory]
    [InlineData("CN=Foreign root", "unable to get local issuer certificate")]
    [InlineData(TestAuthority.Name, "certificate signature failure")]
    public void A_foreign_root_is_refused_even_of_the_same_name(string name, string reason)
    {
        using var foreign = new TestAuthority(_directory, name, prefix: "foreign");
        Failure(_authority.Host("a.example.com"), foreign.Host("b.example.com")).ShouldBe(
            (WindowsError.AuthFail, $"the peer's certificate is refused: {reason}"));
    }

    [Fact]
    public void An_expired_certificate_is_refused() => Failure(_authority.Host("a.example.com", validDays: 0), _authority.Host("b.example.com")).ShouldBe(
        (WindowsError.AuthFail, "the peer's certificate is refused: certificate has expired"));

    [Fact]
    public void A_certificate_for_servers_alone_cannot_begin() =>
        Failure(_authority.Host("a.example.com", usage: "1.3.6.1.5.5.7.3.1"), _authority.Host("b.example.com")).Error.ShouldBe(WindowsError.AuthFail);

    [Theory]
    [InlineData("CN=Lab root, O=Example", true)]
    [InlineData("O=Example,CN=Lab root", true)]
    [InlineData("cn=lab root, o=example", true)]
    [InlineData("CN=Lab root", false)]
    [InlineData("CN=Other root, O=Example", false)]
    [InlineData("nonsense", false)]
    public void The_policy_says_which_roots_count(string root, bool accepted)
    {
        var (a, b) = (_authority.Host("a.example.com"), _authority.Host("b.example.com"));
        var (client, server) = Contexts(a with { TrustedRoots = _ => [root] }, b);
        var outcome = Shake(client, server);
        if (accepted)
            outcome.Error.ShouldBe(WindowsError.Success, outcome.Detail);
        else
            (outcome.Error, outcome.Detail).ShouldBe(
                (WindowsError.AuthFail, "the peer's certificate leads to CN=Lab root, O=Example, which is none of the policy's trustedRoots"));
    }

    [Fact]
    public void A_revoked_certificate_is_refused()
    {
        var (a, b, c) = (_authority.Host("a.example.com"), _authority.Host("b.example.com"), _authority.Host("c.example.com"));
        var lists = _authority.Revoke(2);
        Failure(a, b with { RevocationLists = lists }).ShouldBe((WindowsError.AuthFail, "the peer's certificate is refused: certificate revoked"));
        var (client, server) = Contexts(c, b with { RevocationLists = lists });
        var outcome = Shake(client, server);
        outcome.Error.ShouldBe(WindowsError.Success, outcome.Detail);
    }

    [Fact]
    public void Files_that_do_not_serve_are_named()
    {
        var (a, b) = (_authority.Host("a.example.com"), _authority.Host("b.example.com"));
        Failure(a with { Certificate = "/nowhere/a.pem" }, b).ShouldBe(
            (WindowsError.NoCert, "/nowhere/a.pem: there is no such file; it should hold this host's certificate in PEM"));
        Failure(a with { Certificate = a.PrivateKey }, b).Detail.ShouldStartWith($"{a.PrivateKey}: no certificate chain in PEM (");
        Failure(a with { PrivateKey = a.Certificate }, b).Detail.ShouldStartWith($"{a.Certificate}: no private key in PEM without passphrase (");
        Failure(a with { PrivateKey = b.PrivateKey }, b).Detail.ShouldContain(b.PrivateKey);
        Failure(a with { Roots = a.PrivateKey }, b).Detail.ShouldStartWith($"{a.PrivateKey}: no certificate in PEM (");
        Failure(a, b with { RevocationLists = "/nowhere/lists.pem" }).Detail.ShouldStartWith("/nowhere/lists.pem: there is no such file");
    }

    [Fact]
    public void A_key_with_passphrase_is_refused_without_a_question()
    {
        var a = _authority.Host("a.example.com");
        using var key = ECDsa.Create();
        key.ImportFromPem(File.ReadAllText(a.PrivateKey));
        var encryption = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        File.WriteAllText(a.PrivateKey, key.ExportEncryptedPkcs8PrivateKeyPem("secret", encryption));
        var (error, detail) = Failure(a, _authority.Host("b.example.com"));
        error.ShouldBe(WindowsError.NoCert);
        detail.ShouldStartWith($"{a.PrivateKey}: no private key in PEM without passphrase (");
    }

    [Fact]
    public void Bytes_that_are_no_flight_end_the_attempt()
    {
        var flights = new List<byte[]>();
        var (client, server) = Contexts(_authority.Host("a.example.com"), _authority.Host("b.example.com"));
        Shake(client, server, flights.Add);
        for (var length = 0; length < flights[0].Length; length++)
        {
            using var context = Server();
            context.Step(flights[0].AsSpan(0, length)).Outcome.ShouldBe(GssOutcome.Failed, $"{length} bytes");
        }

        var random = new Random(7);
        for (var i = 0; i < 300; i++)
        {
            using var context = Server();
            var bytes = flights[0].ToArray();
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            context.Step(bytes);
            context.Step(flights[2]).Outcome.ShouldBe(GssOutcome.Failed, "the third flight belongs to another handshake");
        }
    }

    [Fact]
    public void A_changed_flight_never_completes()
    {
        var (a, b) = (_authority.Host("a.example.com"), _authority.Host("b.example.com"));
        var random = new Random(11);
        for (var i = 0; i < 100; i++)
        {
            var (client, server) = Contexts(a, b);
            var number = 0;
            var victim = random.Next(4);
            var outcome = Shake(client, server, flight =>
            {
                if (number++ == victim)
                    flight[random.Next(5, flight.Length)] ^= (byte)(1 << random.Next(8));
            });
            outcome.Error.ShouldNotBe(WindowsError.Success, $"flight {victim} of run {i}");
        }
    }

    private TlsContext Server() => (TlsContext)new TlsMechanism(_authority.Host("b.example.com")).Accept(AuthIpMethod.Tls, Pair);

    private static (IGssContext Client, IGssContext Server) Contexts(TlsOptions client, TlsOptions server) => (
        new TlsMechanism(client).Initiate(AuthIpMethod.Tls, null, Pair), new TlsMechanism(server).Accept(AuthIpMethod.Tls, Pair));

    private static (WindowsError Error, string Detail) Failure(TlsOptions client, TlsOptions server)
    {
        var (a, b) = Contexts(client, server);
        var outcome = Shake(a, b);
        return (outcome.Error, outcome.Detail);
    }

    // A token of whoever failed would never be sent.
    private static (WindowsError Error, string Detail, int Tokens) Shake(IGssContext client, IGssContext server, Action<byte[]>? onWire = null)
    {
        var result = client.Step([]);
        var tokens = 0;
        for (var next = server; result.Outcome != GssOutcome.Failed; next = next == server ? client : server)
        {
            if (result is { Outcome: GssOutcome.Done, Token.Length: 0 })
                return (WindowsError.Success, "", tokens);
            tokens++;
            onWire?.Invoke(result.Token);
            result = next.Step(result.Token);
        }

        return (result.Error, result.Detail, tokens);
    }
}
