using Gatehouse.Analysis.Explain;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Analysis.Check;

/// <summary>The policy's own tests, each asked of the engine's own packet path.</summary>
internal static class PolicyTests
{
    public static IEnumerable<Finding> Find(CheckSubject subject)
    {
        var tests = subject.Document?.Tests ?? [];
        for (var index = 0; index < tests.Length; index++)
        {
            var question = QuestionOf(tests[index]);
            var answer = Ask.Of(subject, question);
            if (answer.Verdict == Expected(tests[index].Expect))
                continue;
            var name = tests[index].Name is { } given ? $"test '{given}'" : "the test";
            yield return new Finding(
                FindingSeverity.Error,
                FindingKind.Test,
                $"tests[{index}].expect",
                $"{name} fails: expected {Word(Expected(tests[index].Expect))}, got {Word(answer.Verdict)}: {answer.Sentence.TrimEnd('.')}",
                "",
                Ask.Text(question));
        }
    }

    /// <summary>The question a test asks.</summary>
    public static Question QuestionOf(PolicyTest test) => new()
    {
        Direction = test.Direction == TestDirection.Out ? PacketDirection.Outbound : PacketDirection.Inbound,
        Protocol = test.Protocol,
        Local = test.Local,
        Remote = test.Remote,
        HasSa = test.HasSa,
        ArrivesProtected = test.ArrivesProtected,
        Flow = test.Flow switch
        {
            TestFlow.Clear => FlowHistory.Clear,
            TestFlow.Secured => FlowHistory.Secured,
            _ => FlowHistory.New,
        },
        BegunByPeer = test.BegunByPeer,
    };

    /// <summary>The word of a verdict, as in the policy and in explain.</summary>
    public static string Word(ExplainedVerdict verdict) => verdict switch
    {
        ExplainedVerdict.Permit => "permit",
        ExplainedVerdict.Protect => "protect",
        ExplainedVerdict.Hold => "hold",
        ExplainedVerdict.ClearAndNegotiate => "clear-and-negotiate",
        _ => "drop",
    };

    private static ExplainedVerdict Expected(TestVerdict verdict) => verdict switch
    {
        TestVerdict.Permit => ExplainedVerdict.Permit,
        TestVerdict.Protect => ExplainedVerdict.Protect,
        TestVerdict.Hold => ExplainedVerdict.Hold,
        TestVerdict.ClearAndNegotiate => ExplainedVerdict.ClearAndNegotiate,
        _ => ExplainedVerdict.Drop,
    };
}
