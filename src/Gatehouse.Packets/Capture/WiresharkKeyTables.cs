using Gatehouse.Base;

namespace Gatehouse.Packets.Capture;

/// <summary>
/// Rows of the tables from which Wireshark decrypts IKEv1 and ESP, in the format of its configuration directory (version 4). Every row is a
/// secret, for whoever has it can read the traffic; that is why rows go into a writer and are never handed out as text.
/// </summary>
public static class WiresharkKeyTables
{
    /// <summary>File name of the IKEv1 table.</summary>
    public const string Ikev1FileName = "ikev1_decryption_table";

    /// <summary>File name of the ESP table.</summary>
    public const string EspFileName = "esp_sa";

    /// <summary>Writes a row of the IKEv1 table.</summary>
    /// <param name="writer">The table file.</param>
    /// <param name="initiatorCookie">CKY-I.</param>
    /// <param name="key">The cipher key of the main-mode SA ("Ka" of RFC 2409 appendix B), not SKEYID_e where that is longer.</param>
    public static void WriteIkev1Row(TextWriter writer, ulong initiatorCookie, ReadOnlySpan<byte> key) =>
        writer.Write($"{initiatorCookie:x16},{Convert.ToHexStringLower(key)}\n");

    /// <summary>Writes a row of the ESP table, for one direction.</summary>
    /// <param name="writer">The table file.</param>
    /// <param name="source">Sender of the ESP packets.</param>
    /// <param name="destination">Receiver.</param>
    /// <param name="spi">The receiver's SPI.</param>
    /// <param name="cipher">Encryption.</param>
    /// <param name="cipherKey">Cipher key, with AES-GCM followed by the salt.</param>
    /// <param name="integrity">Authentication.</param>
    /// <param name="integrityKey">Its key; empty with None.</param>
    public static void WriteEspRow(
        TextWriter writer, IpAddr source, IpAddr destination, uint spi,
        WiresharkEspCipher cipher, ReadOnlySpan<byte> cipherKey, WiresharkEspIntegrity integrity, ReadOnlySpan<byte> integrityKey)
    {
        var authentication = integrityKey.IsEmpty ? "" : "0x" + Convert.ToHexStringLower(integrityKey);
        string[] columns =
        [
            source.IsV4 ? "IPv4" : "IPv6", WithoutScope(source), WithoutScope(destination), $"0x{spi:x8}",
            NameOf(cipher), "0x" + Convert.ToHexStringLower(cipherKey), NameOf(integrity), authentication,
        ];
        writer.Write(string.Join(',', columns.Select(column => $"\"{column}\"")) + "\n");
    }

    // A packet does not carry the scope, so Wireshark cannot match it.
    private static string WithoutScope(IpAddr address) => new IpAddr(address.Family, address.Value).ToString();

    private static string NameOf(WiresharkEspCipher cipher) => cipher switch
    {
        WiresharkEspCipher.AesGcm16 => "AES-GCM with 16 octet ICV [RFC4106]",
        WiresharkEspCipher.AesCbc => "AES-CBC [RFC3602]",
        _ => throw new ArgumentOutOfRangeException(nameof(cipher)),
    };

    private static string NameOf(WiresharkEspIntegrity integrity) => integrity switch
    {
        WiresharkEspIntegrity.None => "NULL",
        WiresharkEspIntegrity.HmacSha1_96 => "HMAC-SHA-1-96 [RFC2404]",
        WiresharkEspIntegrity.HmacSha256_128 => "HMAC-SHA-256-128 [RFC4868]",
        _ => throw new ArgumentOutOfRangeException(nameof(integrity)),
    };
}
