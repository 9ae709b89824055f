using Gatehouse.Cli.Commands;
using Gatehouse.Host.Events;

namespace Gatehouse.Cli.Running;

/// <summary>What becomes of the traffic when a node is ended by a signal.</summary>
internal enum OnExit
{
    /// <summary>Nothing is left behind; traffic flows in clear.</summary>
    Withdraw,

    /// <summary>The rules stay; what they queue is blocked until `gatehouse down` or a restart.</summary>
    Block,
}

/// <summary>The command line of run.</summary>
internal sealed record RunSettings
{
    /// <summary>Null to start from the state store.</summary>
    public string? Policy { get; init; }

    public string? State { get; init; }

    public string? ReadGroup { get; init; }

    public string? WriteGroup { get; init; }

    public required NodeAddress Address { get; init; }

    public string? Capture { get; init; }

    public string? ExportKeys { get; init; }

    public TimeSpan? Duration { get; init; }

    public OnExit OnExit { get; init; }

    public EventFormat Log { get; init; }

    public bool Force { get; init; }
}
