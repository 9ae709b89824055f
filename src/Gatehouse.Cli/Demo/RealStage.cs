using System.Net.Sockets;
using Gatehouse.Base;
using Gatehouse.Cli.Running;
using Gatehouse.Host.Capture;
using Gatehouse.Host.KeyLog;
using Gatehouse.Host.Status;
using Gatehouse.Linux.Namespaces;

namespace Gatehouse.Cli.Demo;

/// <summary>The hosts in network namespaces on a bridge; those with a policy enforce it by `gatehouse run`.</summary>
internal sealed class RealStage : IDemoStage
{
    private const string Prefix = "ghdemo";

    /// <summary>Time for a frame to reach the counting socket.</summary>
    private static readonly TimeSpan CaptureDelay = TimeSpan.FromMilliseconds(100);

    private readonly LabNetwork _network;
    private readonly string _directory;
    private readonly CaptureFile _file;
    private readonly BridgeCapture _capture;
    private readonly Dictionary<string, DemoNode> _nodes = [];

    private RealStage(LabNetwork network, string directory, CaptureFile file, BridgeCapture capture, WireTally wire)
    {
        _network = network;
        _directory = directory;
        _file = file;
        _capture = capture;
        Wire = wire;
    }

    public bool Simulated => false;

    public WireTally Wire { get; }

    public IReadOnlyList<string> Hints =>
    [
        $"The capture, decrypted: WIRESHARK_CONFIG_DIR={_directory}/keys tshark -o esp.enable_encryption_decode:TRUE "
            + $"-o esp.enable_authentication_check:TRUE -r {_directory}/wire.pcapng",
        $"The same in a window: WIRESHARK_CONFIG_DIR={_directory}/keys wireshark {_directory}/wire.pcapng",
        $"What the nodes said: {string.Join(", ", DemoHost.Enforced.Select(host => $"{_directory}/{host.Name}.log"))}",
    ];

    /// <summary>Builds everything; null and a sentence when this machine cannot. Files go to <paramref name="directory"/>.</summary>
    public static async Task<(RealStage? Stage, string? Obstacle)> CreateAsync(string directory, IDemoView view, CancellationToken cancellation)
    {
        view.Step("making five network namespaces on a bridge");
        if (LabNetwork.Create(Prefix, DemoHost.Names, out var failure) is not { } network)
            return (null, failure);
        CaptureFile? file = null;
        RealStage? stage = null;
        try
        {
            file = CaptureFile.Create(Path.Combine(directory, "wire.pcapng"), "br0", out failure) ?? throw new RefusalException(ExitCode.BadInput, failure!);
            var wire = new WireTally();
            var capture = Netns.RunIn(network.Hub, () => BridgeCapture.Start("br0", wire, file));
            stage = new RealStage(network, directory, file, capture, wire);
            await stage.StartNodesAsync(view, cancellation);
            return (stage, null);
        }
        catch (Exception e)
        {
            if (stage is not null)
            {
                await stage.DisposeAsync();
            }
            else
            {
                if (file is not null)
                    await file.DisposeAsync();
                network.Dispose();
            }

            if (e is SocketException)
                return (null, $"the wire cannot be watched: {e.Message}");
            throw;
        }
    }

    public IpAddr Address(string host, IpFamily family) => IpAddr.Parse(family == IpFamily.V4 ? Host(host).V4 : Host(host).V6);

    public Task<bool> TryAsync(DemoFlow flow, CancellationToken cancellation) =>
        KernelTraffic.TryAsync(flow, Host(flow.From), Host(flow.To), Address(flow.To, flow.Family), cancellation);

    public Task SettleAsync(CancellationToken cancellation) => Task.Delay(CaptureDelay, cancellation);

    public async Task<IReadOnlyList<QuickModeSaReport>> SasAsync(string host, CancellationToken cancellation) =>
        _nodes.TryGetValue(host, out var node) ? await node.SasAsync(cancellation) : [];

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_nodes.Values.Select(node => node.DisposeAsync().AsTask()));
        KeyLogDirectory.Merge([.. DemoHost.Enforced.Select(host => DemoNode.KeysOf(_directory, host.Name))], Path.Combine(_directory, "keys"));
        await _capture.DisposeAsync();
        await _file.DisposeAsync();
        _network.Dispose();
    }

    private async Task StartNodesAsync(IDemoView view, CancellationToken cancellation)
    {
        view.Step($"starting gatehouse run on {string.Join(", ", DemoHost.Enforced.Select(host => $"{host.Name} ({host.Policy})"))} with a fresh key");
        var key = DemoPolicy.MakeKey();
        await Task.WhenAll(DemoHost.Enforced.Select(async host =>
        {
            var policy = Path.Combine(_directory, $"{host.Name}.yaml");
            await File.WriteAllTextAsync(policy, DemoPolicy.Text(host.Policy!), cancellation);
            var node = await DemoNode.StartAsync(Host(host.Name), policy, _directory, key, cancellation);
            lock (_nodes)
                _nodes[host.Name] = node;
        }));
    }

    private LabHost Host(string name) => _network.Hosts.First(host => host.Name == name);
}
