using Gatehouse.Base;

namespace Gatehouse.Keying.Coexistence;

/// <summary>What the arbiter remembers of one address pair.</summary>
internal sealed class Rivalry(AddressPair addresses)
{
    /// <summary>Both ends.</summary>
    public AddressPair Addresses { get; } = addresses;

    /// <summary>Both modules were asked, and it is not over.</summary>
    public bool IsContested { get; private set; }

    /// <summary>When they were.</summary>
    public Instant Began { get; private set; }

    /// <summary>AuthIP's first message waits, because IKEv1 was answered.</summary>
    public bool IsAuthIpStopped { get; set; }

    /// <summary>End of the later pause of the attempts that failed since the last success; null when none did.</summary>
    public Instant? FailedUntil { get; private set; }

    /// <summary>Acquires before this time are refused by both modules alike.</summary>
    public Instant PausedUntil { get; private set; } = Instant.Zero;

    /// <summary>AuthIP failed to authenticate; IKEv1 is not begun before this time.</summary>
    public Instant IkeBarredUntil { get; set; } = Instant.Zero;

    /// <summary>Nothing is left to remember.</summary>
    public bool IsOver(Instant now) => !IsContested && FailedUntil is null && now >= PausedUntil && now >= IkeBarredUntil;

    /// <summary>Both modules are asked.</summary>
    public void Begin(Instant now) => (IsContested, Began, IsAuthIpStopped, FailedUntil) = (true, now, false, null);

    /// <summary>An attempt failed. The other may succeed yet.</summary>
    public void Fail(Instant retryAt) => FailedUntil = Instant.Max(FailedUntil ?? Instant.Zero, retryAt);

    /// <summary>An SA is up.</summary>
    public void Succeed() => (FailedUntil, PausedUntil) = (null, Instant.Zero);

    /// <summary>No attempt is left. Returns the end of the pause that the node must be told; null when nothing failed.</summary>
    public Instant? Conclude()
    {
        var failed = FailedUntil;
        (IsContested, FailedUntil) = (false, null);
        PausedUntil = failed ?? PausedUntil;
        return failed;
    }

    /// <summary>A pause belongs to the policy that failed.</summary>
    public void ForgetPauses() => (FailedUntil, PausedUntil, IkeBarredUntil) = (null, Instant.Zero, Instant.Zero);
}
