using System.Globalization;
using Gatehouse.Base;

namespace Gatehouse.Cli.Running;

/// <summary>The SSH connection a command is started from, as sshd tells it in SSH_CONNECTION.</summary>
/// <param name="Client">The administrator's end.</param>
/// <param name="Server">This host's end.</param>
internal sealed record SshConnection(Endpoint Client, Endpoint Server)
{
    public const string Variable = "SSH_CONNECTION";

    /// <summary>More generations than any shell nests; ends a walk over a process table that changes underneath.</summary>
    private const int MaxGenerations = 64;

    /// <summary>The connection, or null when there is none or it ends in another network namespace, where a policy here cannot block it.</summary>
    public static SshConnection? Current() =>
        Parse(Environment.GetEnvironmentVariable(Variable)) is { } connection && !IsOfAnotherNamespace() ? connection : null;

    /// <summary>Reads "client port server port".</summary>
    internal static SshConnection? Parse(string? value)
    {
        var fields = value?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields is [var client, var clientPort, var server, var serverPort]
            && IpAddr.TryParse(client, out var clientAddress) && ushort.TryParse(clientPort, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
            && IpAddr.TryParse(server, out var serverAddress) && ushort.TryParse(serverPort, NumberStyles.None, CultureInfo.InvariantCulture, out var to)
            ? new SshConnection(new Endpoint(clientAddress, from), new Endpoint(serverAddress, to))
            : null;
    }

    /// <summary>Looks for an ancestor that is sshd and lives in another network namespace.</summary>
    private static bool IsOfAnotherNamespace()
    {
        var own = NamespaceOf("self");
        var process = "self";
        for (var i = 0; i < MaxGenerations && ParentOf(process) is { } parent and not "0"; i++)
        {
            process = parent;
            if (ReadText($"/proc/{process}/comm").StartsWith("sshd", StringComparison.Ordinal))
                return NamespaceOf(process) is { } theirs && own is not null && theirs != own;
        }

        return false;
    }

    private static string? NamespaceOf(string process)
    {
        try
        {
            return new FileInfo($"/proc/{process}/ns/net").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // /proc/PID/stat is "pid (name) state ppid …", and a name may hold anything, so the last parenthesis counts.
    private static string? ParentOf(string process)
    {
        var stat = ReadText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 1 ? fields[1] : null;
    }

    private static string ReadText(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
