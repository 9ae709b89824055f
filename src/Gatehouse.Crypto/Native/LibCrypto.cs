using System.Runtime.InteropServices;

namespace Gatehouse.Crypto.Native;

/// <summary>
/// OpenSSL 3's libcrypto, found once. The runtime's own cryptography loads the same library, so a Linux machine with .NET practically always has it.
/// </summary>
internal static class LibCrypto
{
    private const string FileName = "libcrypto.so.3";
    private static readonly nint Handle = Load();

    /// <summary>The address of a function; throws with its name when the library is too old to have it.</summary>
    internal static nint Export(string name) => NativeLibrary.TryGetExport(Handle, name, out var address)
        ? address
        : throw new PlatformNotSupportedException($"{FileName} has no function {name}; Gatehouse needs OpenSSL 3.0 or later.");

    private static nint Load() => NativeLibrary.TryLoad(FileName, out var handle)
        ? handle
        : throw new PlatformNotSupportedException($"{FileName} was not found; install OpenSSL 3 (Debian package libssl3).");
}
