using System.Runtime.CompilerServices;

namespace Gatehouse.Tests.Ike;

/// <summary>The golden messages in tests/vectors/ike and tests/vectors/authip.</summary>
internal static class IkeVectors
{
    public static byte[] Windows10MainMode1() => Convert.FromHexString(File.ReadAllText(PathOf("windows10-main-mode-1.hex")).ReplaceLineEndings(""));

    public static byte[] AuthIpMainMode1() => File.ReadAllBytes(PathOf("main-mode-1-windows-2008r2.bin", "authip"));

    /// <summary>A file of tests/vectors/authip.</summary>
    public static string AuthIpFile(string name) => PathOf(name, "authip");

    /// <summary>A value of tests/vectors/authip/derived.txt.</summary>
    public static byte[] AuthIpDerived(string name) => Convert.FromHexString(
        File.ReadAllLines(PathOf("derived.txt", "authip")).Single(line => line.StartsWith(name + " ", StringComparison.Ordinal))[(name.Length + 1)..]);

    private static string PathOf(string name, string folder = "ike", [CallerFilePath] string source = "") =>
        Path.Combine(Path.GetDirectoryName(source)!, "..", "..", "vectors", folder, name);
}
