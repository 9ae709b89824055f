using System.Collections.Immutable;

namespace Gatehouse.Scenarios.Reading;

/// <summary>Collects every error of one file.</summary>
internal sealed class PolicyErrors
{
    /// <summary>A file with more errors than this is the wrong file; the rest would only push the first ones off the screen.</summary>
    public const int MaxErrors = 200;

    private readonly List<PolicyError> _errors = [];

    public bool Any => _errors.Count > 0;

    public void Add(SourcePosition position, string path, string message, string expected = "")
    {
        if (_errors.Count == MaxErrors)
            _errors.Add(new PolicyError(position.Line, position.Column, "", "too many errors; the rest is not shown", ""));
        if (_errors.Count < MaxErrors)
            _errors.Add(new PolicyError(position.Line, position.Column, path, message, expected));
    }

    /// <summary>All errors in the order of the file.</summary>
    public ImmutableArray<PolicyError> InOrder() => [.. _errors.OrderBy(error => (error.Line, error.Column)).Distinct()];
}
