using Gatehouse.Base;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Keying.Isakmp;

/// <summary>The SPIs of quick modes under way: drawn at random, and never twice.</summary>
/// <param name="entropy">Where they are drawn from.</param>
/// <param name="hasPair">Whether an installed pair has an SPI.</param>
internal sealed class SpiReservations(IEntropy entropy, Func<Spi, bool> hasPair)
{
    private readonly HashSet<Spi> _reserved = [];

    /// <summary>Whether another keying module of this host uses an SPI.</summary>
    public Func<Spi, bool> UsedElsewhere { get; set; } = _ => false;

    /// <summary>A random SPI that no pair and no quick mode of this host uses.</summary>
    public Spi Draw()
    {
        while (true)
        {
            var spi = new Spi(entropy.NextUInt32());
            if (spi.Value >= QuickModeMatcher.FirstSpi && !Uses(spi) && !UsedElsewhere(spi) && _reserved.Add(spi))
                return spi;
        }
    }

    /// <summary>Gives back an SPI that got no pair, or whose pair is installed.</summary>
    public void Release(Spi spi) => _reserved.Remove(spi);

    /// <summary>True when a pair has this SPI, or a quick mode under way will give it one.</summary>
    public bool Uses(Spi spi) => hasPair(spi) || _reserved.Contains(spi);
}
