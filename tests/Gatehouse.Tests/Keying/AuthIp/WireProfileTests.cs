using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.AuthIp;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Keying;
using Gatehouse.Tests.Keying.Ikev1;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.AuthIp;

/// <summary>Every alternative of the profile, on both ends; and what happens when the ends differ.</summary>
public sealed class WireProfileTests
{
    public static TheoryData<string> Alternatives => [.. All.Keys];

    private static readonly Dictionary<string, AuthIpWireProfile> All = new()
    {
        ["key split"] = Default with { KeySplit = KeySplit.AuthenticationFirst },
        ["scope CRYPTO"] = Default with { TranscriptScope = TranscriptScope.CryptoAndPayloads },
        ["scope message"] = Default with { TranscriptScope = TranscriptScope.WholeMessage },
        ["cipher id"] = Default with { CipherIdOrder = ByteOrder.LittleEndian },
        ["message id"] = Default with { FirstQuickModeId = FirstQuickModeId.Zero },
        ["later nonce"] = Default with { LaterQuickModeNonce = LaterQuickModeNonce.Reused },
        ["name order"] = Default with { NameOrder = ByteOrder.BigEndian },
        ["gcm key"] = Default with { GcmKeyMaterial = GcmKeyMaterial.KeyOnly },
        ["gcm keys"] = Default with { GcmKeyMaterial = GcmKeyMaterial.TwoKeys },
        ["icv by receiver"] = Default with { IcvLength = IcvLength.ByReceiver },
        ["icv 12"] = Default with { IcvLength = IcvLength.AlwaysTwelve },
        ["seven"] = Default with { Retransmissions = Retransmissions.Seven },
        ["nat-d sha-1"] = Default with { NatDiscoveryHash = NatDiscoveryHash.Sha1 },
        ["nat-d md5"] = Default with { NatDiscoveryHash = NatDiscoveryHash.Md5 },
        ["sequence"] = Default with { SequenceUnit = SequenceUnit.Message },
        ["tokens"] = Default with { AnonymousTokens = AnonymousTokens.InFirstRoundTrip },
        ["reference"] = Default with { QuickModeReference = QuickModeReference.Oldest },
        ["version 7"] = Default with { Version = 7 },
        ["version 9"] = Default with { Version = 9 },
    };

    private static AuthIpWireProfile Default => AuthIpWireProfile.Windows2008R2;

    [Theory]
    [MemberData(nameof(Alternatives))]
    public void Both_ends_agree_under_it_rekey_and_delete(string name)
    {
        foreach (var fast in new[] { true, false })
        {
            var pair = AuthIpPair.New(options: Options(All[name], fast)).Establish();
            pair.ShouldMirror();
            var first = pair.A.Pairs.Keys.Single();
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(3400), TimeSpan.FromSeconds(10));
            pair.ShouldMirror();
            pair.A.Pairs.Keys.ShouldHaveSingleItem().ShouldNotBe(first, "it was rekeyed, and the old one is gone");
            pair.PacketsLost.ShouldBe(0);
            pair.Flow().ShouldContain("A244*", "by a later quick mode");
            pair.A.Failures.Concat(pair.B.Failures).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("tokens")]
    [InlineData("nat-d sha-1")]
    [InlineData("nat-d md5")]
    [InlineData("later nonce")]
    [InlineData("message id")]
    [InlineData("reference")]
    [InlineData("version 7")]
    public void A_receiver_takes_what_comes(string name)
    {
        foreach (var other in new[] { 0, 1 })
        {
            var built = 0;
            var pair = new Pair(module: (policy, entropy) => new AuthIpModule(
                policy, new Gatehouse.Keying.AuthIp.Gss.AnonymousMechanism(), entropy, Options(built++ == other ? All[name] : Default, fast: true)));
            pair.A.Policy.Main = pair.B.Policy.Main = AuthIpPair.Anonymous();
            pair.Establish().ShouldMirror();
            pair.Signal(pair.A, pair.A.Pairs.Keys.Single(), Gatehouse.Keying.SaSignal.SoftTrafficLimit);
            pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(1));
            pair.ShouldMirror();
            pair.A.Established(ExchangeKind.QuickMode).ShouldBe(2);
        }
    }

    [Theory]
    [InlineData("scope message", KeyingError.AuthenticationFailed)]
    [InlineData("cipher id", KeyingError.AuthenticationFailed)]
    [InlineData("icv 12", KeyingError.AuthenticationFailed)]
    public void Ends_that_differ_fail_and_say_what_to_compare(string name, KeyingError expected)
    {
        var built = 0;
        var pair = new Pair(module: (policy, entropy) => new AuthIpModule(
            policy, new Gatehouse.Keying.AuthIp.Gss.AnonymousMechanism(), entropy, Options(built++ == 0 ? All[name] : Default, fast: true)));
        pair.A.Policy.Main = pair.B.Policy.Main = AuthIpPair.Anonymous();
        pair.Acquire(pair.A);
        pair.Run(60);
        pair.A.Failures.First().ShouldSatisfyAllConditions(
            news => news.Error.ShouldBe(expected), news => news.Text.ShouldContain("wire profiles"));
        pair.B.Failures.First().Text.ShouldContain("wire profiles");
        pair.A.Pairs.ShouldBeEmpty();
        pair.B.Pairs.ShouldBeEmpty();
    }

    [Fact]
    public void What_the_options_say_is_what_the_wire_shows()
    {
        Flow("tokens").ShouldBe(["A243", "B243", "A243*", "B243*"]);
        Wire("message id").Skip(4).ShouldAllBe(data => AuthIpPair.MessageId(data) == 0);
        Wire("sequence").Select(AuthIpPair.Sequence).ShouldBe([0u, 1u, 2u, 3u, 4u, 5u]);
        NatDiscovery("nat-d sha-1").ShouldBe([20, 20]);
        NatDiscovery("nat-d md5").ShouldBe([16, 16]);
        Icv("version 7").ShouldBe(12);
        Icv("icv 12").ShouldBe(12);
        Icv("version 9").ShouldBe(16);
        AuthIpPair.ReadClear(Wire("version 9")[0]).All<VendorIdPayload>().First().Id.Span[^1].ShouldBe((byte)9);
    }

    [Fact]
    public void The_reused_nonce_is_not_sent_and_the_fresh_one_is()
    {
        int Nonces(AuthIpWireProfile profile)
        {
            var pair = AuthIpPair.New(options: Options(profile, fast: true)).Establish();
            pair.Signal(pair.A, pair.A.Pairs.Keys.Single(), Gatehouse.Keying.SaSignal.SoftTrafficLimit);
            var before = pair.Wire.Count;
            pair.Run(1);
            var sa = pair.A.Context().MainModes.All.Single();
            var answer = pair.Wire.Skip(before - 1).First(entry => entry.From == pair.B && entry.Data[18] == 244).Data;
            AuthIpMessageReader.TryReadHeader(answer, out var header, out _).ShouldBeTrue();
            MessageProtection.TryOpen(answer, header, sa.Keys, sa.ReceivedIcvLength, out var message).ShouldBeTrue();
            return message!.Content.Count(PayloadType.Nonce);
        }

        Nonces(Default).ShouldBe(1);
        Nonces(All["later nonce"]).ShouldBe(0);
    }

    private static AuthIpOptions Options(AuthIpWireProfile profile, bool fast) => new() { Profile = profile, FastQuickMode = fast };

    private static Pair Established(string name) => AuthIpPair.New(options: Options(All[name], fast: true)).Establish();

    private static string[] Flow(string name) => Established(name).Flow();

    private static byte[][] Wire(string name) => [.. Established(name).Wire.Select(entry => entry.Data)];

    private static int[] NatDiscovery(string name) =>
        [.. AuthIpPair.ReadClear(Wire(name)[0]).All<NatDiscoveryPayload>().Select(payload => payload.Hash.Length)];

    // What is neither header nor whole blocks is the ICV.
    private static int Icv(string name)
    {
        var rest = (Wire(name)[4].Length - IsakmpHeader.Size - 24) % 16;
        return rest == 0 ? 16 : rest;
    }
}
