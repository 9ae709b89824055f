using Gatehouse.Base;

namespace Gatehouse.Keying.Timing;

/// <summary>One timer of one owner. It is armed in a <see cref="DeadlineQueue"/>, fires once, and may be armed again.</summary>
internal sealed class Alarm(Action onFire)
{
    /// <summary>When it fires; null while disarmed.</summary>
    public Instant? Due { get; private set; }

    /// <summary>Sets or moves the alarm.</summary>
    public void Arm(DeadlineQueue queue, Instant due)
    {
        Due = due;
        queue.Enqueue(this, due);
    }

    /// <summary>Fires no more until armed again.</summary>
    public void Disarm() => Due = null;

    /// <summary>Runs the owner's handler, which may arm the alarm again.</summary>
    public void Fire()
    {
        Due = null;
        onFire();
    }
}
