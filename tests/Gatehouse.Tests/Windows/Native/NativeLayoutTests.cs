using System.Runtime.InteropServices;
using Gatehouse.Oracles.Windows;
using Gatehouse.Windows;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Windows.Native;

public sealed class NativeLayoutTests
{
    [Fact]
    public void Sizes_and_offsets_are_those_of_the_documented_table()
    {
        var seen = 0;
        foreach (var (name, size, members) in NativeLayouts.Rows())
        {
            var type = typeof(WindowsFilterEngine).Assembly.GetType($"Gatehouse.Windows.Native.{name}", throwOnError: true)!;
            Marshal.SizeOf(type).ShouldBe(size, name);
            foreach (var (member, offset) in members)
                ((int)Marshal.OffsetOf(type, member)).ShouldBe(offset, $"{name}.{member}");
            seen += 1 + members.Length;
        }

        seen.ShouldBeGreaterThan(150);
    }
}
