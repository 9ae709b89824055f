namespace Gatehouse.Cli.Windows;

/// <summary>How gatehouse confirm reaches whoever keeps a policy on trial: an event of Windows with a name, seen by every session of the machine.</summary>
internal static class Confirmation
{
    private const string Name = @"Global\Gatehouse-apply-on-trial";

    /// <summary>Begins a trial that can be confirmed; null when another one is under way.</summary>
    public static EventWaitHandle? Begin()
    {
        var confirmed = new EventWaitHandle(false, EventResetMode.ManualReset, Name, out var isNew);
        if (isNew)
            return confirmed;
        confirmed.Dispose();
        return null;
    }

    /// <summary>Confirms; false when nothing is on trial.</summary>
    public static bool Give() => Open() is { } waiting && Use(waiting, handle => handle.Set());

    /// <summary>Whether a policy is on trial.</summary>
    public static bool IsAwaited() => Open() is { } waiting && Use(waiting, _ => true);

    private static EventWaitHandle? Open() =>
        OperatingSystem.IsWindows() && EventWaitHandle.TryOpenExisting(Name, out var waiting) ? waiting : null;

    private static bool Use(EventWaitHandle waiting, Func<EventWaitHandle, bool> act)
    {
        using (waiting)
            return act(waiting);
    }
}
