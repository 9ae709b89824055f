using Gatehouse.Base;
using Gatehouse.Host.Tls;
using Gatehouse.Keying.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Gatehouse.Tests.Keying.AuthIp;
using Gatehouse.Tests.Keying.Ikev1;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Host.Tls;

/// <summary>AuthIP between two hosts that have certificates, on the virtual clock.</summary>
public sealed class TlsKeyingTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly TestAuthority _authority;

    public TlsKeyingTests() => _authority = new TestAuthority(_directory);

    public void Dispose()
    {
        _authority.Dispose();
        _directory.Dispose();
    }

    [Fact]
    public void Two_certificates_key_a_pair_in_two_round_trips_of_tokens()
    {
        // #1 →  ← #2    #3 flights →  ← #4  twice    #5* →  ← #6*
        var pair = New(_authority.Host("a.example.com"), _authority.Host("b.example.com")).Establish();
        pair.Flow().ShouldBe(["A243", "B243", "A243", "B243", "A243", "B243", "A243*", "B243*"]);
        pair.ShouldMirror();
        Identity(pair.A).ShouldBe("CN=b.example.com");
        Identity(pair.B).ShouldBe("CN=a.example.com");
    }

    [Fact]
    public void Without_Diffie_Hellman_the_handshake_alone_keys()
    {
        var pair = New(_authority.Host("a.example.com"), _authority.Host("b.example.com"));
        foreach (var node in new[] { pair.A, pair.B })
        {
            node.Policy.Main = AuthIpPair.MainModeOf(
                [AuthenticationMethodType.Ssl], new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha1, IkeDhGroup.None, 28_800));
        }

        pair.Establish();
        pair.ShouldMirror();
    }

    [Fact]
    public void Ends_with_different_secrets_do_not_agree()
    {
        var pair = New(_authority.Host("a.example.com"), _authority.Host("b.example.com") with { Secret = TlsSecret.Exporter });
        pair.Acquire(pair.A);
        pair.Run(90);
        pair.A.Pairs.ShouldBeEmpty();
        pair.B.Pairs.ShouldBeEmpty();
    }

    [Fact]
    public void A_stranger_gets_no_SA_and_its_reason_is_told()
    {
        using var foreign = new TestAuthority(_directory, "CN=Foreign root", "foreign");
        var pair = New(_authority.Host("a.example.com"), foreign.Host("b.example.com"));
        pair.Acquire(pair.A);
        pair.Run(90);
        pair.A.Pairs.ShouldBeEmpty();
        pair.B.Pairs.ShouldBeEmpty();
        var failure = pair.A.Events.First(news => news.Kind == KeyingEventKind.NegotiationFailed);
        failure.Error.ShouldBe(KeyingError.AuthenticationFailed);
        failure.Text.ShouldContain("unable to get local issuer certificate");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Loss_duplication_and_reordering_do_not_matter(ulong seed)
    {
        var pair = New(_authority.Host("a.example.com"), _authority.Host("b.example.com"), seed, new Weather(Loss: 0.15, Duplication: 0.2, Reordering: 0.2));
        for (var i = 0; i < 40 && (pair.A.Pairs.Count == 0 || pair.B.Pairs.Count == 0); i++)
        {
            pair.Acquire(pair.A);
            pair.Run(30);
        }

        pair.Weather = new Weather();
        pair.Run(120);
        pair.ShouldMirror();
    }

    private static string Identity(TestNode node) => node.Module.Snapshot(Instant.FromSeconds(2000)).MainModes.ShouldHaveSingleItem().Identity;

    private static Pair New(TlsOptions a, TlsOptions b, ulong seed = 1, Weather? weather = null)
    {
        var ends = new Queue<TlsOptions>([a, b]);
        var pair = new Pair(seed, weather: weather, module: (policy, entropy) =>
            new AuthIpModule(policy, new GssMechanisms(new TlsMechanism(ends.Dequeue())), entropy, new AuthIpOptions()));
        foreach (var node in new[] { pair.A, pair.B })
            node.Policy.Main = AuthIpPair.MainModeOf([AuthenticationMethodType.Ssl]);
        return pair;
    }
}
