using Gatehouse.Base;
using Gatehouse.Keying;
using Gatehouse.Keying.AuthIp;
using Gatehouse.Keying.Ikev1;
using Gatehouse.Packets;
using Gatehouse.Packets.Capture;
using Gatehouse.Tests.Keying.AuthIp;
using Gatehouse.Tests.Keying.Ikev1;

namespace Gatehouse.Tests.Cli.Decode;

/// <summary>Whole negotiations as capture files with their keys.</summary>
internal sealed class Sessions : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gatehouse-decode-");

    public string File(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>Main mode, quick mode, a rekey and the deletes of IKEv1.</summary>
    public static Pair Ikev1()
    {
        var pair = new Pair(options: new Ikev1Options { ExportKeys = true }, weather: new Weather(Duplication: 0.5)).Establish();
        return Finish(pair);
    }

    /// <summary>Main mode, normal quick mode, a later one and the notifies of AuthIP.</summary>
    public static Pair AuthIp(bool fast = false)
    {
        var pair = AuthIpPair.New(options: new AuthIpOptions { ExportKeys = true, FastQuickMode = fast }).Establish();
        return Finish(pair);
    }

    /// <summary>Writes what was on the wire; every second datagram twice, as networks do.</summary>
    public string WriteCapture(string name, Pair pair)
    {
        using var stream = System.IO.File.Create(File(name));
        WriteCapture(stream, pair);
        return File(name);
    }

    public static void WriteCapture(Stream stream, Pair pair)
    {
        var writer = new PcapngWriter(stream, "test");
        writer.AddInterface("wire");
        long time = 1_800_000_000_000_000_000;
        foreach (var (from, data) in pair.Wire)
        {
            var packet = PacketBuilder.BuildUdp(new Endpoint(from.Address, 500), new Endpoint(pair.Other(from).Address, 500), data);
            writer.WritePacket(0, time += 10_000_000, packet, CaptureDirection.Unknown);
        }
    }

    /// <summary>Writes the keys that the first node exported.</summary>
    public string WriteKeys(string name, Pair pair)
    {
        using var writer = new StreamWriter(File(name));
        writer.WriteLine("# test");
        foreach (var export in pair.A.AllActions.OfType<KeyingAction.ExportMainModeKey>())
            WiresharkKeyTables.WriteIkev1Row(writer, export.InitiatorCookie, export.Key.Span);
        return File(name);
    }

    public string Write(string name, byte[] bytes)
    {
        System.IO.File.WriteAllBytes(File(name), bytes);
        return File(name);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static Pair Finish(Pair pair)
    {
        pair.Signal(pair.A, pair.A.Pairs.Keys.Single(), SaSignal.SoftTrafficLimit);
        pair.TrafficUntil(pair.Now + TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(2));
        pair.Shutdown(pair.B);
        pair.Run(1);
        return pair;
    }
}
