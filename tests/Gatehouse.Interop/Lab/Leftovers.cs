using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Gatehouse.Interop.Lab;

/// <summary>Everything that must not outlive the tests, cleaned away when the process ends before a test could do so (Ctrl-C, a crash of the runner).</summary>
internal static class Leftovers
{
    private static readonly List<(object Owner, Action Clean)> Items = [];

    /// <summary>Exit code of a test run that was told to end.</summary>
    private const int Interrupted = 130;

    /// <summary>Kept for as long as the process lives; a collected registration would let the signal kill at once.</summary>
    private static PosixSignalRegistration[] _signals = [];

    /// <summary>Remembers how to clean up after an owner.</summary>
    public static void Add(object owner, Action clean)
    {
        lock (Items)
            Items.Add((owner, clean));
    }

    /// <summary>The owner has cleaned up by itself.</summary>
    public static void Remove(object owner)
    {
        lock (Items)
            Items.RemoveAll(item => ReferenceEquals(item.Owner, owner));
    }

    [ModuleInitializer]
    internal static void Install()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => CleanAll();

        // Since .NET 10 a signal ends a process without ProcessExit, unless somebody asked for the signal.
        _signals = [.. new[] { PosixSignal.SIGTERM, PosixSignal.SIGHUP, PosixSignal.SIGINT }.Select(signal => PosixSignalRegistration.Create(signal, Leave))];
    }

    private static void Leave(PosixSignalContext context)
    {
        context.Cancel = true;
        Environment.Exit(Interrupted);
    }

    private static void CleanAll()
    {
        while (true)
        {
            Action clean;
            lock (Items)
            {
                if (Items.Count == 0)
                    return;
                clean = Items[^1].Clean;
                Items.RemoveAt(Items.Count - 1);
            }

            try
            {
                clean();
            }
            catch (Exception e) when (e is InvalidOperationException or TimeoutException or IOException)
            {
                Console.Error.WriteLine($"clean-up: {e.Message}");
            }
        }
    }
}
