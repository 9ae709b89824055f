using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Windows;

/// <summary>The open sessions and the layers of Windows' engine, with the recorder in its place.</summary>
public sealed class EngineListTests
{
    [Fact]
    public void Open_sessions_are_listed_with_what_the_engine_knows_of_their_clients()
    {
        using var recorder = new RecordedEngine();
        var mine = new FwpmSession
        {
            Key = Guid.Parse("00000000-0000-4000-a000-000000000009"),
            Name = "mine",
            Description = "for a test",
            Flags = FwpmSessionFlags.Dynamic,
            TransactionWaitTimeout = Timeout.InfiniteTimeSpan,
        };
        using var session = recorder.Engine.Open(mine).Require();
        using (recorder.Engine.Open(new FwpmSession { Name = "other" }).Require())
        {
            var sessions = session.Sessions().Require();
            sessions.Select(open => open.Session.Name).ShouldBe(["mine", "other", "driver"], ignoreOrder: true);
            var own = sessions.Single(open => open.Session == mine);
            (own.ProcessId, own.User?.Text, own.UserName, own.IsKernelMode).ShouldBe((4242u, "S-1-5-21-1-2-3-500", @"LAB\operator", false));
            var driver = sessions.Single(open => open.Session.Name == "driver");
            driver.ShouldBe(new FwpmOpenSession(driver.Session) { ProcessId = 4, IsKernelMode = true });
            (driver.Session.Description, driver.Session.Flags, driver.Session.TransactionWaitTimeout)
                .ShouldBe(("about", FwpmSessionFlags.Dynamic, TimeSpan.FromMilliseconds(2500)));
            sessions.Single(open => open.Session.Name == "other").Session.Key.ShouldNotBe(Guid.Empty);
            recorder.Engine.Open(mine).Error.ShouldBe(FwpError.AlreadyExists);
        }

        session.Sessions().Require().Length.ShouldBe(2);
        recorder.ShouldBeCleanBut(1, "one session is open");
    }

    [Fact]
    public void Layers_are_listed_with_the_one_that_the_model_does_not_know()
    {
        using var recorder = new RecordedEngine();
        using var session = recorder.Engine.Open(new FwpmSession()).Require();
        var layers = session.Layers().Require();
        var known = layers.Where(entry => entry.Layer is not null).ToList();
        known.Select(entry => entry.Layer).ShouldBeUnique();
        known.Count.ShouldBe(layers.Length - 1);
        known.ShouldAllBe(entry => FwpmLayers.Info(entry.Layer!.Value).Key == entry.Key && entry.Name.StartsWith("Translated "));
        layers.Select(entry => (int?)entry.Id).ShouldBe(Enumerable.Range(1, layers.Length).Select(id => (int?)id));
        layers.ShouldAllBe(entry => entry.DefaultSubLayer == FwpmSubLayer.Universal.Key && entry.Fields.Length == 2);
        layers.ShouldAllBe(entry => entry.Flags == (FwpmLayerFlags.BuiltIn | FwpmLayerFlags.ClassifyMostly));
        var stream = layers.Single(entry => entry.Layer is null);
        (stream.Key, stream.Name).ShouldBe((Guid.Parse("3b89653c-c170-49e4-b1cd-e0eeeee19a3e"), "Translated STREAM_V4"));
        stream.Fields.ShouldAllBe(field => field.StartsWith("FWPM_CONDITION_"));
        recorder.ShouldBeCleanBut(1, "one session is open");
    }

    [Fact]
    public void A_failure_at_any_call_of_either_gives_back_what_was_taken()
    {
        using var recorder = new RecordedEngine();
        for (var call = 2; call <= 4; call++)
        {
            foreach (var look in new Func<IFilterSession, FwpResult>[] { session => session.Sessions().Outcome, session => session.Layers().Outcome })
            {
                recorder.Restart(call, (uint)FwpError.AccessDenied);
                using (var session = recorder.Engine.Open(new FwpmSession()).Require())
                    look(session).Error.ShouldBe(FwpError.AccessDenied, $"call {call}");
                recorder.ShouldBeClean($"call {call}");
            }
        }
    }
}
