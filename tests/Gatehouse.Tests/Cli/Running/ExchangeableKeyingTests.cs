using Gatehouse.Base;
using Gatehouse.Cli.Running;
using Gatehouse.Keying;
using Gatehouse.Model.AuthIp;
using Gatehouse.Model.Ipsec;
using Gatehouse.Model.Keying;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Tests.Engine;
using Gatehouse.Tests.Keying.Ikev1;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli.Running;

/// <summary>A policy that wants another keying module gets one, and any other change stays with the module there is.</summary>
public sealed class ExchangeableKeyingTests
{
    private readonly List<(AuthIpWireProfile Profile, ScriptedKeying Module)> _made = [];
    private readonly List<KeyingAction> _actions = [];
    private KeyingSettings _wanted = Of("ike: { authentication: [kerberos] }");

    [Fact]
    public void Another_module_begins_when_the_one_before_has_said_goodbye()
    {
        var running = New();
        _wanted = Of("authip: { authentication: [kerberos], wireProfile: { version: 9 } }");
        _made[0].Module.Say(new KeyingAction.AcquireFailed(default, Instant.Zero));
        running.OnPolicyChanged(Instant.Zero, _actions);
        _made[0].Module.Calls.ShouldBe(["shutdown"]);
        _actions.Count.ShouldBe(1);
        _made.Count.ShouldBe(2);
        _made[1].Profile.Version.ShouldBe(9u);
        running.OnDeadline(Instant.Zero, _actions);
        _made[1].Module.Calls.ShouldBe(["deadline"]);
        _made[0].Module.Calls.Count.ShouldBe(1);

        // A step that the one before handed out comes back to it; the new one may look at it too.
        running.OnStepEnded(Instant.Zero, new NoStep(), _actions);
        _made[0].Module.Calls.Last().ShouldBe("step");
    }

    [Theory]
    [InlineData("authip: { authentication: [kerberos, anonymous], kerberos: { keytab: /k }, wireProfile: windows-2008r2 }")]
    [InlineData("ike: { authentication: [{ psk: { env: X } }] }")]
    [InlineData("ike: { authentication: [{ psk: { env: X } }] }, authip: { authentication: [kerberos] }")]
    public void A_policy_with_the_same_profile_or_none_is_the_modules_business(string keying)
    {
        _wanted = Of("authip: { authentication: [kerberos] }");
        var running = New();
        _wanted = Of(keying);
        running.OnPolicyChanged(Instant.Zero, _actions);
        _made.ShouldHaveSingleItem().Module.Calls.ShouldBe(["policy changed"]);
    }

    [Theory]
    [InlineData("ike: { authentication: [{ psk: { env: X } }] }", true, false)]
    [InlineData("authip: { authentication: [kerberos] }", false, true)]
    [InlineData("ike: { authentication: [{ psk: { env: X } }] }, authip: { authentication: [kerberos] }", true, true)]
    [InlineData("ike: { authentication: [kerberos] }, authip: { authentication: [kerberos] }", false, true)]
    [InlineData("ike: { authentication: [{ psk: { env: X } }] }, authip: { authentication: [certificate] }", true, false)]
    public void A_policy_says_who_negotiates_and_this_build_who_can(string keying, bool ike, bool authIp)
    {
        var settings = Of(keying);
        (settings.Ike, settings.AuthIp, settings.Profile is not null).ShouldBe((ike, authIp, authIp));
        (settings.Has(KeyingModule.Ike), settings.Has(KeyingModule.AuthIp)).ShouldBe((ike, authIp));
    }

    [Fact]
    public void Who_cannot_negotiate_finds_no_policy()
    {
        var all = new TestPolicy();
        var usable = new UsableKeyingPolicy(all, () => Of("ike: { authentication: [kerberos] }, authip: { authentication: [kerberos] }"));
        usable.MainMode(KeyingModule.Ike, default).ShouldBeNull();
        usable.QuickMode(KeyingModule.Ike, default, default).ShouldBeNull();
        usable.MainMode(KeyingModule.AuthIp, default).ShouldBe(all.Main);
        usable.QuickMode(KeyingModule.AuthIp, default, default).ShouldBe(all.Quick);
    }

    [Fact]
    public void The_wire_profile_is_the_policys() =>
        Of("authip: { authentication: [kerberos], wireProfile: { keySplit: authentication-first } }").Profile!.KeySplit.ShouldBe(KeySplit.AuthenticationFirst);

    private static KeyingSettings Of(string keying)
    {
        var read = PolicyReader.Read($"gatehouse: 1\nscenario: transport-mode\nkeying: {{ {keying} }}", "policy.yaml");
        read.ErrorLines().ShouldBeEmpty();
        return KeyingSettings.Of(read.Document!);
    }

    private ExchangeableKeying New() => new(
        profile =>
        {
            var module = new ScriptedKeying();
            _made.Add((profile, module));
            return module;
        },
        () => _wanted.Profile);

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
