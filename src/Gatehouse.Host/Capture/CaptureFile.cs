using System.Buffers;
using System.Threading.Channels;
using Gatehouse.Packets.Capture;

namespace Gatehouse.Host.Capture;

/// <summary>
/// A pcapng file of what the node sees on the wire. Packets go through a bounded queue to a writer of its own, because a slow disk must not
/// stop the node's loop; what does not fit is counted.
/// </summary>
public sealed class CaptureFile : IAsyncDisposable
{
    /// <summary>Packets that wait for the disk: some milliseconds at full speed.</summary>
    private const int MaxWaiting = 4096;

    private readonly FileStream _file;
    private readonly Channel<Captured> _packets;
    private readonly Task _writing;
    private long _lost;

    private CaptureFile(FileStream file, string interfaceName)
    {
        _file = file;
        _packets = Channel.CreateBounded<Captured>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        _writing = Task.Run(() => WriteAsync(interfaceName));
    }

    /// <summary>Packets that are not in the file because the disk was too slow or full.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Makes the file, mode 0600, or replaces it. Null and a sentence when that fails.</summary>
    public static CaptureFile? Create(string path, string interfaceName, out string? error)
    {
        error = null;
        try
        {
            return new CaptureFile(PrivateFile.Open(path, FileMode.Create, FileShare.Read), interfaceName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            error = $"the capture file {path} cannot be written: {e.Message}";
            return null;
        }
    }

    /// <summary>Takes a copy of a packet.</summary>
    public void Write(DateTimeOffset time, CaptureDirection direction, ReadOnlySpan<byte> packet)
    {
        var copy = ArrayPool<byte>.Shared.Rent(packet.Length);
        packet.CopyTo(copy);
        var nanoseconds = (time.UtcTicks - DateTime.UnixEpoch.Ticks) * 100;
        if (_packets.Writer.TryWrite(new Captured(nanoseconds, direction, copy, packet.Length)))
            return;
        ArrayPool<byte>.Shared.Return(copy);
        Interlocked.Increment(ref _lost);
    }

    /// <summary>Writes what waits and closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        _packets.Writer.TryComplete();
        await _writing;
        await _file.DisposeAsync();
    }

    private async Task WriteAsync(string interfaceName)
    {
        var writer = new PcapngWriter(_file, "gatehouse");
        var wire = writer.AddInterface(interfaceName);
        await foreach (var packet in _packets.Reader.ReadAllAsync())
        {
            try
            {
                writer.WritePacket(wire, packet.UnixNanoseconds, packet.Buffer.AsSpan(0, packet.Length), packet.Direction);
                // A capture is looked at while it grows.
                if (!_packets.Reader.TryPeek(out _))
                    await _file.FlushAsync();
            }
            catch (IOException)
            {
                // A full disk ends the capture, not the enforcement.
                Interlocked.Increment(ref _lost);
            }

            ArrayPool<byte>.Shared.Return(packet.Buffer);
        }
    }

    private readonly record struct Captured(long UnixNanoseconds, CaptureDirection Direction, byte[] Buffer, int Length);
}
