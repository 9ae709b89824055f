using Gatehouse.Base;
using Gatehouse.Host.KeyLog;
using Gatehouse.Model.Ipsec;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Host.KeyLog;

public sealed class KeyLogDirectoryTests
{
    private static readonly AddressPair Pair = new(IpAddr.Parse("10.0.0.1"), IpAddr.Parse("10.0.0.2"));

    [Fact]
    public void Both_directions_of_a_pair_are_written_with_the_salt_at_the_cipher_key()
    {
        using var directory = new TemporaryDirectory();
        using (var log = Open(directory))
        {
            using var pair = PairOf(new EspAlgorithm(EspCipher.AesGcm16, 128, EspIntegrity.None));
            log.WriteEsp(pair);
        }

        var inbound = string.Concat(Enumerable.Repeat("11", 20));
        var outbound = string.Concat(Enumerable.Repeat("22", 20));
        File.ReadAllLines(directory.File("keys/esp_sa")).ShouldBe(
        [
            $"\"IPv4\",\"10.0.0.2\",\"10.0.0.1\",\"0x00001000\",\"AES-GCM with 16 octet ICV [RFC4106]\",\"0x{inbound}\",\"NULL\",\"\"",
            $"\"IPv4\",\"10.0.0.1\",\"10.0.0.2\",\"0x00002000\",\"AES-GCM with 16 octet ICV [RFC4106]\",\"0x{outbound}\",\"NULL\",\"\"",
        ]);
    }

    [Fact]
    public void The_authentication_key_has_its_own_column()
    {
        using var directory = new TemporaryDirectory();
        using (var log = Open(directory))
        {
            using var pair = PairOf(new EspAlgorithm(EspCipher.AesCbc, 256, EspIntegrity.HmacSha1_96));
            log.WriteEsp(pair);
        }

        var cipher = string.Concat(Enumerable.Repeat("11", 32));
        var integrity = string.Concat(Enumerable.Repeat("11", 20));
        File.ReadAllLines(directory.File("keys/esp_sa"))[0]
            .ShouldEndWith($"\"AES-CBC [RFC3602]\",\"0x{cipher}\",\"HMAC-SHA-1-96 [RFC2404]\",\"0x{integrity}\"");
    }

    [Fact]
    public void Main_modes_are_added_to_what_is_there_and_only_the_owner_can_read()
    {
        using var directory = new TemporaryDirectory();
        using var key = new SecretBytes([0xAA, 0xBB]);
        for (var i = 1UL; i <= 2; i++)
        {
            using var log = Open(directory);
            log.WriteMainMode(i, key);
        }

        var table = directory.File("keys/ikev1_decryption_table");
        File.ReadAllLines(table).ShouldBe(["0000000000000001,aabb", "0000000000000002,aabb"]);
        File.GetUnixFileMode(table).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(directory.File("keys")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_a_sentence()
    {
        KeyLogDirectory.Open("/dev/null/keys", out var error).ShouldBeNull();
        error!.ShouldContain("/dev/null/keys");
    }

    private static KeyLogDirectory Open(TemporaryDirectory directory)
    {
        var log = KeyLogDirectory.Open(directory.File("keys"), out var error);
        error.ShouldBeNull();
        return log!;
    }

    private static SaPair PairOf(EspAlgorithm algorithm) => new()
    {
        Addresses = Pair,
        Selector = TrafficSelector.Any,
        Inbound = new Spi(0x1000),
        Outbound = new Spi(0x2000),
        Algorithm = algorithm,
        InboundKey = KeyOf(0x11, algorithm),
        OutboundKey = KeyOf(0x22, algorithm),
        Lifetime = new SaLifetime(3600, 0, 0),
        IsInitiator = true,
    };

    private static SecretBytes KeyOf(byte value, EspAlgorithm algorithm) => new([.. Enumerable.Repeat(value, algorithm.KeyMaterialLength)]);
}
