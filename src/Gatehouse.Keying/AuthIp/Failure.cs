using Gatehouse.Ike.AuthIp;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

/// <summary>Why a negotiation failed.</summary>
/// <param name="Error">The typed reason.</param>
/// <param name="Text">One sentence with what to check.</param>
/// <param name="Point">Who refused.</param>
/// <param name="Status">What to tell the peer; Success for nothing.</param>
/// <param name="PeerNotify">Notify type the peer sent; 0 for none.</param>
internal sealed record Failure(
    KeyingError Error, string Text, FailurePoint Point = FailurePoint.Me, WindowsError Status = WindowsError.Success, ushort PeerNotify = 0);
