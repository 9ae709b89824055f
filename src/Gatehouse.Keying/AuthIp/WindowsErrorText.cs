using Gatehouse.Ike.AuthIp;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

/// <summary>Windows errors in sentences, and as this project's own reasons.</summary>
internal static class WindowsErrorText
{
    /// <summary>Number and name; the number alone when this build has no name for it.</summary>
    public static string Of(WindowsError error) => Enum.IsDefined(error) ? $"{(uint)error} {error}" : $"{(uint)error}";

    /// <summary>The reason that fits an error a peer told, and what to check.</summary>
    public static (KeyingError Error, string Check) Reason(WindowsError error) => error switch
    {
        WindowsError.PolicyMatch or WindowsError.AttribFail or WindowsError.ProcessErrSa or WindowsError.InvalidGroup =>
            (KeyingError.NoProposalChosen, "compare the proposals of both ends"),
        WindowsError.NoMmPolicy or WindowsError.NoPolicy => (KeyingError.NoPolicy, "the peer has no AuthIP policy for this host"),
        WindowsError.DhFail or WindowsError.ProcessErrKe => (KeyingError.InvalidKeyExchange, "compare the Diffie-Hellman groups of both ends"),
        WindowsError.AuthFail or WindowsError.InvalidHash or WindowsError.Decrypt or WindowsError.KerberosError or WindowsError.InvalidSignature =>
            (KeyingError.AuthenticationFailed, "compare credentials, and the wire profiles of both ends"),
        WindowsError.UnsupportedId or WindowsError.ProcessErrId => (KeyingError.InvalidIdentity, "compare addresses, protocol and ports of both ends"),
        WindowsError.PolicyChange or WindowsError.ShuttingDown => (KeyingError.PolicyChanged, "the peer changed its policy or is shutting down"),
        WindowsError.MmLimit or WindowsError.QmLimit => (KeyingError.LimitReached, "the peer has too many SAs"),
        WindowsError.TimedOut => (KeyingError.TimedOut, "the peer waited in vain"),
        _ => (KeyingError.PeerNotify, "the peer's log says more"),
    };

    /// <summary>A refusal the peer told.</summary>
    public static Failure PeerRefusal(WindowsError error, ushort notify, bool authenticated)
    {
        var (reason, check) = Reason(error);
        var how = authenticated ? "says" : "seems to say (nobody vouches for it)";
        return new Failure(reason, $"The peer {how} {Of(error)}; {check}.", FailurePoint.Peer, PeerNotify: notify);
    }
}
