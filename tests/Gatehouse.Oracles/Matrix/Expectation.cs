namespace Gatehouse.Oracles.Matrix;

/// <summary>
/// What must happen to one flow, by the normative text alone (reference wfp.md, section 8): how each direction leaves its host and arrives at
/// the other, and how the flow stands in the end.
/// </summary>
/// <param name="RequestsSent">How the initiator's packets are on the wire.</param>
/// <param name="RequestsAccepted">How the responder lets them in.</param>
/// <param name="AnswersSent">How the responder's packets are on the wire.</param>
/// <param name="AnswersAccepted">How the initiator lets them in.</param>
/// <param name="Sa">True when both ends hold an SA pair in the end, false when neither does.</param>
public sealed record Expectation(Way RequestsSent, Way RequestsAccepted, Way AnswersSent, Way AnswersAccepted, bool Sa)
{
    /// <summary>The end state.</summary>
    public EndState End =>
        AnswersAccepted.HasFlag(Way.Protected) ? EndState.Protected : AnswersAccepted == Way.Clear ? EndState.Clear : EndState.None;

    /// <summary>The flow's Secure flag in the end, at both hosts: at least one packet travelled under an SA.</summary>
    public bool Secure => End == EndState.Protected;

    /// <summary>The expectation of a cell.</summary>
    public static Expectation For(HostPolicy initiator, HostPolicy responder, KeyingCase keying, Flow flow)
    {
        // The one exception: an exemption is a PERMIT filter above everything the scenarios add. It lets the packet pass as it is, whatever
        // the scenario is, and asks for no negotiation.
        if (flow.Traffic == Traffic.ExemptIcmp)
            return new(Way.Clear, Way.Clear, Way.Clear, Way.Clear, Sa: false);

        var (i, r) = (initiator.For(flow), responder.For(flow));

        // Both rules must want an SA, and keying must work. The initiator's first packet asks for it (8.2); a rule without keying (clear, block)
        // makes the keying case moot, and so does an initiator that never asks because it has none.
        var sa = keying == KeyingCase.Works && Negotiates(i) && Negotiates(r);
        var upgrade = sa ? Way.Protected : Way.Nothing;

        // The first packets find no SA. A later one finds it, if there is one, and is protected from then on.
        var requestsSent = (SendsClear(i) ? Way.Clear : Way.Nothing) | upgrade;
        var requestsAccepted = (SendsClear(i) && AcceptsNewInClear(r) ? Way.Clear : Way.Nothing) | upgrade;

        // Who accepted a request answers it, and answers before the negotiation of nine messages ends.
        var answersInClear = requestsAccepted.HasFlag(Way.Clear) && SendsClear(r);
        var answersSent = (answersInClear ? Way.Clear : Way.Nothing) | upgrade;
        var answersAccepted = (answersInClear && AcceptsReplyInClear(i) ? Way.Clear : Way.Nothing) | upgrade;
        return new(requestsSent, requestsAccepted, answersSent, answersAccepted, sa);
    }

    // Only the protecting scenarios have main-mode and quick-mode policy (5.0).
    private static bool Negotiates(Scenario scenario) => scenario is Scenario.Transport or Scenario.Discovery or Scenario.Boundary;

    // 8.2, no SA, flow not Secure: NEGOTIATE_DISCOVER sends in clear, "require" must not. Without a filter WFP permits (3.2).
    private static bool SendsClear(Scenario scenario) => scenario is Scenario.Discovery or Scenario.Boundary or Scenario.Clear;

    // 8.3 inbound 1, first packet of a new flow: only a boundary rule records that clear is acceptable; INITIATE_SECURE is its opposite.
    private static bool AcceptsNewInClear(Scenario scenario) => scenario is Scenario.Boundary or Scenario.Clear;

    // 8.3 inbound 2, a flow of our own that is not Secure: PERSIST accepts it. Transport Mode's callout rejects every clear packet.
    private static bool AcceptsReplyInClear(Scenario scenario) => scenario is Scenario.Discovery or Scenario.Boundary or Scenario.Clear;
}
