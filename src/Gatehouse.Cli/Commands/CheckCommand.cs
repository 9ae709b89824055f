using System.Collections.Immutable;
using System.CommandLine;
using Gatehouse.Analysis.Check;
using Gatehouse.Base;
using Gatehouse.Cli.Checking;
using Gatehouse.Cli.Policies;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Cli.Commands;

/// <summary>gatehouse check: whatever can be said about a policy before anything is enforced. Exit 1 when it fails, fit for a commit gate.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var format = FormatOption.Create();
        var strict = new Option<bool>("--strict") { Description = "Warnings fail as well." };
        var kdc = AddressOption.Create("--kdc", "A Kerberos KDC that must be reachable in clear. Default: any.");
        var dns = AddressOption.Create("--dns", "A name server that Kerberos must reach in clear. Default: any.");
        var command = new Command("check", "Check a policy: errors, filters that never decide, holes, deadlocks, and its own tests.")
        {
            format, strict, kdc, dns,
        };
        var source = new SourceOptions(command, "");
        command.SetAction(parsed =>
        {
            var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            if (!source.IsOne(parsed, error, "a POLICY, or --import FILE.xml"))
                return ExitCode.BadInput;
            var (result, exitCode) = source.Import(parsed) is { } file
                ? (OfImport(file, error), ExitCode.BadInput)
                : OfPolicy(source.Policy(parsed)!, parsed.GetValue(kdc), parsed.GetValue(dns), error);
            if (result is null)
                return exitCode;
            result.Write(output, parsed.GetValue(format), parsed.GetValue(strict));
            return result.Passes(parsed.GetValue(strict)) ? ExitCode.Done : ExitCode.NotAsExpected;
        });
        return command;
    }

    /// <summary>Why a policy's own tests cannot be asked on this system, or null: none is left out in silence, so the policy is not checked.</summary>
    public static string? Refusal(PolicyDocument document, bool hasLibCrypto)
    {
        for (var index = 0; index < document.Tests.Length && !hasLibCrypto; index++)
            if (document.Tests[index].HasSa || document.Tests[index].ArrivesProtected)
                return $"tests[{index}] asks of a packet for which an SA stands: {LibCrypto.Missing}. Check this policy there";
        return null;
    }

    private static (CheckOutput? Output, int ExitCode) OfPolicy(string path, ImmutableArray<IpAddr> kdc, ImmutableArray<IpAddr> dns, TextWriter error)
    {
        if (PolicyFile.Read(path, error) is not { } read)
            return (null, ExitCode.BadInput);
        if (read.Document is not { } document)
            return (new CheckOutput(read.FileName, [.. read.Errors.Select(CheckLine.Of)], 0, 0), ExitCode.Done);
        if (Refusal(document, LibCrypto.IsHere) is { } refusal)
        {
            error.WriteLine(refusal);
            return (null, ExitCode.Cannot);
        }

        var report = PolicyChecker.Check(CheckSubject.Of(document), kdc, dns);
        var output = new CheckOutput(
            read.FileName, [.. report.Findings.Select(finding => CheckLine.Of(finding, read.Places))], report.Filters, report.Tests);
        return (output, ExitCode.Done);
    }

    private static CheckOutput? OfImport(string path, TextWriter error)
    {
        if (ObjectSource.FromImport(path, error) is not { } source)
            return null;
        var report = PolicyChecker.Check(CheckSubject.Of(source.Objects));
        return new CheckOutput(source.Name, [.. report.Findings.Select(finding => CheckLine.Of(finding, null))], report.Filters, report.Tests);
    }
}
