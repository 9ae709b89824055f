using Gatehouse.Interop.Lab;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Enforcement;

/// <summary>A negotiation that fails is told on both sides, by type, and connectivity stays broken.</summary>
public sealed class FailedNegotiationTests
{
    /// <summary>NO-PROPOSAL-CHOSEN, RFC 2408 section 3.14.1.</summary>
    private const int NoProposalChosen = 14;

    [Fact]
    public void A_wrong_pre_shared_key_is_a_typed_failure_on_both_sides_and_traffic_stays_blocked()
    {
        Privileged.Require("python3", "tcpdump");
        using var lab = new LabNetwork("psk");
        using var capture = lab.Capture();
        var policy = PolicyFile.Write(lab, "mismatch");
        using var a = GatehouseProcess.Start(lab, "a", policy, "one-secret");
        using var b = GatehouseProcess.Start(lab, "b", policy, "another-secret");
        a.WaitForOutput("^ready", 30);
        b.WaitForOutput("^ready", 30);
        ShouldStayBlocked(lab, capture, () =>
        {
            var there = b.WaitForEvent(e => e is { Event: "failed", Exchange: "main-mode" }, 60);
            there.Reason.ShouldBe("AuthenticationFailed", b.Error);
            there.Text.ShouldNotBeNullOrEmpty();
            var here = a.WaitForEvent(e => e is { Event: "failed", Exchange: "main-mode" }, 60);
            here.Reason.ShouldBeOneOf("AuthenticationFailed", "PeerNotify", "TimedOut");
            here.Text.ShouldNotBeNullOrEmpty();
        });
        var down = a.Status().GetProperty("down");
        down.GetArrayLength().ShouldBe(1);
        down[0].GetProperty("lastError").GetString().ShouldNotBeNullOrEmpty();
        (a.Error + b.Error).ShouldNotContain("one-secret");
        (a.Error + b.Error).ShouldNotContain("another-secret");
    }

    [Fact]
    public void A_peer_that_accepts_no_proposal_is_a_typed_failure_on_both_sides_and_traffic_stays_blocked()
    {
        Privileged.Require("python3", "tcpdump");
        using var lab = new LabNetwork("noprop");
        using var capture = lab.Capture();
        using var a = GatehouseProcess.Run(lab, "a", PolicyFile.Write(lab, "only-gcm", "aes-gcm-128"));
        using var b = GatehouseProcess.Run(lab, "b", PolicyFile.Write(lab, "only-cbc", "aes-cbc-128", "sha-1"));
        ShouldStayBlocked(lab, capture, () =>
        {
            var there = b.WaitForEvent(e => e is { Event: "failed", Exchange: "quick-mode" }, 30);
            there.Reason.ShouldBe("NoProposalChosen", b.Error);
            there.RefusedBy.ShouldBe("me");
            var here = a.WaitForEvent(e => e is { Event: "failed", Exchange: "quick-mode" }, 30);
            here.RefusedBy.ShouldBe("peer", a.Error);
            here.PeerNotify.ShouldBe(NoProposalChosen);
        });
    }

    private static void ShouldStayBlocked(LabNetwork lab, Capture capture, Action judgeEvents)
    {
        using var server = Traffic.Serve(lab, "b");
        using var attempt = Traffic.Start(lab, "a", "b", 4, "tcp", "--timeout", "4");
        judgeEvents();
        TrafficResult.Read(attempt.Result(30)).Ok.ShouldBeFalse();
        capture.Stop();
        capture.ClearPackets().ShouldBeEmpty();
        capture.EspPackets(lab.Address("a", 4), lab.Address("b", 4)).ShouldBeEmpty();
    }
}
