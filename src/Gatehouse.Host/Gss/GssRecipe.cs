using Gatehouse.Ike.AuthIp;

namespace Gatehouse.Host.Gss;

/// <summary>What tells one mechanism of the GSS library from another: names, credentials, what it must achieve.</summary>
internal sealed unsafe class GssRecipe
{
    private const uint Mutual = 2;
    private const uint Confidentiality = 16;
    private const uint Integrity = 32;

    private GssRecipe(GssOid mechanism, GssOid targetType, GssOid clientType, uint needed, WindowsError error) =>
        (Mechanism, TargetType, ClientType, Needed, Error) = (mechanism, targetType, clientType, needed, error);

    /// <summary>Kerberos: mutual, with confidentiality ([MS-AIPS] 2.2.3.1).</summary>
    public static GssRecipe Kerberos { get; } =
        new(GssOids.Kerberos, GssOids.PrincipalName, GssOids.PrincipalName, Mutual | Confidentiality, WindowsError.KerberosError);

    /// <summary>NTLM: the client alone proves who it is ([MS-AIPS] 1.7).</summary>
    public static GssRecipe Ntlm { get; } = new(GssOids.Ntlm, GssOids.HostService, GssOids.UserName, Confidentiality, WindowsError.AuthFail);

    /// <summary>The mechanism's object identifier.</summary>
    public GssOid Mechanism { get; }

    /// <summary>How the target's name is to be read.</summary>
    public GssOid TargetType { get; }

    /// <summary>How this host's own name is to be read.</summary>
    public GssOid ClientType { get; }

    /// <summary>Flags without which a context is refused.</summary>
    public uint Needed { get; }

    /// <summary>Flags to ask for.</summary>
    public uint Requested => Needed | Integrity;

    /// <summary>What the peer is told of a failure.</summary>
    public WindowsError Error { get; }

    /// <summary>True when both ends prove who they are.</summary>
    public bool IsMutual => (Needed & Mutual) != 0;
}

/// <summary>Names and credentials of one attempt.</summary>
/// <param name="Target">Whom to authenticate to; null for the one who is asked.</param>
/// <param name="Client">This host's own name; null for whatever the credentials have.</param>
/// <param name="Store">Where the credentials are, in the library's words; empty for its defaults.</param>
internal sealed record GssCredentials(string? Target, string? Client, (string Key, string Value)[] Store);
