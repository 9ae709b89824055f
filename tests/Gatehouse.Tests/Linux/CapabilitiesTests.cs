using Gatehouse.Linux.Diagnosis;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Linux;

public sealed class CapabilitiesTests
{
    [Theory]
    [InlineData("Name:\tx\nCapEff:\t000001ffffffffff\n", true)]
    [InlineData("CapEff:\t0000000000003400\n", true)]
    [InlineData("CapEff:\t0000000000002400\n", false)]
    [InlineData("CapEff:\t0000000000000000\n", false)]
    [InlineData("CapEff:\n", false)]
    [InlineData("", false)]
    public void Privilege_is_told_by_the_effective_capabilities(string status, bool ok)
    {
        var finding = Capabilities.Privilege(status);
        finding.Ok.ShouldBe(ok);
        if (!ok)
            finding.Sentence.ShouldContain("run as root");
    }

    [Fact]
    public void Without_privilege_nothing_works_whatever_else_is_asked()
    {
        var capabilities = new Capabilities([new Finding(FindingTopic.Privilege, false, "run as root")]);
        capabilities.CanEnforce.ShouldBeFalse();
        capabilities.CanDemonstrate.ShouldBeFalse();
        capabilities.FirstMissing(FindingTopic.Namespaces)!.Topic.ShouldBe(FindingTopic.Privilege);
    }
}
