namespace Gatehouse.Cli.Windows;

/// <summary>How gatehouse confirm reaches the apply that waits for it: an event of Windows with a name, seen by every session of the machine.</summary>
internal static class Confirmation
{
    private const string Name = @"Global\Gatehouse-apply-on-trial";

    /// <summary>Waits; true when somebody confirmed in time.</summary>
    public static bool Wait(TimeSpan patience)
    {
        using var confirmed = new EventWaitHandle(false, EventResetMode.ManualReset, Name);
        return confirmed.WaitOne(patience);
    }

    /// <summary>Confirms; false when nobody waits.</summary>
    public static bool Give()
    {
        if (!OperatingSystem.IsWindows() || !EventWaitHandle.TryOpenExisting(Name, out var waiting))
            return false;
        using (waiting)
            return waiting.Set();
    }
}
