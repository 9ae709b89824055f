using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Ike.Isakmp;
using Gatehouse.Keying.AuthIp;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Tests.Keying.Ikev1;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Keying.AuthIp;

public sealed class LimitTests
{
    [Fact]
    public void More_than_thirty_five_negotiations_in_progress_with_a_peer_are_not_answered()
    {
        var pair = Quiet(out var first);
        for (ulong i = 1; i <= 40; i++)
            pair.Inject(pair.B, WithCookie(first, i));
        pair.B.Context().MainModes.HalfOpen.ShouldBe(36);
        pair.B.Count("MainModeLimit").ShouldBe(4);
        pair.Run(61);
        pair.B.Context().MainModes.HalfOpen.ShouldBe(0);
    }

    [Fact]
    public void More_than_twenty_main_modes_with_a_peer_are_not_answered()
    {
        var pair = AuthIpPair.New();
        pair.A.Policy.Main = pair.B.Policy.Main =
            AuthIpPair.Anonymous(new MainModeProposal(IkeCipherType.Aes128, IkeIntegrityType.Sha256, IkeDhGroup.Ecp256, 28_800, QuickModeLimit: 1));
        // As many initiators behind one address, each of whom knows nothing of the others: the same instant keeps them from superseding each other.
        for (ushort port = 1; port <= 21; port++)
        {
            pair.Acquire(pair.A, new TrafficSelector(6, port, 0));
            pair.Run(0.2);
        }

        pair.B.Context().MainModes.All.Count(sa => !sa.Closing).ShouldBeLessThanOrEqualTo(21);
        pair.B.Count("MainModeLimit").ShouldBe(0, "those that were replaced are closing and do not count");
    }

    [Fact]
    public void In_a_flood_a_first_message_needs_a_cookie_and_gets_through_with_it()
    {
        foreach (var scope in Enum.GetValues<TranscriptScope>())
        {
            var options = new AuthIpOptions { Profile = AuthIpWireProfile.Windows2008R2 with { TranscriptScope = scope } };
            var pair = Flooded(options);
            var before = pair.B.Context().MainModes.HalfOpen;
            pair.Acquire(pair.A);
            pair.Run(1);
            // #1 → ← N(DOS_COOKIE) #1 with the cookie → ← #2 …
            pair.Flow()[1..].ShouldBe(["A243", "B246", "A243", "B243", "A243", "B243", "A243*", "B243*"]);
            pair.Wire[^8].Data.AsSpan(8, 8).ToArray().ShouldAllBe(value => value == 0);
            var cookie = pair.Wire[^7].Data[^8..];
            pair.Wire[^6].Data[8..16].ShouldBe(cookie);
            pair.Wire[^6].Data[28..].ShouldBe(pair.Wire[^8].Data[28..]);
            pair.Wire[^5].Data[8..16].ShouldBe(cookie, "the responder keeps it");
            pair.Sendable(pair.A).ShouldBeTrue(scope.ToString());
            pair.B.Context().MainModes.HalfOpen.ShouldBe(before);
            pair.ShouldMirror();
        }
    }

    [Fact]
    public void A_cookie_is_good_for_its_sender_its_message_and_a_while()
    {
        var pair = Flooded(new AuthIpOptions());
        var dos = pair.B.Context().Dos;
        var (local, remote) = (new Endpoint(pair.B.Address, 500), new Endpoint(pair.A.Address, 500));
        pair.Inject(pair.B, WithCookie(pair.Wire[0].Data, 9));
        var cookie = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(pair.Wire[^1].Data.AsSpan(pair.Wire[^1].Data.Length - 8));
        dos.IsValid(cookie, 9, local, remote).ShouldBeTrue();
        dos.IsValid(cookie, 8, local, remote).ShouldBeFalse();
        dos.IsValid(cookie, 9, local, remote with { Port = 501 }).ShouldBeFalse();
        dos.IsValid(cookie, 9, local, new Endpoint(IpAddr.Parse("10.99.0.13"), 500)).ShouldBeFalse();
        dos.IsValid(cookie ^ 2, 9, local, remote).ShouldBeFalse();
        pair.Inject(pair.B, WithCookie(pair.Wire[0].Data, 10, cookie));
        pair.B.Count("UnknownCookies").ShouldBe(1);
        pair.Run(301);
        pair.Inject(pair.B, []);
        dos.IsValid(cookie, 9, local, remote).ShouldBeFalse();
    }

    [Fact]
    public void The_flood_is_over_below_a_hundred()
    {
        var pair = Flooded(new AuthIpOptions());
        var dos = pair.B.Context().Dos;
        dos.IsActive(499).ShouldBeFalse();
        dos.IsActive(500).ShouldBeTrue();
        dos.IsActive(499).ShouldBeTrue();
        dos.IsActive(100).ShouldBeTrue();
        dos.IsActive(99).ShouldBeFalse();
        dos.IsActive(499).ShouldBeFalse();
    }

    [Fact]
    public void An_initiator_follows_a_few_cookies_and_no_more()
    {
        var pair = AuthIpPair.New();
        pair.OnWire = (_, _) => null;
        pair.Acquire(pair.A);
        var cookieI = pair.A.Context().MainModes.All.Single().CookieI;
        for (ulong i = 1; i <= 10; i++)
        {
            var header = IsakmpHeader.Create(cookieI, 0, ExchangeType.AuthIpNotify, messageId: 3);
            pair.Inject(pair.A, AuthIpMessageWriter.WriteDosCookie(header, i));
        }

        pair.Wire.Count.ShouldBe(1 + Limits.DosCookies);
    }

    private static Pair Quiet(out byte[] first)
    {
        var pair = AuthIpPair.New();
        pair.OnWire = (_, _) => null;
        pair.Acquire(pair.A);
        first = pair.Wire[0].Data;
        pair.A.Boot();
        return pair;
    }

    /// <summary>500 unfinished main modes with forged sources at B; the wire holds nothing but the first message they came from.</summary>
    private static Pair Flooded(AuthIpOptions options)
    {
        var pair = AuthIpPair.New(options: options);
        pair.OnWire = (_, _) => null;
        pair.Acquire(pair.A);
        var first = pair.Wire[0].Data;
        pair.A.Boot();
        for (ulong i = 0; i < AuthIpLimits.DosProtectionFrom; i++)
        {
            var forged = IpAddr.Parse($"10.98.{i / 200}.{1 + (i % 200)}");
            // NAT-D names the true sender, so the forged one would be behind a NAT: it is left out.
            pair.Inject(pair.B, WithoutNatDiscovery(WithCookie(first, i + 100)), forged);
        }

        pair.B.Context().MainModes.HalfOpen.ShouldBe(AuthIpLimits.DosProtectionFrom);
        pair.Run(0.1);
        pair.Wire.RemoveRange(1, pair.Wire.Count - 1);
        pair.OnWire = (_, data) => data;
        return pair;
    }

    private static byte[] WithoutNatDiscovery(byte[] message)
    {
        var read = AuthIpPair.ReadClear(message);
        var bodies = read.Content.Payloads.Select(payload => payload.Content).Where(body => body is not NatDiscoveryPayload).ToArray();
        return AuthIpMessageWriter.WriteClear(read.Header, 0, bodies);
    }

    private static byte[] WithCookie(byte[] message, ulong cookieI, ulong cookieR = 0)
    {
        var copy = message.ToArray();
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(copy, cookieI);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(copy.AsSpan(8), cookieR);
        return WithoutNatDiscovery(copy);
    }
}
