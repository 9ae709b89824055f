using Gatehouse.Host;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Host;

public sealed class NodeNameTests
{
    [Theory]
    [InlineData("gl-a", "gl-a")]
    [InlineData(null, "host")]
    [InlineData("two words", "host")]
    [InlineData("", "host")]
    public void Without_a_name_the_network_namespace_gives_it(string? networkNamespace, string expected) =>
        NodeName.Default(networkNamespace).ShouldBe(expected);

    [Theory]
    [InlineData("host", true)]
    [InlineData("gl-a.2", true)]
    [InlineData("", false)]
    [InlineData("..", false)]
    [InlineData("-a", false)]
    [InlineData("a/b", false)]
    [InlineData("a b", false)]
    [InlineData("a\nb", false)]
    public void A_name_must_fit_a_path(string name, bool valid) => NodeName.IsValid(name).ShouldBe(valid);

    [Fact]
    public void A_name_of_65_characters_is_too_long()
    {
        NodeName.IsValid(new string('a', 64)).ShouldBeTrue();
        NodeName.IsValid(new string('a', 65)).ShouldBeFalse();
    }
}
