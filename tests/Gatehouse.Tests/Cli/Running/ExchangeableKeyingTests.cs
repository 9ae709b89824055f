using Gatehouse.Base;
using Gatehouse.Cli.Running;
using Gatehouse.Keying;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Keying;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Tests.Engine;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli.Running;

/// <summary>A policy that wants another keying module gets one, and any other change stays with the module there is.</summary>
public sealed class ExchangeableKeyingTests
{
    private readonly List<(KeyingSettings Settings, ScriptedKeying Module)> _made = [];
    private readonly List<KeyingAction> _actions = [];
    private KeyingSettings _wanted = Of("ike: { authentication: [kerberos] }");

    [Theory]
    [InlineData("authip: { authentication: [kerberos] }")]
    [InlineData("authip: { authentication: [kerberos], wireProfile: { version: 9 } }")]
    public void Another_module_begins_when_the_one_before_has_said_goodbye(string keying)
    {
        var running = New();
        _wanted = Of(keying);
        _made[0].Module.Say(new KeyingAction.AcquireFailed(default, Instant.Zero));
        running.OnPolicyChanged(Instant.Zero, _actions);
        _made[0].Module.Calls.ShouldBe(["shutdown"]);
        _actions.Count.ShouldBe(1);
        _made.Count.ShouldBe(2);
        _made[1].Settings.ShouldBe(_wanted);
        running.OnDeadline(Instant.Zero, _actions);
        _made[1].Module.Calls.ShouldBe(["deadline"]);
        _made[0].Module.Calls.Count.ShouldBe(1);

        // A step that the one before handed out comes back to it; the new one may look at it too.
        running.OnStepEnded(Instant.Zero, new NoStep(), _actions);
        _made[0].Module.Calls.Last().ShouldBe("step");
    }

    [Fact]
    public void A_policy_that_wants_the_same_module_is_the_modules_business()
    {
        _wanted = Of("authip: { authentication: [kerberos] }");
        var running = New();
        _wanted = Of("authip: { authentication: [kerberos, anonymous], kerberos: { keytab: /k }, wireProfile: windows-2008r2 }");
        running.OnPolicyChanged(Instant.Zero, _actions);
        _made.ShouldHaveSingleItem().Module.Calls.ShouldBe(["policy changed"]);
    }

    [Theory]
    [InlineData("ike: { authentication: [kerberos] }", KeyingKind.Ike)]
    [InlineData("authip: { authentication: [kerberos] }", KeyingKind.AuthIp)]
    [InlineData("ike: { authentication: [kerberos] }, authip: { authentication: [kerberos] }", KeyingKind.Ike)]
    internal void A_policy_says_who_negotiates(string keying, KeyingKind kind) => Of(keying).Kind.ShouldBe(kind);

    [Fact]
    public void The_wire_profile_is_the_policys() =>
        Of("authip: { authentication: [kerberos], wireProfile: { keySplit: authentication-first } }").Profile.KeySplit.ShouldBe(KeySplit.AuthenticationFirst);

    private static KeyingSettings Of(string keying)
    {
        var read = PolicyReader.Read($"gatehouse: 1\nscenario: transport-mode\nkeying: {{ {keying} }}", "policy.yaml");
        read.ErrorLines().ShouldBeEmpty();
        return KeyingSettings.Of(read.Document!);
    }

    private ExchangeableKeying New() => new(
        settings =>
        {
            var module = new ScriptedKeying();
            _made.Add((settings, module));
            return module;
        },
        () => _wanted);

    private sealed class NoStep : KeyingStep
    {
        public override bool IsOwn => true;

        public override void Run()
        {
        }

        public override void Refuse(string why)
        {
        }
    }
}
