using Gatehouse.Base;
using Gatehouse.Packets.Capture;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Packets;

public sealed class WiresharkKeyTablesTests
{
    [Fact]
    public void An_ikev1_row_is_cookie_and_key()
    {
        using var writer = new StringWriter();
        WiresharkKeyTables.WriteIkev1Row(writer, 0x080fd6f205d3879d, [0xAB, 0x01]);
        writer.ToString().ShouldBe("080fd6f205d3879d,ab01\n");
    }

    [Fact]
    public void An_aes_gcm_row_has_null_authentication()
    {
        using var writer = new StringWriter();
        WiresharkKeyTables.WriteEspRow(
            writer, IpAddr.FromBytes(IpAddr.Parse("fe80::1").ToBytes(), 3), IpAddr.Parse("fe80::2"), 0xC0FFEE,
            WiresharkEspCipher.AesGcm16, [1, 2], WiresharkEspIntegrity.None, default);
        writer.ToString().ShouldBe("\"IPv6\",\"fe80::1\",\"fe80::2\",\"0x00c0ffee\",\"AES-GCM with 16 octet ICV [RFC4106]\",\"0x0102\",\"NULL\",\"\"\n");
    }

    [Theory]
    [InlineData(WiresharkEspIntegrity.HmacSha1_96, "HMAC-SHA-1-96 [RFC2404]")]
    [InlineData(WiresharkEspIntegrity.HmacSha256_128, "HMAC-SHA-256-128 [RFC4868]")]
    public void An_aes_cbc_row_names_its_authentication(WiresharkEspIntegrity integrity, string name)
    {
        using var writer = new StringWriter();
        WiresharkKeyTables.WriteEspRow(
            writer, IpAddr.Parse("10.0.0.1"), IpAddr.Parse("10.0.0.2"), 256, WiresharkEspCipher.AesCbc, [1], integrity, [2]);
        writer.ToString().ShouldBe($"\"IPv4\",\"10.0.0.1\",\"10.0.0.2\",\"0x00000100\",\"AES-CBC [RFC3602]\",\"0x01\",\"{name}\",\"0x02\"\n");
    }
}
