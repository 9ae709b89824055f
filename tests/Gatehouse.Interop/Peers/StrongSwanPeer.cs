using Gatehouse.Interop.Lab;

namespace Gatehouse.Interop.Peers;

/// <summary>One lab and one VM for all strongSwan tests. Brought up by the first test, so that a skipped test costs nothing.</summary>
public sealed class StrongSwanPeer : IDisposable
{
    private readonly List<RunningTool> _servers = [];
    private LabNetwork? _lab;
    private PeerVm? _vm;

    internal LabNetwork Lab => _lab ?? throw new InvalidOperationException("not up");

    internal PeerVm Vm => _vm ?? throw new InvalidOperationException("not up");

    /// <summary>Brings lab, VM and echo servers up, once.</summary>
    public void Up()
    {
        if (_vm is not null)
        {
            EndAssociations();
            return;
        }

        _lab ??= new LabNetwork("swan", "a");
        _vm = new PeerVm(_lab, PeerVm.Configure(_lab, "a", GatehouseProcess.Psk));
        _servers.Add(_vm.Start("python3", "/tmp/traffic.py", "serve", $"{Traffic.Port}", _lab.Address(PeerVm.Host, 4), _lab.Address(PeerVm.Host, 6)));
        _servers.Add(Traffic.Serve(_lab, "a"));
    }

    /// <summary>Ends every SA of the peer, so that the next test begins with none.</summary>
    public void EndAssociations()
    {
        Vm.EndAssociations("v1");
        Vm.EndAssociations("v1six");
    }

    /// <summary>The end of strongSwan's log, for messages.</summary>
    public string Log() => Vm.Run(10, "tail", "-n", "60", "/var/log/charon.log").Output;

    /// <inheritdoc/>
    public void Dispose()
    {
        _servers.ForEach(server => server.Dispose());
        _vm?.Dispose();
        _lab?.Dispose();
    }
}
