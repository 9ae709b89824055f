using System.Diagnostics;
using Shouldly;

namespace Gatehouse.Interop.Linux;

/// <summary>Waits for something another thread or the kernel brings about.</summary>
public static class Eventually
{
    public static void Is<T>(Func<T> actual, T expected)
    {
        var patience = Stopwatch.StartNew();
        while (!Equals(actual(), expected) && patience.Elapsed < TimeSpan.FromSeconds(10))
            Thread.Sleep(20);
        actual().ShouldBe(expected);
    }
}
