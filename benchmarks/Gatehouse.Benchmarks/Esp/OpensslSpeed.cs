using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Gatehouse.Benchmarks.Esp;

/// <summary>The yardstick: what openssl's own benchmark makes of AES-128-GCM, on the core this process is pinned to.</summary>
internal static partial class OpensslSpeed
{
    /// <summary>Nanoseconds per block of that many bytes.</summary>
    public static double NanosecondsPerBlock(int bytes)
    {
        var arguments = $"speed -seconds 1 -evp aes-128-gcm -bytes {bytes}";
        using var process = Process.Start(new ProcessStartInfo("openssl", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        // Its progress goes to standard error; unread it could fill the pipe.
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var match = Result().Match(output);
        if (!match.Success)
            throw new InvalidOperationException("openssl speed printed no result: " + output);
        return bytes / (double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * 1000) * 1e9;
    }

    // "AES-128-GCM     182841.09k": thousands of bytes per second.
    [GeneratedRegex(@"^AES-128-GCM\s+([0-9.]+)k", RegexOptions.Multiline)]
    private static partial Regex Result();
}
