namespace Gatehouse.Simulation;

/// <summary>What the virtual network does to packets. Probabilities are fractions of 1, drawn per packet and copy.</summary>
/// <param name="Loss">Share of packets that vanish; 1 is a cut wire.</param>
/// <param name="Duplicate">Share of packets that arrive twice.</param>
/// <param name="Reorder">Share of packets that are delayed behind later ones.</param>
public sealed record LinkFaults(double Loss, double Duplicate, double Reorder)
{
    /// <summary>A network without faults.</summary>
    public static readonly LinkFaults None = new(0, 0, 0);

    /// <summary>Time a packet takes.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>Additional time of a reordered packet, at most.</summary>
    public TimeSpan ReorderDelay { get; init; } = TimeSpan.FromMilliseconds(300);
}
