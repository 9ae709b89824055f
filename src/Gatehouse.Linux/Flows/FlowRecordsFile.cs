using System.IO.MemoryMappedFiles;
using System.Text;
using Gatehouse.Dataplane.Flows;

namespace Gatehouse.Linux.Flows;

/// <summary>
/// The flow records of a node, in a file under /run that is mapped shared: what is written to the mapping is in the kernel's page cache at
/// once and outlives the process, however it ends. A boot ends all flows, so records of an earlier boot are cleared.
/// </summary>
public sealed unsafe class FlowRecordsFile : IFlowRecords, IDisposable
{
    private const string Extension = ".flows";
    private const string BootIdPath = "/proc/sys/kernel/random/boot_id";
    private const int BootIdLength = 64;
    private const int Length = BootIdLength + FlowRecords.BytesNeeded;
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _start;

    private FlowRecordsFile(FileStream file)
    {
        _map = MemoryMappedFile.CreateFromFile(file, mapName: null, Length, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _map.CreateViewAccessor(0, Length);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _start = start + _view.PointerOffset;
    }

    /// <inheritdoc/>
    public Span<byte> Bytes => new(_start + BootIdLength, FlowRecords.BytesNeeded);

    /// <summary>Opens a node's records, or makes them. Null with a sentence when that cannot be done, or when another process has them.</summary>
    public static FlowRecordsFile? Open(string name, out string? failure)
    {
        var path = PathOf(name);
        try
        {
            Directory.CreateDirectory(LinuxNames.RunDirectory);
            // FileShare.None takes an advisory lock, so two nodes never write to one file.
            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = Owner;
            var records = Map(new FileStream(path, options));
            records.ForgetEarlierBoot(BootId());
            failure = null;
            return records;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = $"the flow records {path} cannot be opened: {e.Message}";
            return null;
        }
    }

    /// <summary>Removes a node's records, because it enforces nothing any more.</summary>
    public static void Delete(string name)
    {
        if (Directory.Exists(LinuxNames.RunDirectory))
            File.Delete(PathOf(name));
    }

    /// <summary>Unmaps; the records stay.</summary>
    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _map.Dispose();
    }

    private static FlowRecordsFile Map(FileStream file)
    {
        try
        {
            // Blocks are taken now: a full tmpfs must refuse the start, and not kill the node at a write.
            if (file.Length < Length)
                file.Write(new byte[Length - file.Length]);
            file.Flush();
            return new FlowRecordsFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private void ForgetEarlierBoot(ReadOnlySpan<byte> bootId)
    {
        var noted = new Span<byte>(_start, BootIdLength);
        if (noted[..bootId.Length].SequenceEqual(bootId))
            return;
        Bytes.Clear();
        noted.Clear();
        bootId.CopyTo(noted);
    }

    private static ReadOnlySpan<byte> BootId()
    {
        var id = Encoding.ASCII.GetBytes(File.ReadAllText(BootIdPath).Trim());
        return id.AsSpan(0, Math.Min(id.Length, BootIdLength));
    }

    private static string PathOf(string name) => LinuxNames.RunFile(name, Extension);
}
