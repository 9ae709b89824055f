using System.ComponentModel;

namespace Gatehouse.Linux.Native;

/// <summary>The error numbers this project tells apart.</summary>
internal static class Errno
{
    public const int Eperm = 1;
    public const int Enoent = 2;
    public const int Eintr = 4;
    public const int Eagain = 11;
    public const int Eacces = 13;
    public const int Ebusy = 16;
    public const int Eexist = 17;
    public const int Eopnotsupp = 95;
    public const int Eafnosupport = 97;
    public const int Eaddrinuse = 98;
    public const int Enobufs = 105;

    /// <summary>The system's words for an error number.</summary>
    public static string Describe(int errno) => $"{new Win32Exception(errno).Message} (errno {errno})";
}
