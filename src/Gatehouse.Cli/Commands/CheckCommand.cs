using System.CommandLine;
using Gatehouse.Analysis.Check;
using Gatehouse.Cli.Checking;
using Gatehouse.Cli.Policies;

namespace Gatehouse.Cli.Commands;

/// <summary>gatehouse check: whatever can be said about a policy before anything is enforced. Exit 1 when it fails, fit for a commit gate.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var policy = PolicyArgument.Create();
        var format = FormatOption.Create();
        var strict = new Option<bool>("--strict") { Description = "Warnings fail as well." };
        var kdc = AddressOption.Create("--kdc", "A Kerberos KDC that must be reachable in clear. Default: any.");
        var dns = AddressOption.Create("--dns", "A name server that Kerberos must reach in clear. Default: any.");
        var command = new Command("check", "Check a policy: errors, filters that never decide, holes, deadlocks, and its own tests.")
        {
            policy, format, strict, kdc, dns,
        };
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (PolicyFile.Read(parsed.GetRequiredValue(policy), error) is not { } read)
                return ExitCode.BadInput;
            var result = new CheckOutput(read.FileName, [.. read.Errors.Select(CheckLine.Of)], 0, 0);
            if (read.Document is { } document)
            {
                var report = PolicyChecker.Check(CheckSubject.Of(document), parsed.GetValue(kdc), parsed.GetValue(dns));
                result = new CheckOutput(
                    read.FileName, [.. report.Findings.Select(finding => CheckLine.Of(finding, read.Places))], report.Filters, report.Tests);
            }

            result.Write(output, parsed.GetValue(format), parsed.GetValue(strict));
            return result.Passes(parsed.GetValue(strict)) ? ExitCode.Done : ExitCode.NotAsExpected;
        });
        return command;
    }
}
