using Gatehouse.Base;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Keying.Coexistence;

/// <summary>What whoever arbitrates between two keying modules asks of each. Neither module knows the other.</summary>
internal interface ICoexistingModule
{
    /// <summary>The module itself.</summary>
    IKeyingModule Module { get; }

    /// <summary>Which it is.</summary>
    KeyingModule Kind { get; }

    /// <summary>How far the main mode is that this host begins.</summary>
    AttemptStage Stage(AddressPair addresses);

    /// <summary>True when a main mode with the peer is established and serves new quick modes.</summary>
    bool HasMainMode(AddressPair addresses);

    /// <summary>True when a pair is installed.</summary>
    bool HasPair(AddressPair addresses);

    /// <summary>True while something waits, or is negotiated, because this host wants it.</summary>
    bool IsAtWork(AddressPair addresses);

    /// <summary>What waits for a main mode, replacements of pairs that still work left out.</summary>
    IReadOnlyList<PairScope> Waiting(AddressPair addresses);

    /// <summary>
    /// Gives up what this host wants of the peer: nobody is told but this host, by an event that is no failure; no pause follows. What is established
    /// stays, but for a main mode this host began after <paramref name="since"/>, which is deleted.
    /// </summary>
    void Suppress(Instant now, AddressPair addresses, Instant since, string text, List<KeyingAction> actions);

    /// <summary>The first message is not sent again, but may still be answered.</summary>
    void StopFirstMessage(AddressPair addresses);

    /// <summary>The first message is sent on where <see cref="StopFirstMessage"/> stopped it.</summary>
    void ResumeFirstMessage(Instant now, AddressPair addresses, List<KeyingAction> actions);

    /// <summary>The first message is not sent again, and the attempt fails when its present wait ends.</summary>
    void LetFirstMessageExpire(AddressPair addresses);

    /// <summary>True when a pair has this inbound SPI, or a quick mode under way will give it one.</summary>
    bool Uses(Spi inbound);

    /// <summary>SPIs that this module must not draw because the other has them.</summary>
    void KeepOff(Func<Spi, bool> usedElsewhere);
}
