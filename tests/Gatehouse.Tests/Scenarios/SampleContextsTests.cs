using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Recipes;
using Gatehouse.Tests.Engine;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Scenarios;

public sealed class SampleContextsTests
{
    [Fact]
    public void The_page_has_no_raw_context_for_INITIATE_SECURE_and_the_sample_has_0x2()
    {
        var page = TestNode.Compile("negotiation-discovery");
        var sample = SampleContexts.Apply(page);
        var rows = page.Filters.Zip(sample.Filters).Where(pair => pair.First.Layer is FwpmLayer.AleAuthRecvAcceptV4 or FwpmLayer.AleAuthRecvAcceptV6)
            .Where(pair => pair.First.Callout is not null).ToList();
        rows.Count.ShouldBeGreaterThan(1);
        foreach (var (first, second) in rows)
        {
            first.RawContext.ShouldBeNull();
            second.ShouldBe(first with { RawContext = 0x2 });
        }

        page.Filters.Zip(sample.Filters).Count(pair => pair.First != pair.Second).ShouldBe(rows.Count);
    }
}
