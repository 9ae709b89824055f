using Gatehouse.Linux.Diagnosis;
using Xunit;

namespace Gatehouse.Interop;

/// <summary>
/// A test that needs root calls this first. At a desk without privilege it is skipped; where GATEHOUSE_REQUIRE_PRIVILEGED is 1 it fails,
/// so that a machine meant to test everything cannot pass by leaving it out.
/// </summary>
public static class Privileged
{
    private static readonly Lazy<Capabilities> Here = new(() => Capabilities.Check());

    /// <summary>Returns when this machine has the named commands; for tests that need no privilege.</summary>
    public static void RequireTools(params string[] tools) => SkipFor(FirstMissing(tools));

    /// <summary>Returns when nothing is missing; else this is the sentence that says what.</summary>
    public static void RequireThat(string? missing) => SkipFor(missing);

    /// <summary>Returns when this machine can enforce and has the named commands.</summary>
    public static void Require(params string[] tools)
    {
        var missing = Here.Value.FirstMissing(
            FindingTopic.Privilege, FindingTopic.NetfilterQueue, FindingTopic.Rules, FindingTopic.Namespaces);
        SkipFor(missing?.Sentence ?? FirstMissing(tools));
    }

    /// <summary>A sentence when the command is not installed, else null.</summary>
    public static string? Missing(string tool) => FirstMissing([tool]);

    private static string? FirstMissing(string[] tools) =>
        tools.Where(tool => !IsInstalled(tool)).Select(tool => $"the command {tool} is not installed").FirstOrDefault();

    private static void SkipFor(string? sentence)
    {
        if (sentence is null)
            return;
        if (Environment.GetEnvironmentVariable("GATEHOUSE_REQUIRE_PRIVILEGED") == "1")
            Assert.Fail($"GATEHOUSE_REQUIRE_PRIVILEGED=1, but: {sentence}");
        Assert.Skip(sentence);
    }

    private static bool IsInstalled(string tool) =>
        $"{Environment.GetEnvironmentVariable("PATH")}:/usr/local/sbin:/usr/sbin:/sbin".Split(':').Any(folder => File.Exists(Path.Combine(folder, tool)));
}
