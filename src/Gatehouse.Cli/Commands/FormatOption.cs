using System.CommandLine;

namespace Gatehouse.Cli.Commands;

/// <summary>How a result is printed.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,

    /// <summary>For programs.</summary>
    Json,
}

/// <summary>The option --format table|json, the same in every command that prints a result.</summary>
internal static class FormatOption
{
    public static Option<OutputFormat> Create()
    {
        var option = new Option<OutputFormat>("--format")
        {
            Description = "How to print the result: table or json.",
            HelpName = "table|json",
            DefaultValueFactory = _ => OutputFormat.Table,
            CustomParser = result =>
            {
                switch (result.Tokens.Count == 1 ? result.Tokens[0].Value : "")
                {
                    case "table":
                        return OutputFormat.Table;
                    case "json":
                        return OutputFormat.Json;
                    default:
                        result.AddError("--format takes table or json");
                        return OutputFormat.Table;
                }
            },
        };
        return option;
    }
}
