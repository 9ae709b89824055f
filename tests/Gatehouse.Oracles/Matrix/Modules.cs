namespace Gatehouse.Oracles.Matrix;

/// <summary>The keying modules a host's policy has.</summary>
[Flags]
public enum Speech
{
    /// <summary>IKEv1 with a pre-shared key.</summary>
    Ike = 1,

    /// <summary>AuthIP with the machine's credentials.</summary>
    AuthIp = 2,

    /// <summary>Both.</summary>
    Both = Ike | AuthIp,
}

/// <summary>How AuthIP's authentication goes; the pre-shared key of IKE is right in all of them.</summary>
public enum AuthIpCase
{
    /// <summary>Both sides have what it takes.</summary>
    Works,

    /// <summary>The responder does not accept the initiator's machine, nor the other way round.</summary>
    WrongMachine,

    /// <summary>The machines accept each other, their users do not.</summary>
    WrongUser,
}

/// <summary>The modules of both hosts of a cell.</summary>
/// <param name="Initiator">Of the host that begins the flow.</param>
/// <param name="Responder">Of the other.</param>
/// <param name="ExtendedMode">Both policies ask for the users' authentication under AuthIP.</param>
/// <param name="Case">How AuthIP's authentication goes.</param>
public sealed record Modules(Speech Initiator, Speech Responder, bool ExtendedMode = false, AuthIpCase Case = AuthIpCase.Works)
{
    /// <summary>
    /// The module that keys the two hosts (reference authip.md, section 14): AuthIP where both speak it, else what they share; null when they share none.
    /// </summary>
    public Speech? Used => (Initiator & Responder) switch
    {
        Speech.Ike => Speech.Ike,
        0 => null,
        _ => Speech.AuthIp,
    };

    /// <summary>
    /// How keying goes. Without a module in common it is as if the peer were silent. Where AuthIP fails to authenticate there is no SA, although IKE
    /// would have succeeded: nobody falls back.
    /// </summary>
    public KeyingCase Keying => Used switch
    {
        null => KeyingCase.PeerSilent,
        Speech.AuthIp when Case == AuthIpCase.WrongMachine || (ExtendedMode && Case == AuthIpCase.WrongUser) => KeyingCase.WrongCredentials,
        _ => KeyingCase.Works,
    };

    /// <inheritdoc/>
    public override string ToString() => $"{Initiator} -> {Responder}{(ExtendedMode ? " with users" : "")}, {Case}";
}
