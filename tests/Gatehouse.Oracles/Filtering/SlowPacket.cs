using System.Numerics;
using Gatehouse.Model.Wfp;

namespace Gatehouse.Oracles.Filtering;

/// <summary>A packet as the slow arbitration sees it. A field that is in neither table is unknown.</summary>
public sealed record SlowPacket(
    IReadOnlyDictionary<FwpmConditionField, BigInteger> Numbers, IReadOnlyDictionary<FwpmConditionField, byte[]> Bytes, SlowFacts Facts);

/// <summary>What IPsec knows of a packet besides its fields.</summary>
public sealed record SlowFacts(bool Loopback, bool GroupDestination, bool ArrivedProtected, bool KeyingMark, bool FlowSecured, bool InGrace);

/// <summary>The questions the documents leave open, answered by whoever asks (reference section 10).</summary>
public sealed record SlowSwitches(bool FilterVeto, bool CalloutBlocksAreHard, bool PrefixTestsEnd, IReadOnlySet<FwpmCallout> Unregistered);

/// <summary>
/// The verdict, in the words block, permit, protect, discover, discover-quietly, the filter it came from, and whether a packet without SA starts nothing.
/// </summary>
public sealed record SlowVerdict(string Word, FwpmFilter? Decider, bool StartsNothing);
