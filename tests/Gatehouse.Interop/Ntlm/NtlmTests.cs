using Gatehouse.Base;
using Gatehouse.Host.Ntlm;
using Gatehouse.Ike.AuthIp;
using Gatehouse.Keying.AuthIp.Gss;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Ntlm;

/// <summary>NTLM through the plug-in of the GSS library: one user's password at both ends.</summary>
public sealed class NtlmTests : IDisposable
{
    private static readonly AddressPair Pair = new(IpAddr.Parse("192.0.2.1"), IpAddr.Parse("192.0.2.2"));
    private readonly string _directory = Directory.CreateTempSubdirectory("gh-").FullName;

    public NtlmTests() => Privileged.RequireThat(NtlmMechanism.Missing);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void The_responder_learns_the_user_and_both_one_key()
    {
        var users = Users("users", "LAB:alice:correct horse");
        var initiator = Begin(users, @"LAB\alice");
        var responder = Accept(users);
        var (error, detail, tokens) = Shake(initiator, responder);
        error.ShouldBe(WindowsError.Success, detail);
        tokens.ShouldBe(3, "NEGOTIATE, CHALLENGE, AUTHENTICATE ([MS-NLMP] 1.3.1)");
        responder.PeerName.ShouldBe(@"LAB\alice");
        using var one = initiator.ExportKey();
        using var other = responder.ExportKey();
        one.Length.ShouldBe(16);
        one.ContentEquals(other).ShouldBeTrue();
    }

    [Fact]
    public void A_wrong_password_is_refused_by_the_responder()
    {
        var responder = Accept(Users("users", "LAB:alice:correct horse"));
        var (error, detail, tokens) = Shake(Begin(Users("wrong", "LAB:alice:battery staple"), @"LAB\alice"), responder);
        (error, tokens).ShouldBe((WindowsError.AuthFail, 3));
        detail.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_user_without_password_cannot_begin()
    {
        var (error, detail, tokens) = Shake(Begin(Users("users", "LAB:bob:x"), @"LAB\alice"), Accept(Users("users", "LAB:bob:x")));
        (error, tokens).ShouldBe((WindowsError.AuthFail, 0));
        detail.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_missing_file_is_named() => Shake(Begin("/nowhere/users", @"LAB\alice"), Accept("/nowhere/users")).Detail.ShouldBe(
        "/nowhere/users: there is no such file; it should hold lines DOMAIN:user:password");

    private static IGssContext Begin(string file, string user) =>
        new NtlmMechanism(new NtlmOptions { User = user, PasswordFile = file }).Initiate(AuthIpMethod.Ntlm, null, Pair);

    private static IGssContext Accept(string file) => new NtlmMechanism(new NtlmOptions { UserFile = file }).Accept(AuthIpMethod.Ntlm, Pair);

    private string Users(string name, string line)
    {
        var path = Path.Combine(_directory, name);
        File.WriteAllText(path, line + "\n");
        return path;
    }

    private static (WindowsError Error, string Detail, int Tokens) Shake(IGssContext initiator, IGssContext responder)
    {
        var result = initiator.Step([]);
        var tokens = 0;
        for (var next = responder; result.Outcome != GssOutcome.Failed; next = next == responder ? initiator : responder)
        {
            if (result is { Outcome: GssOutcome.Done, Token.Length: 0 })
                return (WindowsError.Success, "", tokens);
            tokens++;
            result = next.Step(result.Token);
        }

        return (result.Error, result.Detail, tokens);
    }
}
