using System.Text;
using Gatehouse.Model.AuthIp;

namespace Gatehouse.Scenarios.Shapes;

/// <summary>One option of the wire profile: a key of the document, its words, and where its value goes.</summary>
internal abstract record ProfileOption(string Key, Shape Shape, string Description, string Default)
{
    /// <summary>The profile with this option as a word, or a number, of the document says.</summary>
    public abstract AuthIpWireProfile Set(AuthIpWireProfile profile, string text);

    /// <summary>An option with a word for each member of an enum, which is the member's name in lower case with dashes.</summary>
    public static ProfileOption Of<T>(
        string key, Func<AuthIpWireProfile, T> get, Func<AuthIpWireProfile, T, AuthIpWireProfile> set, string description)
        where T : struct, Enum
    {
        var words = new Vocabulary<T>([.. Enum.GetValues<T>().Select(value => (WordFor(value.ToString()), value))]);
        var standard = words.WordFor(get(AuthIpWireProfile.Windows2008R2));
        return new Worded<T>(key, words, set, description, $"\"{standard}\"");
    }

    /// <summary>An option that is a number.</summary>
    public static ProfileOption OfNumber(
        string key, uint minimum, uint maximum, Func<AuthIpWireProfile, uint> get, Func<AuthIpWireProfile, uint, AuthIpWireProfile> set, string description) =>
        new Numbered(key, new NumberShape(minimum, maximum), set, description, $"{get(AuthIpWireProfile.Windows2008R2)}");

    private static string WordFor(string member)
    {
        // The rest of the document writes it so.
        if (member == "Sha1")
            return "sha-1";
        var word = new StringBuilder();
        foreach (var letter in member)
        {
            if (char.IsUpper(letter) && word.Length > 0)
                word.Append('-');
            word.Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }

    private sealed record Worded<T>(
        string Key, Vocabulary<T> Words, Func<AuthIpWireProfile, T, AuthIpWireProfile> With, string Description, string Default)
        : ProfileOption(Key, Words.Shape, Description, Default)
        where T : struct, Enum
    {
        public override AuthIpWireProfile Set(AuthIpWireProfile profile, string text) => With(profile, Words.Read(text));
    }

    private sealed record Numbered(
        string Key, NumberShape Numbers, Func<AuthIpWireProfile, uint, AuthIpWireProfile> With, string Description, string Default)
        : ProfileOption(Key, Numbers, Description, Default)
    {
        public override AuthIpWireProfile Set(AuthIpWireProfile profile, string text) =>
            With(profile, uint.Parse(text, System.Globalization.CultureInfo.InvariantCulture));
    }
}
