using Gatehouse.Ike.Isakmp;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.Ikev1;

/// <summary>Why a negotiation failed.</summary>
/// <param name="Error">The typed reason.</param>
/// <param name="Text">One sentence with what to check.</param>
/// <param name="Point">Who refused.</param>
/// <param name="Notify">What to tell the peer; None for nothing.</param>
/// <param name="PeerNotify">What the peer told us; None for nothing.</param>
internal sealed record Failure(
    KeyingError Error, string Text, FailurePoint Point = FailurePoint.Me, NotifyType Notify = NotifyType.None, NotifyType PeerNotify = NotifyType.None);
