using Gatehouse.Base;
using Gatehouse.Engine.Ports;
using Gatehouse.Linux.Diagnosis;
using Gatehouse.Linux.Loop;

namespace Gatehouse.Linux;

/// <summary>What enforcing needs.</summary>
public sealed record EnforcementOptions
{
    /// <summary>The node that judges.</summary>
    public required INode Node { get; init; }

    /// <summary>Receives what the node tells.</summary>
    public required INodeLoopEvents Events { get; init; }

    /// <summary>The longest inner packet whose ESP packet fits the given link MTU, under the largest overhead of the policy's suites.</summary>
    public required Func<int, IpFamily, int> InnerMtu { get; init; }

    /// <summary>The node's name: a note under /run/gatehouse says which namespace it enforces in.</summary>
    public required string Name { get; init; }

    /// <summary>Whether IPv6 is queued: wherever the kernel has it, else it would pass in clear.</summary>
    public bool V6 { get; init; } = Capabilities.HasIpv6;

    /// <summary>
    /// Told by a sentence when another program has removed the rules and they were put back, or could not be; called on a thread of its own,
    /// which looks every few seconds until enforcing ends. Null when nobody looks.
    /// </summary>
    public Action<string>? RulesReport { get; init; }

    /// <summary>Takes the steps of authentication a node asks for; null for a node that asks for none, else each fails.</summary>
    public IStepRunner? Steps { get; init; }

    /// <summary>Sees the packets as the wire does; null when nobody captures.</summary>
    public IPacketTap? Tap { get; init; }
}
