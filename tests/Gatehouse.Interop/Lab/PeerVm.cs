namespace Gatehouse.Interop.Lab;

/// <summary>A virtual machine on the lab's bridge with strongSwan and the ESP of a real Linux kernel.</summary>
internal sealed class PeerVm : IDisposable
{
    /// <summary>The name by which <see cref="LabNetwork.Address"/> knows it.</summary>
    public const string Host = "peer";

    /// <summary>The last part of its addresses.</summary>
    public const int HostPart = 2;

    private static readonly string Script = Places.Script("peer-vm");
    private readonly string _name = $"gh-{Environment.ProcessId}";
    private bool _disposed;

    /// <summary>Builds the image when there is none (a minute), then boots the VM with strongSwan and a configuration.</summary>
    public PeerVm(LabNetwork lab, string configuration)
    {
        Tool.Run(TimeSpan.FromMinutes(5), Script, "build").Succeeded();
        Leftovers.Add(this, Dispose);
        Tool.Run(
            Script, "up", "--netns", lab.Hub, "--bridge", "br0", "--name", _name, "--ip", $"10.99.0.{HostPart}/24", "--ip6", $"fd99::{HostPart}/64",
            "--conf", configuration).Succeeded();
        Tool.Run(Script, "put", _name, Places.Script("traffic.py"), "/tmp/traffic.py").Succeeded();
    }

    /// <summary>Runs a command inside; exit code and output are the command's.</summary>
    public ToolResult Run(int seconds, params IEnumerable<string> command) =>
        Tool.Run(TimeSpan.FromSeconds(seconds + 10), Script, ["exec", "-t", $"{seconds}", _name, .. command]);

    /// <summary>Starts a command inside and leaves it there until the VM goes down.</summary>
    public RunningTool Start(params IEnumerable<string> command) => new(Script, ["exec", _name, .. command]);

    /// <summary>Ends every SA that the VM has, with deletes to the peer.</summary>
    public void EndAssociations(string connection) => Run(10, "swanctl", "--terminate", "--ike", connection, "--timeout", "3");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        Leftovers.Remove(this);
        Tool.Run(Script, "down", _name).Succeeded();
    }

    /// <summary>A swanctl.conf for a peer of one lab host, both families.</summary>
    public static string Configure(LabNetwork lab, string host, string psk)
    {
        var environment = new Dictionary<string, string?> { ["PSK"] = psk };
        string[] addresses = [lab.Address(Host, 4), lab.Address(host, 4), lab.Address(Host, 6), lab.Address(host, 6)];
        var path = lab.File("swanctl.conf");
        File.WriteAllText(path, Tool.Run(TimeSpan.FromSeconds(10), environment, Places.Script("mkconf"), addresses).Succeeded().Output);
        return path;
    }
}
