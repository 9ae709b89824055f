using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.Analysis.Explain;
using Gatehouse.Cli.Explaining;
using Gatehouse.Cli.Policies;
using Gatehouse.Cli.Rendering;
using Gatehouse.Dataplane;
using Gatehouse.Filtering;
using Gatehouse.Host.Control;
using Gatehouse.Scenarios.Document;
using Gatehouse.Scenarios.Recipes;

namespace Gatehouse.Cli.Commands;

/// <summary>gatehouse explain: what would become of a packet, and why. Off line for a policy, or in a running node's own filters.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var policy = new Argument<string?>("POLICY")
        {
            Description = "Policy file, YAML or JSON; - reads standard input. Left out with --live.", Arity = ArgumentArity.ZeroOrOne,
        };
        var live = new Option<bool>("--live") { Description = "Ask the filters of a running node." };
        var format = FormatOption.Create();
        var command = new Command("explain", "Say what would become of a packet, and why: every layer, every filter, the verdict.") { policy, live, format };
        var question = new QuestionOptions(command);
        var address = new NodeAddressOptions(command);
        command.SetAction(async (parsed, _) =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (question.Read(parsed, error) is not { } asked)
                return ExitCode.BadInput;
            var (explanation, exitCode) = parsed.GetValue(live)
                ? await AskNodeAsync(address.Read(parsed), asked, error)
                : AskPolicy(parsed.GetValue(policy), asked, error);
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

    private static async Task<(JsonElement? Explanation, int ExitCode)> AskNodeAsync(NodeAddress address, Question question, TextWriter error) =>
        await NodeClient.QueryAsync(address, ControlCommands.Explain, error, JsonSerializer.SerializeToElement(QuestionJson.Of(question)));

    private static (JsonElement? Explanation, int ExitCode) AskPolicy(string? path, Question question, TextWriter error)
    {
        if (path is null)
        {
            error.WriteLine("explain takes a POLICY, or --live");
            return (null, ExitCode.BadInput);
        }

        if (PolicyFile.Load(path, error) is not { } document)
            return (null, ExitCode.BadInput);
        var filters = FilterSnapshot.Compile(ScenarioCompiler.Compile(document));
        var onNoSa = document.OnNoSa == NoSaAction.Drop ? NoSaBehavior.Drop : NoSaBehavior.Hold;
        return (JsonSerializer.SerializeToElement(ExplanationJson.Of(Explainer.Explain(filters, question, onNoSa))), ExitCode.Done);
    }
}
