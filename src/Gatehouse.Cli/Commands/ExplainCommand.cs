using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Analysis.Explain;
using Gatehouse.Cli.Checking;
using Gatehouse.Cli.Explaining;
using Gatehouse.Cli.Policies;
using Gatehouse.Cli.Rendering;
using Gatehouse.Filtering;
using Gatehouse.Host.Control;

namespace Gatehouse.Cli.Commands;

/// <summary>gatehouse explain: what would become of a packet, and why. Off line for a policy, or in a running node's own filters.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var live = new Option<bool>("--live") { Description = "Ask the filters of a running node." };
        var format = FormatOption.Create();
        var command = new Command("explain", "Say what would become of a packet, and why: every layer, every filter, the verdict.") { live, format };
        var source = new SourceOptions(command, " Left out with --live.");
        var question = new QuestionOptions(command);
        var address = new NodeAddressOptions(command);
        command.SetAction(async (parsed, _) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (question.Read(parsed, error) is not { } asked)
                return ExitCode.BadInput;
            if (Refusal(asked, LibCrypto.IsHere) is { } refusal)
            {
                await error.WriteLineAsync(refusal);
                return ExitCode.Cannot;
            }

            var (explanation, exitCode) = parsed.GetValue(live)
                ? await AskNodeAsync(address.Read(parsed), asked, error)
                : AskOffLine(source.Read(parsed, error, "a POLICY, --import FILE.xml, or --live"), asked);
            if (explanation is not { } answer)
                return exitCode;
            if (parsed.GetValue(format) == OutputFormat.Json)
                await output.WriteLineAsync(JsonText.Write(JsonObject.Create(answer)!));
            else
                ExplanationText.Write(output, answer);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Why a question cannot be answered on this system, or null. Only an SA takes libcrypto; every other packet is judged without it.</summary>
    public static string? Refusal(Question question, bool hasLibCrypto) => question.NeedsCrypto && !hasLibCrypto
        ? $"a packet for which an SA stands is not explained here: {LibCrypto.Missing}. "
            + "Leave out --sa established and --arrives esp, or ask on Linux"
        : null;

    private static async Task<(JsonElement? Explanation, int ExitCode)> AskNodeAsync(NodeAddress address, Question question, TextWriter error) =>
        await NodeClient.QueryAsync(address, ControlCommands.Explain, error, JsonSerializer.SerializeToElement(QuestionJson.Of(question)));

    private static (JsonElement? Explanation, int ExitCode) AskOffLine(ObjectSource? source, Question question)
    {
        if (source is null)
            return (null, ExitCode.BadInput);
        var explanation = Explainer.Explain(FilterSnapshot.Compile(source.Objects), question, source.OnNoSa);
        return (JsonSerializer.SerializeToElement(ExplanationJson.Of(explanation)), ExitCode.Done);
    }
}
