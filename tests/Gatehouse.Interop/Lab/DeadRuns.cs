using System.Text.RegularExpressions;

namespace Gatehouse.Interop.Lab;

/// <summary>Removes labs and machines of test runs that were killed outright: their names hold the process id of a run that is no more.</summary>
internal static partial class DeadRuns
{
    private static readonly Lazy<bool> Once = new(() =>
    {
        Sweep("vm", name => Tool.Run(Places.Script("peer-vm"), "down", name));
        Sweep("netns", RemoveLab);
        return true;
    });

    /// <summary>Sweeps, the first time it is called.</summary>
    public static void SweepOnce() => _ = Once.Value;

    private static void RemoveLab(string name)
    {
        LabNetwork.Remove(name);

        // The folder of the lab may hold session keys.
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), $"{name}-*"))
            Directory.Delete(folder, recursive: true);
    }

    private static void Sweep(string kind, Action<string> remove)
    {
        // Where the lab's scripts keep their state, one folder per lab or machine.
        var state = new DirectoryInfo(Path.Combine(Environment.GetEnvironmentVariable("GATEHOUSE_LAB_RUN") ?? "/dev/shm/gatehouse-lab", kind));
        if (!state.Exists)
            return;
        foreach (var folder in state.GetDirectories())
        {
            if (Name().Match(folder.Name) is { Success: true } name && !Directory.Exists($"/proc/{name.Groups["pid"].Value}"))
                remove(folder.Name);
        }
    }

    [GeneratedRegex(@"^gh-t?(?<pid>\d+)(-|$)")]
    private static partial Regex Name();
}
