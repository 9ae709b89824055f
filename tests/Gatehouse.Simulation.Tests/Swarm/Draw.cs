using Gatehouse.Base;

namespace Gatehouse.Simulation.Tests.Swarm;

/// <summary>Choices drawn from a seed.</summary>
internal sealed class Draw(ulong seed)
{
    private readonly SeededEntropy _entropy = new(seed);

    public double Fraction() => _entropy.NextFraction();

    public bool Chance(double share) => Fraction() < share;

    public int Below(int limit) => (int)(Fraction() * limit);

    public T Of<T>(T[] items) => items[Below(items.Length)];
}
