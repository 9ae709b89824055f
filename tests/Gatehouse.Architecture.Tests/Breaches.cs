using Xunit;

namespace Gatehouse.Architecture.Tests;

/// <summary>How a rule of the house fails: the rule and its reason first, then one breach per line.</summary>
internal static class Breaches
{
    public static void ShouldHaveNone(this IEnumerable<string> breaches, string reason)
    {
        var found = breaches.ToArray();
        Assert.True(found.Length == 0, reason + "\n  " + string.Join("\n  ", found));
    }
}
