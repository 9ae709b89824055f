using Gatehouse.Host.Control;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Host.Control;

public sealed class ControlAccessTests
{
    private const uint Own = 1000, Readers = 20, Writers = 30;

    [Theory]
    [InlineData(0u, 0u, ControlAccess.Write)]
    [InlineData(Own, 5u, ControlAccess.Write)]
    [InlineData(7u, Writers, ControlAccess.Write)]
    [InlineData(7u, Readers, ControlAccess.Read)]
    [InlineData(7u, 5u, ControlAccess.None)]
    public void Root_the_owner_and_the_groups_may_as_they_were_given(uint user, uint group, ControlAccess access) =>
        new ControlAccessRules(Own, Readers, Writers).Of(new PeerCredentials(user, [3, group])).ShouldBe(access);

    [Fact]
    public void Without_groups_nobody_else_may_anything_and_the_socket_is_not_shared()
    {
        var rules = new ControlAccessRules(Own);
        rules.Of(new PeerCredentials(7, [0, Readers])).ShouldBe(ControlAccess.None);
        rules.IsShared.ShouldBeFalse();
        new ControlAccessRules(Own, Readers).IsShared.ShouldBeTrue();
    }

    [Theory]
    [InlineData(ControlCommands.Apply, ControlAccess.Write)]
    [InlineData(ControlCommands.Confirm, ControlAccess.Write)]
    [InlineData(ControlCommands.Down, ControlAccess.Write)]
    [InlineData(ControlCommands.Status, ControlAccess.Read)]
    [InlineData(ControlCommands.Events, ControlAccess.Read)]
    [InlineData(ControlCommands.Sessions, ControlAccess.Read)]
    [InlineData("nonsense", ControlAccess.Read)]
    public void A_command_that_changes_something_needs_the_right_to(string command, ControlAccess access) =>
        ControlAccessRules.Needed(command).ShouldBe(access);

    [Fact]
    public void Groups_are_found_by_name_and_number()
    {
        GroupName.Find("4711", out _).ShouldBe(4711u);
        GroupName.Find("root", out _).ShouldBe(0u);
        GroupName.Find("no-such-group", out var failure).ShouldBeNull();
        failure.ShouldBe("there is no group no-such-group in /etc/group");
    }

    [Fact]
    public async Task Malformed_requests_and_refusals_are_counted()
    {
        using var directory = new TemporaryDirectory();
        using var socket = ControlSocket.Open(Path.Combine(directory.Path, "node.sock")).Socket!;
        // Rules under which nobody who can run this test but root may do anything.
        await using var server = ControlServer.Start(socket, _ => Task.FromResult(new ControlResponse(true)), new ControlAccessRules(uint.MaxValue));
        var patience = TimeSpan.FromSeconds(30);
        var answer = await ControlClient.AskAsync(socket.Path, new ControlRequest(ControlCommands.Down), patience, TestContext.Current.CancellationToken);
        var isRoot = Environment.UserName == "root";
        answer.Response!.Ok.ShouldBe(isRoot);
        server.Refused.ShouldBe(isRoot ? 0 : 1);
        var mangled = await ControlClient.AskAsync(socket.Path, new ControlRequest(""), patience, TestContext.Current.CancellationToken);
        mangled.Response!.Ok.ShouldBeFalse();
        server.Malformed.ShouldBe(1);
    }
}
