using Gatehouse.Base;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Isakmp;

/// <summary>
/// When an SA is replaced, as a part of its lifetime. The initiator goes first, jittered so that pairs made together are not replaced together;
/// the responder steps in only when the initiator failed to.
/// </summary>
internal static class RekeyPlan
{
    /// <summary>85 to 90 % for the initiator, 95 % for the responder.</summary>
    public static double Fraction(SaRole role, IEntropy entropy) => role == SaRole.Initiator ? 0.85 + (0.05 * entropy.NextFraction()) : 0.95;
}
