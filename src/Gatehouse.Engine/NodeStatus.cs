using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Keying;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Engine;

/// <summary>An installed ESP pair as status shows it.</summary>
/// <param name="Addresses">Both ends.</param>
/// <param name="SpiIn">Inbound SPI.</param>
/// <param name="SpiOut">Outbound SPI.</param>
/// <param name="Suite">Algorithms.</param>
/// <param name="BytesIn">Bytes of opened packets.</param>
/// <param name="BytesOut">Bytes of sealed packets.</param>
/// <param name="PacketsIn">Packets opened.</param>
/// <param name="PacketsOut">Packets sealed.</param>
/// <param name="Age">Since it was installed.</param>
/// <param name="RekeyIn">Until keying replaces it; null when it will not.</param>
/// <param name="Sending">True for the pair that seals traffic now; another ready pair of the same addresses is redundant.</param>
public sealed record EspSaStatus(
    AddressPair Addresses,
    Spi SpiIn,
    Spi SpiOut,
    string Suite,
    long BytesIn,
    long BytesOut,
    long PacketsIn,
    long PacketsOut,
    TimeSpan Age,
    TimeSpan? RekeyIn,
    bool Sending);

/// <summary>A node's state at one moment, for the command line and tests. It holds no key material.</summary>
/// <param name="MainModes">Established main modes.</param>
/// <param name="QuickModes">Installed ESP pairs.</param>
/// <param name="Down">Peers that policy wants protected and whose negotiation failed.</param>
/// <param name="Drops">Drops by reason.</param>
/// <param name="Passed">Packets let through, sealed or opened, by reason.</param>
/// <param name="Counters">Held, Flushed, HeldExpired and the keying module's own counters.</param>
public sealed record NodeStatus(
    ImmutableArray<MainModeSaStatus> MainModes,
    ImmutableArray<EspSaStatus> QuickModes,
    ImmutableArray<DownPeerStatus> Down,
    ImmutableSortedDictionary<string, long> Drops,
    ImmutableSortedDictionary<string, long> Passed,
    ImmutableSortedDictionary<string, long> Counters);
