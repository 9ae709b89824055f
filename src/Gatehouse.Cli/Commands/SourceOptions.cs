using System.CommandLine;
using Gatehouse.Cli.Policies;

namespace Gatehouse.Cli.Commands;

/// <summary>The argument POLICY and the option --import FILE that stands in for it, the same in every command that works on objects off line.</summary>
internal sealed class SourceOptions
{
    private readonly Argument<string?> _policy;

    private readonly Option<string?> _import = new("--import")
    {
        Description = "Instead of POLICY: XML of netsh wfp show state or show filters; - reads standard input.", HelpName = "FILE.xml",
    };

    private readonly string _command;

    /// <param name="command">The command to add them to.</param>
    /// <param name="otherwise">What the command does without either, for its help; empty when it needs one.</param>
    public SourceOptions(Command command, string otherwise)
    {
        _command = command.Name;
        _policy = new Argument<string?>("POLICY")
        {
            Description = $"Policy file, YAML or JSON; - reads standard input.{otherwise}", Arity = ArgumentArity.ZeroOrOne,
        };
        command.Arguments.Add(_policy);
        command.Options.Add(_import);
    }

    /// <summary>True when neither is given.</summary>
    public bool IsAbsent(ParseResult parsed) => parsed.GetValue(_policy) is null && parsed.GetValue(_import) is null;

    /// <summary>The policy file, or null.</summary>
    public string? Policy(ParseResult parsed) => parsed.GetValue(_policy);

    /// <summary>The file to import, or null.</summary>
    public string? Import(ParseResult parsed) => parsed.GetValue(_import);

    /// <summary>The objects; null after saying what is wrong.</summary>
    public ObjectSource? Read(ParseResult parsed, TextWriter error, string takes)
    {
        if (!IsOne(parsed, error, takes))
            return null;
        return Import(parsed) is { } file ? ObjectSource.FromImport(file, error) : ObjectSource.FromPolicy(Policy(parsed)!, error);
    }

    /// <summary>True when exactly one of the two is given; says what the command takes when not.</summary>
    public bool IsOne(ParseResult parsed, TextWriter error, string takes)
    {
        if ((Policy(parsed) is null) != (Import(parsed) is null))
            return true;
        error.WriteLine($"{_command} takes {takes}");
        return false;
    }
}
