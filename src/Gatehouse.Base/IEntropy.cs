namespace Gatehouse.Base;

/// <summary>The only source of randomness of a core: the operating system's at run time, a seeded one in simulation and tests.</summary>
public interface IEntropy
{
    /// <summary>Fills the whole span with random bytes.</summary>
    void Fill(Span<byte> destination);
}
