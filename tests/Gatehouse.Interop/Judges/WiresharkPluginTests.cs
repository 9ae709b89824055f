using Gatehouse.Base;
using Gatehouse.Interop.Lab;
using Gatehouse.Packets;
using Gatehouse.Packets.Capture;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Judges;

/// <summary>The dissector that decode prints, in tshark, on a captured negotiation and on the message of a Windows host.</summary>
public sealed class WiresharkPluginTests
{
    [Fact]
    public void Tshark_shows_a_negotiation_with_it()
    {
        var rows = Show(
            Path.Combine(Vectors, "negotiation.pcapng"), "authip.header.exchange_type", "authip.crypto.sequence_number", "authip.auth.method",
            "authip.gss_api.flags", "authip.vendor_id.vendor_id", "_ws.col.Info", "authip.malformed");
        rows.Count.ShouldBe(18);
        rows.Select(row => row[0]).ShouldBe([.. Enumerable.Repeat("243", 6), .. Enumerable.Repeat("244", 6), .. Enumerable.Repeat("246", 6)]);
        rows.Take(8).Select(row => row[1]).ShouldBe(["0", "0", "1", "1", "2", "2", "0", "0"]);
        rows[0][2].ShouldBe("3");
        rows[3][3].ShouldBe("0x10");
        rows[0][4].ShouldBe("MS NT5 ISAKMPOAKLEY 8,RFC 3947,MS-Negotiation Discovery Capable,Vid-Initial-Contact");
        rows[2][5].ShouldBe("AuthIpMainMode: GSS-API");
        rows[4][5].ShouldBe("AuthIpMainMode: encrypted");
        rows.ShouldAllBe(row => row.Length < 7 || row[6].Length == 0);
    }

    [Fact]
    public void Tshark_shows_the_windows_message_names_a_fault_and_leaves_ikev1_to_its_own()
    {
        using var folder = new Folder();
        var message = File.ReadAllBytes(Path.Combine(Vectors, "main-mode-1-windows-2008r2.bin"));
        var damaged = message.ToArray();
        damaged[126] = 0x40;
        var ikev1 = Convert.FromHexString(File.ReadAllText(Path.Combine(Vectors, "../ike/windows10-main-mode-1.hex")).ReplaceLineEndings(""));
        var rows = Show(
            folder.WriteCapture(message, damaged, ikev1), "authip.auth.method", "authip.nat_d.hash", "isakmp.exchangetype", "_ws.expert.message");
        rows.Count.ShouldBe(3);
        rows[0][0].ShouldBe("2");
        rows[0][1].ShouldBe("d34637f2a4a2ff6f43ffbeeaaf84c57f6080066d,ab545a74418b87535b3180f5e2e6daed9756dd5f");
        rows[1][3].ShouldContain("Truncated: Auth does not fit");
        rows[2][2].ShouldBe("2");
    }

    private static string Vectors => Path.Combine(Places.Root, "tests/vectors/authip");

    private static List<string[]> Show(string capture, params string[] fields)
    {
        Privileged.RequireTools("tshark");
        using var folder = new Folder();
        var plugin = folder.File("authip.lua");
        File.WriteAllText(plugin, Tool.Run("dotnet", Places.Gatehouse, "decode", "--wireshark-plugin").Succeeded().Output);
        var environment = new Dictionary<string, string?> { ["WIRESHARK_CONFIG_DIR"] = folder.File("config") };
        string[] options =
        [
            "-X", $"lua_script:{plugin}", "-n", "-r", capture, "-T", "fields", "-E", "separator=/t", "-E", "occurrence=a", "-E", "aggregator=,",
            .. fields.SelectMany(field => new[] { "-e", field }),
        ];
        var shown = Tool.Run(TimeSpan.FromMinutes(1), environment, "tshark", options).Succeeded();
        shown.Error.ShouldNotContain("Lua:");
        return [.. shown.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t'))];
    }

    private sealed class Folder : IDisposable
    {
        private const long Time = 1_800_000_000_000_000_000;
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gatehouse-plugin-");

        public string File(string name) => Path.Combine(_folder.FullName, name);

        public string WriteCapture(params byte[][] messages)
        {
            using var stream = System.IO.File.Create(File("messages.pcapng"));
            var writer = new PcapngWriter(stream, "test");
            writer.AddInterface("wire");
            foreach (var message in messages)
            {
                var (source, destination) = (new Endpoint(IpAddr.Parse("192.0.2.1"), 500), new Endpoint(IpAddr.Parse("192.0.2.2"), 500));
                writer.WritePacket(0, Time, PacketBuilder.BuildUdp(source, destination, message), CaptureDirection.Unknown);
            }

            return File("messages.pcapng");
        }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
