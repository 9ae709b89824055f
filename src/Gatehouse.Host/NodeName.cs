using System.Globalization;
using System.Text;

namespace Gatehouse.Host;

/// <summary>
/// What a node is called when nobody says: the network namespace's name under /run/netns, else "host". So two namespaces of one machine,
/// which share /run, never meet at one control socket.
/// </summary>
public static class NodeName
{
    /// <summary>The name outside every named network namespace.</summary>
    public const string Fallback = "host";

    /// <summary>A name is part of a socket's path, which holds at most 108 bytes.</summary>
    public const int MaxLength = 64;

    private const string NamespaceDirectory = "/run/netns/";

    /// <summary>What a name may be, for error messages.</summary>
    public const string Rule = "1 to 64 characters without slash, space or control character, not beginning with a dot or a dash";

    /// <summary>Whether a name can name a socket.</summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && name[0] is not ('.' or '-') && name.All(c => c is not '/' && !char.IsControl(c) && !char.IsWhiteSpace(c));

    /// <summary>The name of the network namespace this process runs in.</summary>
    public static string OfThisNamespace()
    {
        try
        {
            // The link reads "net:[4026531840]"; a namespace's name is a bind mount of it.
            var own = new FileInfo("/proc/self/ns/net").LinkTarget;
            return own is null ? Fallback : FromMountInfo(own, File.ReadLines("/proc/self/mountinfo")) ?? Fallback;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Fallback;
        }
    }

    /// <summary>
    /// Finds the mount of a namespace among the lines of mountinfo (proc(5): the fourth field is the root, the fifth the mount point);
    /// null when it has no usable name. Several names of one namespace: the first in order.
    /// </summary>
    internal static string? FromMountInfo(string ownNamespace, IEnumerable<string> mountInfo)
    {
        string? found = null;
        foreach (var line in mountInfo)
        {
            var fields = line.Split(' ', 6);
            if (fields.Length < 6 || fields[3] != ownNamespace || !fields[4].StartsWith(NamespaceDirectory, StringComparison.Ordinal))
                continue;
            var name = Unescape(fields[4][NamespaceDirectory.Length..]);
            if (IsValid(name) && (found is null || string.CompareOrdinal(name, found) < 0))
                found = name;
        }

        return found;
    }

    /// <summary>mountinfo writes space, tab, newline and backslash as three octal digits.</summary>
    private static string Unescape(string field)
    {
        var text = new StringBuilder(field.Length);
        for (var i = 0; i < field.Length; i++)
        {
            if (field[i] == '\\' && i + 3 <= field.Length - 1 && IsOctal(field.AsSpan(i + 1, 3)))
            {
                text.Append((char)(((field[i + 1] - '0') * 64) + ((field[i + 2] - '0') * 8) + (field[i + 3] - '0')));
                i += 3;
            }
            else
            {
                text.Append(field[i]);
            }
        }

        return text.ToString();
    }

    private static bool IsOctal(ReadOnlySpan<char> digits) => !digits.ContainsAnyExceptInRange('0', '7')
        && int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) < 400;
}
