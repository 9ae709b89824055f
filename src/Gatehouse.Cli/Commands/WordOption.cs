using System.CommandLine;

namespace Gatehouse.Cli.Commands;

/// <summary>An option that takes one of a few words.</summary>
internal static class WordOption
{
    /// <summary>The first word is the default.</summary>
    public static Option<T> Create<T>(string name, string description, params (string Word, T Value)[] words)
    {
        var choices = string.Join('|', words.Select(word => word.Word));
        return new Option<T>(name)
        {
            Description = description,
            HelpName = choices,
            DefaultValueFactory = _ => words[0].Value,
            CustomParser = result =>
            {
                foreach (var (word, value) in words)
                {
                    if (result.Tokens.Count == 1 && result.Tokens[0].Value == word)
                        return value;
                }

                result.AddError($"{name} takes {choices.Replace("|", " or ", StringComparison.Ordinal)}");
                return words[0].Value;
            },
        };
    }
}
