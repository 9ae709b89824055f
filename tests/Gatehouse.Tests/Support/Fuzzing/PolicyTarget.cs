using Gatehouse.Analysis.Check;
using Gatehouse.Filtering;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Shapes;
using Shouldly;

namespace Gatehouse.Tests.Support.Fuzzing;

/// <summary>A policy file: a document or errors with their places, never both, and a document that was accepted compiles and can be checked.</summary>
internal sealed class PolicyTarget : FuzzTarget
{
    private static readonly string[] Files =
    [
        "tests/vectors/policy/everything.yaml", "examples/mixed-fleet.yaml", "examples/transport-mode-psk.yaml", "examples/negotiation-discovery.yaml",
    ];

    public override string Name => "policy";

    protected override IReadOnlyList<byte[]> Seeds { get; } = [.. Files.Select(file => File.ReadAllBytes(TestFiles.PathOf(file)))];

    protected override IReadOnlyList<string> Words { get; } =
    [
        .. PolicyShape.Keys, "{", "}", "[", "]", ": ", "- ", "\n", "&a ", "*a ", "!!str ", "|\n", "---\n", "#", "'", "\"", "~", "null", "true",
        "clear", "block", "transport-mode", "icmp", "tcp", "10.0.0.0/8", "::/0", "0.0.0.0/0",
    ];

    public override void Check(byte[] input)
    {
        var read = PolicyReader.Read(input, "p");
        (read.Document is null).ShouldBe(!read.Errors.IsEmpty);
        foreach (var error in read.Errors)
        {
            error.Line.ShouldBeGreaterThan(0);
            error.Column.ShouldBeGreaterThan(0);
            error.Message.ShouldNotBeNullOrWhiteSpace();
        }

        if (read.Document is not { } document)
            return;
        var subject = CheckSubject.Of(document);
        subject.Filters.Filters.Count().ShouldBeGreaterThanOrEqualTo(subject.Filters.Objects.Filters.Length);
        foreach (var finding in PolicyChecker.Check(subject).Findings)
        {
            finding.Message.ShouldNotBeNullOrWhiteSpace();
            read.Places.Of(finding.Path).Line.ShouldBeGreaterThan(0);
        }

        // A snapshot of the same objects says the same of itself.
        FilterSnapshot.Compile(subject.Filters.Objects).Filters.Count().ShouldBe(subject.Filters.Filters.Count());
    }
}
