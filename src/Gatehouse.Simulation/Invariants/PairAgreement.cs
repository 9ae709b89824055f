using Gatehouse.Engine;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Simulation.Invariants;

/// <summary>Both ends agree or both forget: after quiet, each pair of one node is the mirror of a pair of the other.</summary>
public static class PairAgreement
{
    /// <summary>The pairs only one of two nodes holds, in words; empty when they agree.</summary>
    public static IReadOnlyList<string> Disagreements(NodeStatus one, NodeStatus other)
    {
        var ofOne = one.QuickModes.Select(pair => (pair.SpiIn, pair.SpiOut)).ToHashSet();
        var ofOther = other.QuickModes.Select(pair => (SpiIn: pair.SpiOut, SpiOut: pair.SpiIn)).ToHashSet();
        return [.. Only(ofOne, ofOther, "the first"), .. Only(ofOther, ofOne, "the second")];
    }

    private static IEnumerable<string> Only(HashSet<(Spi In, Spi Out)> held, HashSet<(Spi In, Spi Out)> missing, string who) =>
        held.Except(missing).Select(pair => $"only {who} holds {pair.In}/{pair.Out}");
}
