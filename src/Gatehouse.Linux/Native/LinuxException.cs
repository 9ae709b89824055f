namespace Gatehouse.Linux.Native;

/// <summary>
/// A system call failed while setting up or taking down. It stays inside this project: the facade turns it into a typed failure.
/// </summary>
internal sealed class LinuxException(string what, int errno) : Exception($"{what}: {Native.Errno.Describe(errno)}")
{
    /// <summary>What was tried.</summary>
    public string What { get; } = what;

    /// <summary>The system's error number.</summary>
    public int Errno { get; } = errno;
}
