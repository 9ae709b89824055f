using Gatehouse.Oracles.Matrix;

namespace Gatehouse.Simulation.Tests.Matrix;

/// <summary>What makes one text of a policy differ from another.</summary>
/// <param name="IsInitiator">Which end of the flow the host is; the port of a rule is the responder's.</param>
/// <param name="ExemptIcmp">Whether ICMP is exempt.</param>
/// <param name="OtherGroup">Offers a Diffie-Hellman group that the usual policy refuses.</param>
/// <param name="ShortLives">SAs live for a minute, main modes for two and a half.</param>
internal sealed record MatrixPolicyOptions(bool IsInitiator, bool ExemptIcmp, bool OtherGroup = false, bool ShortLives = false)
{
    /// <summary>The keying modules.</summary>
    public Speech Speech { get; init; } = Speech.Ike;

    /// <summary>AuthIP asks for the users' authentication too.</summary>
    public bool ExtendedMode { get; init; }
}
