using System.Security.Cryptography;
using System.Text;
using Gatehouse.Base;

namespace Gatehouse.Host.Secrets;

/// <summary>What came of looking for a secret. Messages name the place, never the value.</summary>
/// <param name="Secret">The secret, owned by the caller; null when it was not found.</param>
/// <param name="Error">One sentence when there is no secret, else null.</param>
/// <param name="Warning">One sentence when the place is unsafe, else null.</param>
public sealed record SecretResult(SecretBytes? Secret, string? Error, string? Warning = null);

/// <summary>Reads a secret from where a policy says it is.</summary>
public static class SecretReader
{
    /// <summary>Longest secret in bytes. A pre-shared key is a phrase; a larger file is the wrong file.</summary>
    public const int MaxLength = 4096;

    /// <summary>The value of an environment variable, as UTF-8.</summary>
    public static SecretResult FromEnvironment(string variable)
    {
        if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } value)
            return Failure($"the pre-shared key is missing: the environment variable {variable} is not set or empty");
        var bytes = Encoding.UTF8.GetBytes(value);
        try
        {
            return bytes.Length <= MaxLength
                ? new SecretResult(new SecretBytes(bytes), null)
                : Failure($"the pre-shared key in the environment variable {variable} is longer than {MaxLength} bytes");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>The content of a file, without one newline at its end.</summary>
    public static SecretResult FromFile(string path)
    {
        var buffer = new byte[MaxLength + 3];
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            var content = WithoutNewline(buffer.AsSpan(0, length));
            if (content.IsEmpty)
                return Failure($"the pre-shared key is missing: the file {path} is empty");
            if (content.Length > MaxLength)
                return Failure($"the file {path} is too long for a pre-shared key: more than {MaxLength} bytes");
            var warning = PrivateFile.IsOpenToOthers(file.SafeFileHandle)
                ? $"the pre-shared key file {path} is open to every user of this machine; chmod 600 {path}"
                : null;
            return new SecretResult(new SecretBytes(content), null, warning);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return Failure($"the pre-shared key is missing: the file {path} cannot be read ({Reason(e)})");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }

    private static SecretResult Failure(string error) => new(null, error);

    private static string Reason(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "it does not exist",
        UnauthorizedAccessException => "permission denied, or a directory",
        _ => e.Message,
    };

    private static ReadOnlySpan<byte> WithoutNewline(ReadOnlySpan<byte> content)
    {
        if (content.EndsWith("\n"u8))
            content = content[..^1];
        return content.EndsWith("\r"u8) ? content[..^1] : content;
    }
}
