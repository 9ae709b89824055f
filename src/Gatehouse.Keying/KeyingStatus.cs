using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Model.Ipsec;

namespace Gatehouse.Keying;

/// <summary>A main-mode SA as status shows it.</summary>
/// <param name="Addresses">Both ends.</param>
/// <param name="Module">Keying module.</param>
/// <param name="Cookies">32 hexadecimal digits.</param>
/// <param name="Suite">Cipher, hash and group.</param>
/// <param name="Identity">The peer's authenticated identity.</param>
/// <param name="Age">Since it was established.</param>
/// <param name="RekeyIn">Until it is replaced; null when it will not be.</param>
/// <param name="NegotiationDiscovery">The peer announced that it is capable of negotiation discovery.</param>
public sealed record MainModeSaStatus(
    AddressPair Addresses,
    KeyingModule Module,
    string Cookies,
    string Suite,
    string Identity,
    TimeSpan Age,
    TimeSpan? RekeyIn,
    bool NegotiationDiscovery = false);

/// <summary>What keying alone knows of a quick-mode pair.</summary>
/// <param name="Inbound">The pair's inbound SPI.</param>
/// <param name="RekeyIn">Until it is replaced; null when it will not be.</param>
public sealed record QuickModeSaStatus(Spi Inbound, TimeSpan? RekeyIn);

/// <summary>A peer that policy wants protected and that has no SA because negotiation failed.</summary>
/// <param name="Addresses">Both ends.</param>
/// <param name="LastError">One sentence.</param>
/// <param name="RetryIn">End of the back-off; zero when the next packet may retry.</param>
public sealed record DownPeerStatus(AddressPair Addresses, string LastError, TimeSpan RetryIn);

/// <summary>A keying module's state at one moment.</summary>
/// <param name="MainModes">Established main modes.</param>
/// <param name="QuickModes">Installed pairs.</param>
/// <param name="Down">Failing peers.</param>
/// <param name="Counters">Messages refused and other counts, by reason.</param>
public sealed record KeyingStatus(
    ImmutableArray<MainModeSaStatus> MainModes,
    ImmutableArray<QuickModeSaStatus> QuickModes,
    ImmutableArray<DownPeerStatus> Down,
    ImmutableSortedDictionary<string, long> Counters);
