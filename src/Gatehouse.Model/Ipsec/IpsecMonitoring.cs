using System.Collections.Immutable;
using Gatehouse.Base;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Model.Ipsec;

/// <summary>IPSEC_SA_DETAILS1: one direction of a pair of SAs. Keys are never part of it.</summary>
/// <param name="Addresses">The two ends.</param>
/// <param name="Selector">Protocol and ports covered; 0 means any.</param>
/// <param name="Spi">SPI of the packets of this direction.</param>
/// <param name="Transform">Algorithms.</param>
/// <param name="Lifetime">Hard limits.</param>
/// <param name="BundleFlags">IPSEC_SA_BUNDLE_FLAG_*.</param>
/// <param name="FilterId">LUID of the transport filter it serves.</param>
/// <param name="MainModeId">saId of the main mode under which it was negotiated.</param>
public sealed record SaDetails(
    AddressPair Addresses, TrafficSelector Selector, Spi Spi, SaTransform Transform, SaLifetime Lifetime, uint BundleFlags, ulong FilterId, ulong MainModeId);

/// <summary>IPSEC_SA_CONTEXT1: a pair of SAs, of which one direction may not be there yet.</summary>
/// <param name="Id">saContextId.</param>
/// <param name="Inbound">What arrives, or null.</param>
/// <param name="Outbound">What leaves, or null.</param>
public sealed record SaContext(ulong Id, SaDetails? Inbound, SaDetails? Outbound);

/// <summary>IKEEXT_SA_DETAILS2: an established main mode.</summary>
/// <param name="Id">saId.</param>
/// <param name="Module">The keying module.</param>
/// <param name="Addresses">The two ends.</param>
/// <param name="Proposal">What was agreed.</param>
/// <param name="InitiatorCookie">Initiator cookie.</param>
/// <param name="ResponderCookie">Responder cookie.</param>
public sealed record MainModeDetails(
    ulong Id, KeyingModule Module, AddressPair Addresses, MainModeProposal Proposal, ulong InitiatorCookie, ulong ResponderCookie);

/// <summary>IPSEC_STATISTICS1, the part that an operator asks for (reference section 7.5).</summary>
public sealed record IpsecStatistics
{
    /// <summary>SAs there are now.</summary>
    public uint ActiveSas { get; init; }

    /// <summary>Negotiations under way.</summary>
    public uint PendingNegotiations { get; init; }

    /// <summary>SAs there ever were.</summary>
    public uint SasAdded { get; init; }

    /// <summary>Of these, how many were deleted.</summary>
    public uint SasDeleted { get; init; }

    /// <summary>Successful rekeys.</summary>
    public uint Rekeys { get; init; }

    /// <summary>Packets dropped for an unknown SPI.</summary>
    public uint InvalidSpis { get; init; }

    /// <summary>Packets whose authentication failed.</summary>
    public uint AuthenticationFailures { get; init; }

    /// <summary>Packets dropped as replays.</summary>
    public uint ReplayFailures { get; init; }

    /// <summary>Clear packets dropped where protection is required.</summary>
    public uint ClearTextDrops { get; init; }

    /// <summary>All packets dropped on the way in.</summary>
    public uint TotalDrops { get; init; }

    /// <summary>Bytes decrypted.</summary>
    public ulong EncryptedBytesIn { get; init; }

    /// <summary>Bytes encrypted.</summary>
    public ulong EncryptedBytesOut { get; init; }

    /// <summary>Packets accepted.</summary>
    public ulong PacketsIn { get; init; }

    /// <summary>Packets sent.</summary>
    public ulong PacketsOut { get; init; }
}

/// <summary>IKEEXT_KEYMODULE_STATISTICS1 of one module and family.</summary>
/// <param name="Module">The keying module.</param>
/// <param name="Family">IPv4 or IPv6.</param>
public sealed record KeyingStatistics(KeyingModule Module, IpFamily Family)
{
    /// <summary>Main modes under way or established.</summary>
    public uint ActiveMainModes { get; init; }

    /// <summary>Main modes ever begun.</summary>
    public uint MainModesStarted { get; init; }

    /// <summary>Main modes that came up.</summary>
    public uint MainModesSucceeded { get; init; }

    /// <summary>Main modes that failed.</summary>
    public uint MainModesFailed { get; init; }

    /// <summary>Quick modes that came up.</summary>
    public uint QuickModesSucceeded { get; init; }

    /// <summary>Quick modes that failed.</summary>
    public uint QuickModesFailed { get; init; }

    /// <summary>Extended modes that failed.</summary>
    public uint ExtendedModesFailed { get; init; }

    /// <summary>Acquires from the packet path.</summary>
    public uint Acquires { get; init; }
}

/// <summary>What IPsec does now and did so far. A session of an engine that can tell implements it.</summary>
public interface IIpsecMonitor
{
    /// <summary>IPsecSaContextEnum: pairs of SAs.</summary>
    FwpResult<ImmutableArray<SaContext>> SaContexts();

    /// <summary>IkeextSaEnum: main modes.</summary>
    FwpResult<ImmutableArray<MainModeDetails>> MainModes();

    /// <summary>IPsecGetStatistics.</summary>
    FwpResult<IpsecStatistics> IpsecStatistics();

    /// <summary>IkeextGetStatistics: a row for each module and family.</summary>
    FwpResult<ImmutableArray<KeyingStatistics>> KeyingStatistics();
}
