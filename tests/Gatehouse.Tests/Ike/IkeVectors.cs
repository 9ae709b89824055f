using System.Runtime.CompilerServices;

namespace Gatehouse.Tests.Ike;

/// <summary>The golden messages in tests/vectors/ike.</summary>
internal static class IkeVectors
{
    public static byte[] Windows10MainMode1() => Convert.FromHexString(File.ReadAllText(PathOf("windows10-main-mode-1.hex")).ReplaceLineEndings(""));

    public static byte[] AuthIpMainMode1() => File.ReadAllBytes(PathOf("authip-main-mode-1-windows.bin"));

    private static string PathOf(string name, [CallerFilePath] string source = "") =>
        Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "vectors", "ike", name);
}
