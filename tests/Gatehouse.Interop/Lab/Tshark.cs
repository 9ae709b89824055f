namespace Gatehouse.Interop.Lab;

/// <summary>Wireshark's dissectors as a judge, with the key tables that the product exported.</summary>
internal static class Tshark
{
    /// <summary>
    /// One row per packet that the display filter selects, one text per field; several values of a field are joined by commas.
    /// <paramref name="keys"/> is a folder with esp_sa and ikev1_decryption_table, or null to read without keys.
    /// </summary>
    public static List<string[]> Read(string capture, string? keys, string filter, params string[] fields)
    {
        var profile = Directory.CreateTempSubdirectory("gatehouse-tshark-");
        try
        {
            // A copy, because tshark writes into its configuration folder.
            if (keys is not null)
            {
                foreach (var table in Directory.GetFiles(keys))
                    File.Copy(table, Path.Combine(profile.FullName, Path.GetFileName(table)));
            }

            var environment = new Dictionary<string, string?> { ["WIRESHARK_CONFIG_DIR"] = profile.FullName };
            string[] options =
            [
                "-o", "esp.enable_encryption_decode:TRUE", "-o", "esp.enable_authentication_check:TRUE",
                "-n", "-r", capture, "-Y", filter, "-T", "fields", "-E", "separator=/t", "-E", "occurrence=a", "-E", "aggregator=,",
            ];
            return
            [
                .. Tool.Run(TimeSpan.FromMinutes(2), environment, "tshark", [.. options, .. fields.SelectMany(field => new[] { "-e", field })])
                    .Succeeded().Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')),
            ];
        }
        finally
        {
            profile.Delete(recursive: true);
        }
    }
}
