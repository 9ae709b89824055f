using Gatehouse.Base;
using Gatehouse.Model.Ipsec;
using Gatehouse.Packets.Capture;

namespace Gatehouse.Host.KeyLog;

/// <summary>
/// A directory from which Wireshark decrypts a capture: it holds the tables ikev1_decryption_table and esp_sa. Whoever can read it can read
/// the traffic, so directory and files are for their owner alone, and nothing is written unless the operator asked for it. Not thread-safe.
/// </summary>
public sealed class KeyLogDirectory : IDisposable
{
    private readonly StreamWriter _ikev1;
    private readonly StreamWriter _esp;

    private KeyLogDirectory(StreamWriter ikev1, StreamWriter esp)
    {
        _ikev1 = ikev1;
        _esp = esp;
    }

    /// <summary>Makes the directory if need be and opens both tables, adding to what is there. Null and a sentence when that fails.</summary>
    public static KeyLogDirectory? Open(string path, out string? error)
    {
        error = null;
        try
        {
            PrivateFile.CreateDirectory(path);
            var ikev1 = OpenTable(Path.Combine(path, WiresharkKeyTables.Ikev1FileName));
            return new KeyLogDirectory(ikev1, OpenTable(Path.Combine(path, WiresharkKeyTables.EspFileName)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            error = $"the key directory {path} cannot be written: {e.Message}";
            return null;
        }
    }

    /// <summary>Writes what several directories hold into one, each row once: both ends of an SA export the same keys. Missing ones count as empty.</summary>
    public static void Merge(IReadOnlyList<string> directories, string into)
    {
        PrivateFile.CreateDirectory(into);
        foreach (var table in new[] { WiresharkKeyTables.Ikev1FileName, WiresharkKeyTables.EspFileName })
        {
            using var merged = new StreamWriter(PrivateFile.Open(Path.Combine(into, table), FileMode.Create, FileShare.Read));
            foreach (var row in directories.Select(path => Path.Combine(path, table)).Where(File.Exists).SelectMany(File.ReadLines).Distinct())
                merged.WriteLine(row);
        }
    }

    /// <summary>Adds a main mode's cipher key.</summary>
    public void WriteMainMode(ulong initiatorCookie, SecretBytes key) => WiresharkKeyTables.WriteIkev1Row(_ikev1, initiatorCookie, key.Span);

    /// <summary>Adds both directions of an ESP pair.</summary>
    public void WriteEsp(SaPair pair)
    {
        WriteEsp(pair.Addresses.Remote, pair.Addresses.Local, pair.Inbound, pair.Algorithm, pair.InboundKey);
        WriteEsp(pair.Addresses.Local, pair.Addresses.Remote, pair.Outbound, pair.Algorithm, pair.OutboundKey);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ikev1.Dispose();
        _esp.Dispose();
    }

    private void WriteEsp(IpAddr source, IpAddr destination, Spi spi, EspAlgorithm algorithm, SecretBytes key)
    {
        var cipher = algorithm.Cipher == EspCipher.AesGcm16 ? WiresharkEspCipher.AesGcm16 : WiresharkEspCipher.AesCbc;
        var integrity = algorithm.Integrity switch
        {
            EspIntegrity.HmacSha1_96 => WiresharkEspIntegrity.HmacSha1_96,
            EspIntegrity.HmacSha256_128 => WiresharkEspIntegrity.HmacSha256_128,
            _ => WiresharkEspIntegrity.None,
        };
        // The authentication key ends the KEYMAT; with AES-GCM there is none, and the salt stays with the cipher key.
        var cipherLength = algorithm.KeyMaterialLength - algorithm.IntegrityKeyLength;
        WiresharkKeyTables.WriteEspRow(
            _esp, source, destination, spi.Value, cipher, key.Span[..cipherLength], integrity, key.Span[cipherLength..]);
    }

    private static StreamWriter OpenTable(string path)
    {
        var file = PrivateFile.Open(path, FileMode.Append, FileShare.Read);
        // A file that was there keeps its mode otherwise.
        PrivateFile.Restrict(path);
        return new StreamWriter(file) { AutoFlush = true };
    }
}
