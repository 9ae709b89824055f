using Gatehouse.Base;

namespace Gatehouse.Keying.Timing;

/// <summary>
/// All timers of a keying module, earliest first; equal times fire in the order they were armed, so that a run can be repeated exactly.
/// </summary>
internal sealed class DeadlineQueue
{
    private readonly PriorityQueue<Alarm, (Instant Due, long Order)> _queue = new(Comparer<(Instant Due, long Order)>.Create(Compare));
    private long _order;

    /// <summary>The earliest armed alarm, or null.</summary>
    public Instant? Next
    {
        get
        {
            DropStale();
            return _queue.TryPeek(out _, out var priority) ? priority.Due : null;
        }
    }

    /// <summary>Called by <see cref="Alarm.Arm"/> only.</summary>
    public void Enqueue(Alarm alarm, Instant due) => _queue.Enqueue(alarm, (due, _order++));

    /// <summary>Fires everything due at <paramref name="now"/>, alarms armed meanwhile for a past time included.</summary>
    public void Fire(Instant now)
    {
        // An alarm that arms itself for a time that has passed would never let go of the loop; one round fires each entry at most once.
        var last = _order;
        while (true)
        {
            DropStale();
            if (!_queue.TryPeek(out var alarm, out var priority) || priority.Due > now || priority.Order >= last)
                return;
            _queue.Dequeue();
            alarm.Fire();
        }
    }

    // Moving or disarming an alarm leaves its old entry in the heap; it is recognised by its time and dropped when it surfaces.
    private void DropStale()
    {
        while (_queue.TryPeek(out var alarm, out var priority) && alarm.Due != priority.Due)
            _queue.Dequeue();
    }

    private static int Compare((Instant Due, long Order) left, (Instant Due, long Order) right)
    {
        var byTime = left.Due.CompareTo(right.Due);
        return byTime != 0 ? byTime : left.Order.CompareTo(right.Order);
    }
}
