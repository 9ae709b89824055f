namespace Gatehouse.Interop.Lab;

/// <summary>
/// Network namespaces joined by a bridge, with a folder for files. Host a is 10.99.0.11 and fd99::11, b .12, c .13; a peer VM is .2.
/// Disposing it ends every process inside and removes everything.
/// </summary>
internal sealed class LabNetwork : IDisposable
{
    private readonly string[] _hosts;
    private bool _disposed;

    /// <summary>Brings the lab up. The name is made unique by the run's prefix.</summary>
    public LabNetwork(string name, params string[] hosts)
    {
        _hosts = hosts.Length > 0 ? hosts : ["a", "b"];
        var prefix = Environment.GetEnvironmentVariable("GATEHOUSE_TEST_PREFIX") ?? $"gh-{Environment.ProcessId}-";
        Name = prefix + name;
        Folder = Directory.CreateTempSubdirectory($"{Name}-").FullName;
        DeadRuns.SweepOnce();
        Leftovers.Add(this, Dispose);
        Tool.Run(Places.Script("netns-lab"), ["up", "--lab", Name, .. _hosts.Select((host, i) => $"{host}={FirstHost + i}")]).Succeeded();
    }

    private const int FirstHost = 11;

    /// <summary>Name of the lab, and prefix of its namespaces.</summary>
    public string Name { get; }

    /// <summary>A folder for policies, captures and keys; gone with the lab.</summary>
    public string Folder { get; }

    /// <summary>The namespace that holds the bridge.</summary>
    public string Hub => Namespace("hub");

    /// <summary>The namespace of a host.</summary>
    public string Namespace(string host) => $"{Name}-{host}";

    /// <summary>The address of a host in a family, 4 or 6.</summary>
    public string Address(string host, int family)
    {
        var part = host == PeerVm.Host ? PeerVm.HostPart : FirstHost + Array.IndexOf(_hosts, host);
        return family == 4 ? $"10.99.0.{part}" : $"fd99::{part}";
    }

    /// <summary>A path in the lab's folder.</summary>
    public string File(string name) => Path.Combine(Folder, name);

    /// <summary>Runs a command on a host.</summary>
    public ToolResult Run(string host, params IEnumerable<string> command) => Run(TimeSpan.FromMinutes(1), host, command);

    /// <summary>Runs a command on a host and ends it at the limit.</summary>
    public ToolResult Run(TimeSpan limit, string host, params IEnumerable<string> command) =>
        Tool.Run(limit, "ip", ["netns", "exec", Namespace(host), .. command]);

    /// <summary>Starts a command on a host.</summary>
    public RunningTool Start(string host, params IEnumerable<string> command) =>
        new("ip", ["netns", "exec", Namespace(host), .. command]);

    /// <summary>Starts a capture on the bridge: everything that is on the wire between hosts.</summary>
    public Capture Capture(string file = "wire.pcap", bool headersOnly = false) => new(Hub, File(file), headersOnly);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Leftovers.Remove(this);
        Remove(Name);
        if (Environment.GetEnvironmentVariable("GATEHOUSE_TEST_KEEP") != "1")
            Directory.Delete(Folder, recursive: true);
    }

    /// <summary>Ends every process of a lab and removes its namespaces.</summary>
    public static void Remove(string lab)
    {
        var names = Tool.Run("ip", "netns", "list").Lines.Select(line => line.Split(' ')[0]);
        foreach (var ns in names.Where(ns => ns.StartsWith($"{lab}-", StringComparison.Ordinal)))
        {
            foreach (var pid in Tool.Run("ip", "netns", "pids", ns).Lines)
                Tool.Run("kill", "-KILL", pid.Trim());
        }

        Tool.Run(Places.Script("netns-lab"), "down", "--lab", lab).Succeeded();
    }
}
