using System.Runtime.InteropServices;

namespace Gatehouse.Linux.Native;

/// <summary>Owns one file descriptor and closes it once.</summary>
internal sealed class FileDescriptor(int value) : IDisposable
{
    private int _value = value;

    /// <summary>The descriptor; throws after <see cref="Dispose"/>, because the number may already be another file's.</summary>
    public int Value => _value >= 0 ? _value : throw new ObjectDisposedException(nameof(FileDescriptor));

    /// <summary>Wraps the result of a system call, or says what failed.</summary>
    public static FileDescriptor OrThrow(int result, string what) => result >= 0
        ? new FileDescriptor(result)
        : throw new LinuxException(what, Marshal.GetLastPInvokeError());

    /// <inheritdoc/>
    public void Dispose()
    {
        var value = Interlocked.Exchange(ref _value, -1);
        if (value >= 0)
            _ = Libc.Close(value);
    }

    /// <summary>Sets an integer option.</summary>
    public unsafe void SetOption(int level, int name, int value, string what)
    {
        if (Libc.SetSockOpt(Value, level, name, &value, sizeof(int)) < 0)
            throw new LinuxException(what, Marshal.GetLastPInvokeError());
    }
}
