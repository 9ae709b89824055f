namespace Gatehouse.Keying.Coexistence;

/// <summary>How far the main mode is that this host begins with a peer, as far as another keying module needs to know.</summary>
internal enum AttemptStage
{
    /// <summary>None is under way.</summary>
    None,

    /// <summary>The first message is out, or about to go.</summary>
    Asked,

    /// <summary>A valid second message came.</summary>
    Answered,

    /// <summary>IKEv1 only: a valid fourth message came.</summary>
    Committed,
}
