using Gatehouse.Base;
using Gatehouse.Ike.AuthIp;

namespace Gatehouse.Keying.AuthIp.Gss;

/// <summary>What came of a token.</summary>
public enum GssOutcome
{
    /// <summary>The peer's next token is needed.</summary>
    Continue,

    /// <summary>This side is complete. There may be a last token for the peer.</summary>
    Done,

    /// <summary>This attempt is over.</summary>
    Failed,
}

/// <summary>The outcome of a step.</summary>
/// <param name="Outcome">Where this side stands.</param>
/// <param name="Token">For the peer; may be empty.</param>
/// <param name="Error">Why it failed, for the peer.</param>
/// <param name="Detail">Why it failed, for whoever reads this host's events; never a secret.</param>
public readonly record struct GssResult(GssOutcome Outcome, byte[] Token, WindowsError Error = WindowsError.Success, string Detail = "")
{
    /// <summary>A failure.</summary>
    public static GssResult Failed(WindowsError error, string detail = "") => new(GssOutcome.Failed, [], error, detail);
}

/// <summary>One attempt to authenticate by one method, one side of it (RFC 2743 section 2.2).</summary>
public interface IGssContext : IDisposable
{
    /// <summary>
    /// True when no step ever waits for anybody and each is short: then the machine takes it on its own thread. Else the machine hands its steps out
    /// (<see cref="Gatehouse.Model.Keying.KeyingStep"/>), and whatever thread takes them, there is one at a time and nothing else is called meanwhile.
    /// </summary>
    bool IsInstant => false;

    /// <summary>Takes the peer's token, which is empty in an initiator's first step.</summary>
    GssResult Step(ReadOnlySpan<byte> token);

    /// <summary>A copy of the key both sides share, once done; empty for a method without.</summary>
    SecretBytes ExportKey();

    /// <summary>Who the peer is, once done.</summary>
    string PeerName { get; }
}

/// <summary>The methods a host can use. An in-memory twin stands in for them in simulations.</summary>
public interface IGssMechanisms
{
    /// <summary>True when this host can authenticate by a method at all.</summary>
    bool Supports(AuthIpMethod method);

    /// <summary>The principal a peer shall ask for; null when no method needs one.</summary>
    string? LocalName(AddressPair addresses);

    /// <summary>Begins an attempt as the one who asks. <paramref name="peerName"/> is what the peer calls itself, which nobody vouches for.</summary>
    IGssContext Initiate(AuthIpMethod method, string? peerName, AddressPair addresses);

    /// <summary>Begins an attempt as the one who is asked.</summary>
    IGssContext Accept(AuthIpMethod method, AddressPair addresses);
}
