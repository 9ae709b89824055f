namespace Gatehouse.Cli.Demo;

/// <summary>What the demonstration found.</summary>
/// <param name="Results">Every flow.</param>
/// <param name="Upgrade">The wire while <see cref="DemoFlows.Shown"/> was upgraded.</param>
/// <param name="Hints">Lines for the reader.</param>
/// <param name="Simulated">Whether nothing was a real packet.</param>
internal sealed record DemoReport(
    IReadOnlyList<FlowResult> Results, IReadOnlyList<WirePacket> Upgrade, IReadOnlyList<string> Hints, bool Simulated)
{
    /// <summary>Whether every flow is as the policies say.</summary>
    public bool Ok => Results.All(result => result.Ok);
}
