using System.Buffers.Binary;
using Gatehouse.Base;
using Gatehouse.Dataplane;
using Gatehouse.Dataplane.Esp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Verdicts;

namespace Gatehouse.Benchmarks.Esp;

/// <summary>
/// A batch of IPv4 packets that is sealed as a whole, then opened as a whole. Opening puts every packet back where it was, so nothing has to be copied
/// or prepared between two turns, and every packet that is opened has a sequence number of its own.
/// </summary>
internal sealed class EspBatch : IDisposable
{
    /// <summary>Packets in the batch: as many as a port receives at once, few enough to stay in the second-level cache.</summary>
    public const int Count = 64;

    private const int HeaderLength = 20;
    private static readonly EspAlgorithm Algorithm = new(EspCipher.AesGcm16, 128, EspIntegrity.None);

    private readonly PacketBuffer[] _packets = new PacketBuffer[Count];
    private readonly EspSealer _sealer;
    private readonly EspOpener _opener;

    public EspBatch(int payload)
    {
        using var key = new SecretBytes(new SeededEntropy(1).NextBytes(Algorithm.KeyMaterialLength));
        _sealer = new EspSealer(new Spi(0x1000), Algorithm, key, new SeededEntropy(2));
        _opener = new EspOpener(new Spi(0x1000), Algorithm, key);
        for (var i = 0; i < Count; i++)
        {
            byte[] clear = [0x45, 0, 0, 0, 0, 0, 0, 0, 64, 17, 0, 0, 192, 0, 2, 1, 198, 51, 100, 2, .. new SeededEntropy((ulong)i).NextBytes(payload)];
            BinaryPrimitives.WriteUInt16BigEndian(clear.AsSpan(2), (ushort)(HeaderLength + payload));
            _packets[i] = new PacketBuffer(2048);
            _packets[i].Load(clear);
        }
    }

    public void Seal()
    {
        foreach (var packet in _packets)
        {
            if (_sealer.Seal(packet) != VerdictReason.Sealed)
                throw new InvalidOperationException("A packet was not sealed.");
        }
    }

    public void Open()
    {
        foreach (var packet in _packets)
        {
            if (_opener.Open(packet) != VerdictReason.Opened)
                throw new InvalidOperationException("A packet was not opened.");
        }
    }

    public void Dispose()
    {
        _sealer.Dispose();
        _opener.Dispose();
    }
}
