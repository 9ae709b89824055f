using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Windows;

/// <summary>What Windows has of its own beside our objects, as its engine's enumerations give it.</summary>
public sealed class ShowTests
{
    [Fact]
    public void Callouts_and_sublayers_of_Windows_are_those_of_the_documented_lists_and_cannot_be_deleted()
    {
        using var recorder = new RecordedEngine();
        using var session = recorder.Engine.Open(new FwpmSession()).Require();
        var callouts = session.Callouts.Enum(FwpmEnumTemplate.All).Require();
        callouts.Select(entry => (entry.Object.Key, entry.Object.Layer)).ShouldBe(
            FwpmCallouts.All.Where(info => callouts.Any(entry => entry.Object.Key == info.Key)).Select(info => (info.Key, info.Layer)), ignoreOrder: true);
        callouts.ShouldAllBe(entry => entry.Object.Flags == FwpmCalloutFlags.Registered);
        session.ShouldBeAssignableTo<ILeavesOut>().ShouldNotBeNull().LeftOut.ShouldHaveSingleItem().ShouldBe(
            new FwpmObjectName(FwpmObjectName.CalloutKind, Guid.Parse("00000000-0000-4000-b000-000000000001"), "Somebody's stream inspection", null));
        session.SubLayers.Enum(FwpmEnumTemplate.All).Require().Select(entry => entry.Object).ShouldBe(FwpmSubLayer.BuiltIns);
        session.SubLayers.DeleteByKey(FwpmSubLayer.Universal.Key).Error.ShouldBe(FwpError.BuiltinObject);
        session.Callouts.GetById(callouts[3].Id).Require().Object.ShouldBe(callouts[3].Object);
        session.Callouts.DeleteById(callouts[3].Id).Error.ShouldBe(FwpError.BuiltinObject);
        recorder.ShouldBeCleanBut(1, "one session is open");
    }

    [Fact]
    public void A_failure_at_any_call_of_an_enumeration_gives_back_what_was_taken()
    {
        using var recorder = new RecordedEngine();
        for (var call = 2; call <= 4; call++)
        {
            foreach (var look in new Func<IFilterSession, FwpResult>[]
            {
                session => session.Callouts.Enum(FwpmEnumTemplate.All).Outcome, session => session.SubLayers.Enum(FwpmEnumTemplate.All).Outcome,
                session => session.NetEvents.Enum(FwpmNetEventTemplate.All).Outcome,
            })
            {
                recorder.Restart(call, (uint)FwpError.AccessDenied);
                using (var session = recorder.Engine.Open(new FwpmSession()).Require())
                    look(session).Error.ShouldBe(FwpError.AccessDenied, $"call {call}");
                recorder.ShouldBeClean($"call {call}");
            }
        }
    }
}
