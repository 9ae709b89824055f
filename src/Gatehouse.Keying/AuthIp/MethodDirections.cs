using Gatehouse.Ike.AuthIp;
using Gatehouse.Model.Keying;

namespace Gatehouse.Keying.AuthIp;

/// <summary>Who proves what to whom ([MS-AIPS] 1.7).</summary>
internal static class MethodDirections
{
    /// <summary>True when one end alone proves who it is. Certificates could be one-way too, which is not built.</summary>
    public static bool IsOneWay(AuthIpMethod method) => method == AuthIpMethod.Ntlm;

    /// <summary>True when the method that succeeded proves to this host who its peer is.</summary>
    public static bool ProvesPeer(AuthIpMethod method, SaRole role) => method switch
    {
        AuthIpMethod.Anonymous => false,
        AuthIpMethod.Ntlm => role == SaRole.Responder,
        _ => true,
    };
}
