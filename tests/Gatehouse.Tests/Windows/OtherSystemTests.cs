using Gatehouse.Model.Wfp;
using Gatehouse.Windows;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Windows;

public sealed class OtherSystemTests
{
    [Fact]
    public void Elsewhere_than_on_Windows_the_engine_is_refused_with_a_way_out()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "this is Windows");
        var refused = WindowsFilterEngine.Create();

        refused.Error.ShouldBe(FwpError.NotSupported);
        refused.Detail.ShouldContain("gatehouse run");
        $"{refused}".ShouldStartWith("ERROR_NOT_SUPPORTED: ");
    }
}
