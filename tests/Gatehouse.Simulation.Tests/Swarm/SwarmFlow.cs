using Gatehouse.Base;
using Gatehouse.Oracles.Matrix;
using Gatehouse.Simulation.Applications;
using Gatehouse.Simulation.Tests.Matrix;

namespace Gatehouse.Simulation.Tests.Swarm;

/// <summary>The applications of one flow of a swarm: they ask, pause, close and begin again with the same ports.</summary>
internal sealed class SwarmFlow(SwarmPlan plan, PlannedFlow flow, VirtualNetwork network, SwarmHost client, SwarmHost server)
{
    private const int BytesPerWrite = 300;

    private readonly Endpoint _local = new(client.Address, flow.ClientPort);
    private readonly Endpoint _remote = new(server.Address, flow.Kind.ToRulePort ? MatrixPolicies.RulePort : MatrixPolicies.OtherPort);
    private TcpConnection? _connection;
    private Requester? _requester;
    private bool _isQuiet;

    /// <summary>Begins at its time, keeps quiet during the plan's pause, and may close and begin again in the middle.</summary>
    public void Schedule()
    {
        At(flow.Start, Begin);
        if (flow.Reopens)
            At((flow.Start + plan.Duration) / 2, Reopen);
        if (plan.Pause > 0)
        {
            At(plan.PauseAt, FallSilent);
            network.At(Instant.FromSeconds(plan.PauseAt + plan.Pause), Resume);
        }
    }

    // Times of a plan do not count the pause.
    private void At(double seconds, Action action) =>
        network.At(Instant.FromSeconds(seconds > plan.PauseAt ? seconds + plan.Pause : seconds), action);

    private void Begin()
    {
        _isQuiet = false;
        var period = TimeSpan.FromSeconds(flow.Period);
        if (flow.Kind.Traffic == Traffic.Tcp)
        {
            _connection = client.Stack.Connect(_local, _remote);
            Write();
        }
        else
        {
            _requester = flow.Kind.Traffic == Traffic.Udp
                ? client.Stack.AskByUdp(_local, _remote, period)
                : client.Stack.AskByEcho(client.Address, server.Address, flow.ClientPort, period);
        }
    }

    private void Reopen()
    {
        if (_isQuiet)
            return;
        if (flow.Kind.Traffic == Traffic.Tcp)
        {
            _connection?.Close();
            network.At(network.Now + TimeSpan.FromSeconds(3), () =>
            {
                if (_connection is { HasEnded: true } && !_isQuiet)
                    _connection = client.Stack.Connect(_local, _remote);
            });
        }
        else
        {
            _requester?.Stop();
            Begin();
        }
    }

    private void FallSilent()
    {
        _isQuiet = true;
        _requester?.Stop();
    }

    private void Resume()
    {
        if (!_isQuiet)
            return;
        _isQuiet = false;
        if (_connection is not null)
            Write();
        else if (_requester is not null)
            Begin();
    }

    private void Write()
    {
        if (_isQuiet)
            return;
        _connection!.Write(BytesPerWrite);
        network.At(network.Now + TimeSpan.FromSeconds(flow.Period), Write);
    }
}
