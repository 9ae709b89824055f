using Gatehouse.Linux.Namespaces;

namespace Gatehouse.Linux;

/// <summary>
/// A file that says in which network namespace a node of a name enforces, so that a later process that knows only the name can withdraw
/// what a killed one left.
/// </summary>
internal static class EnforcementNote
{
    private const string Extension = ".netns";

    /// <summary>Writes the note for the calling thread's namespace; an empty file means the host's own or an unnamed one.</summary>
    public static void Write(string name)
    {
        Directory.CreateDirectory(LinuxNames.RunDirectory);
        File.WriteAllText(PathOf(name), Netns.CurrentName() ?? "");
    }

    /// <summary>The namespace in the note: a name, an empty text for the host's own, null when there is no note.</summary>
    public static string? Read(string name)
    {
        try
        {
            return File.ReadAllText(PathOf(name)).Trim();
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>Whether a node of another name has noted the same namespace.</summary>
    public static bool IsShared(string name, string netns) => Directory.Exists(LinuxNames.RunDirectory)
        && Directory.EnumerateFiles(LinuxNames.RunDirectory, $"*{Extension}")
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Any(other => other != name && Read(other) == netns);

    /// <summary>Removes the note.</summary>
    public static void Delete(string name)
    {
        if (Directory.Exists(LinuxNames.RunDirectory))
            File.Delete(PathOf(name));
    }

    private static string PathOf(string name) => LinuxNames.RunFile(name, Extension);
}
