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

    public static void Require()
    {
        var missing = Here.Value.FirstMissing(
            FindingTopic.Privilege, FindingTopic.NetfilterQueue, FindingTopic.Rules, FindingTopic.Namespaces);
        if (missing is null)
            return;
        if (Environment.GetEnvironmentVariable("GATEHOUSE_REQUIRE_PRIVILEGED") == "1")
            Assert.Fail($"GATEHOUSE_REQUIRE_PRIVILEGED=1, but: {missing.Sentence}");
        Assert.Skip(missing.Sentence);
    }
}
