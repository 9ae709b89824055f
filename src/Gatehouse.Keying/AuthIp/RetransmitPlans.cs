using Gatehouse.Keying.Timing;
using Gatehouse.Model.AuthIp;

namespace Gatehouse.Keying.AuthIp;

/// <summary>
/// How often AuthIP sends a request ([MS-AIPS] 3.1.6.1 and note 12): again after 2 seconds, doubling. No wait is longer than 16 seconds, the cap of
/// [MS-IKEE] 3.8, so that whatever is lost is given up before a responder forgets it.
/// </summary>
internal static class RetransmitPlans
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(16);

    /// <summary>The very first message of a negotiation; a peer that has been silent for long is asked less often.</summary>
    public static RetransmitPlan FirstMessage(AuthIpWireProfile profile, Backoff backoff)
    {
        var plan = Of(profile.Retransmissions == Retransmissions.Windows7 ? 3 : 7);
        return plan with { Transmissions = Math.Min(plan.Transmissions, backoff.Transmissions) };
    }

    /// <summary>Every other request, and reliable notifies.</summary>
    public static RetransmitPlan Other(AuthIpWireProfile profile) => Of(profile.Retransmissions == Retransmissions.Windows7 ? 4 : 7);

    private static RetransmitPlan Of(int retransmissions) => new(retransmissions + 1, First, Longest);
}
