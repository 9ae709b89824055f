using System.Text;
using Gatehouse.Base;
using Gatehouse.Host.Secrets;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Host.Secrets;

public sealed class SecretReaderTests
{
    private const string Phrase = "correct horse battery staple";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public void A_variable_is_read_as_UTF8()
    {
        var name = $"GATEHOUSE_TEST_{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable(name, "Schlüssel");
        var result = SecretReader.FromEnvironment(name);
        Environment.SetEnvironmentVariable(name, null);
        result.Error.ShouldBeNull();
        result.Secret!.Span.ToArray().ShouldBe(Encoding.UTF8.GetBytes("Schlüssel"));
    }

    [Fact]
    public void A_missing_variable_is_named()
    {
        var result = SecretReader.FromEnvironment("GATEHOUSE_TEST_NOT_SET");
        result.Secret.ShouldBeNull();
        result.Error.ShouldBe("the pre-shared key is missing: the environment variable GATEHOUSE_TEST_NOT_SET is not set or empty");
    }

    [Theory]
    [InlineData(Phrase, Phrase)]
    [InlineData(Phrase + "\n", Phrase)]
    [InlineData(Phrase + "\r\n", Phrase)]
    [InlineData(Phrase + "\n\n", Phrase + "\n")]
    [InlineData(" leading and trailing ", " leading and trailing ")]
    public void One_newline_at_the_end_of_a_file_is_not_part_of_the_key(string content, string key)
    {
        using var directory = new TemporaryDirectory();
        var file = Write(directory, content, Private);
        var result = SecretReader.FromFile(file);
        result.Error.ShouldBeNull();
        result.Warning.ShouldBeNull();
        Encoding.UTF8.GetString(result.Secret!.Span).ShouldBe(key);
    }

    [Fact]
    public void A_file_open_to_everybody_is_warned_about()
    {
        using var directory = new TemporaryDirectory();
        var file = Write(directory, Phrase, Private | UnixFileMode.OtherRead);
        var result = SecretReader.FromFile(file);
        result.Secret.ShouldNotBeNull();
        result.Warning!.ShouldContain(file);
        result.Warning!.ShouldNotContain(Phrase);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\n", "is empty")]
    public void An_empty_file_is_named(string content, string expected)
    {
        using var directory = new TemporaryDirectory();
        var result = SecretReader.FromFile(Write(directory, content, Private));
        result.Secret.ShouldBeNull();
        result.Error!.ShouldContain(expected);
    }

    [Fact]
    public void A_missing_file_and_a_directory_are_named()
    {
        using var directory = new TemporaryDirectory();
        SecretReader.FromFile(directory.File("none")).Error!.ShouldContain("it does not exist");
        SecretReader.FromFile(directory.Path).Error!.ShouldContain(directory.Path);
    }

    [Fact]
    public void A_file_that_is_too_long_is_refused_without_being_shown()
    {
        using var directory = new TemporaryDirectory();
        SecretReader.FromFile(Write(directory, new string('k', SecretReader.MaxLength), Private)).Error.ShouldBeNull();
        var error = SecretReader.FromFile(Write(directory, new string('k', SecretReader.MaxLength + 1), Private)).Error;
        error!.ShouldContain("too long");
        error!.ShouldNotContain("kkkk");
    }

    [Fact]
    public void An_endless_file_is_refused() => SecretReader.FromFile("/dev/zero").Error!.ShouldContain("too long");

    [Fact]
    public void Credentials_give_one_key_to_every_peer_and_print_nothing()
    {
        using var credentials = new PolicyCredentials(new SecretBytes(Encoding.UTF8.GetBytes(Phrase)));
        var pair = new AddressPair(IpAddr.Parse("10.0.0.1"), IpAddr.Parse("10.0.0.2"));
        Encoding.UTF8.GetString(credentials.PresharedKey(pair)!.Span).ShouldBe(Phrase);
        credentials.ToString()!.ShouldNotContain(Phrase);
        SecretReader.FromEnvironment("PATH").ToString().ShouldNotContain("/bin");
    }

    [Fact]
    public void A_policy_in_which_nobody_negotiates_has_credentials_without_a_key()
    {
        using var credentials = new PolicyCredentials(null);
        credentials.PresharedKey(new AddressPair(IpAddr.Parse("10.0.0.1"), IpAddr.Parse("10.0.0.2"))).ShouldBeNull();
    }

    private static string Write(TemporaryDirectory directory, string content, UnixFileMode mode)
    {
        var file = directory.File("psk");
        System.IO.File.WriteAllText(file, content);
        System.IO.File.SetUnixFileMode(file, mode);
        return file;
    }
}
