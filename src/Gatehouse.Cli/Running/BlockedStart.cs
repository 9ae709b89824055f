using Gatehouse.Cli.Commands;
using Gatehouse.Engine;
using Gatehouse.Engine.Ports;
using Gatehouse.Host;
using Gatehouse.Host.Secrets;
using Gatehouse.Keying.Ikev1;
using Gatehouse.Linux;
using Gatehouse.Linux.Loop;
using Gatehouse.Model.Keying;

namespace Gatehouse.Cli.Running;

/// <summary>
/// A start that cannot know what must be protected: the rules go in place and nobody judges by them, so that everything is blocked until an
/// administrator has looked.
/// </summary>
internal static class BlockedStart
{
    /// <summary>Leaves the traffic blocked; a sentence that says so, or why it could not be done.</summary>
    public static async Task<string> LeaveBlockedAsync(NodeAddress address)
    {
        using var credentials = new PolicyCredentials(null);
        var entropy = new SystemEntropy();
        using var node = new Node(
            new NodeOptions { Credentials = credentials, Entropy = entropy, Start = MonotonicClock.Now },
            policy => new Ikev1Module(policy, credentials, entropy, new Ikev1Options()));
        var options = new EnforcementOptions { Node = node, Events = new Silent(), InnerMtu = (mtu, _) => mtu, Name = address.Name };

        // A thread of its own, because rules and sockets belong to the network namespace of the thread that makes them; it never judges a packet.
        var failure = await Task.Factory.StartNew(
            () =>
            {
                LinuxEnforcement.Start(options, out var obstacle)?.Dispose();
                return obstacle;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        return failure is null
            ? $"all traffic of {address.Name} stays blocked until it is started again or withdrawn: gatehouse down --name {address.Name}"
            : $"the traffic of {address.Name} could not be blocked: {failure.Sentence}";
    }

    private sealed class Silent : INodeLoopEvents
    {
        public void OnKeying(KeyingEvent keyingEvent)
        {
        }

        public void OnDropped(NodeAction.Dropped dropped)
        {
        }

        public void OnMainModeKey(NodeAction.ExportMainModeKey key) => key.Key.Dispose();

        public void OnEspKeys(NodeAction.ExportEspKeys exported) => exported.Pair.Dispose();
    }
}
