using System.Globalization;

namespace Gatehouse.Host.Control;

/// <summary>Finds a group of this machine by name or number.</summary>
public static class GroupName
{
    private const string Database = "/etc/group";

    /// <summary>The group's id; null, and one sentence, when there is no such group.</summary>
    public static uint? Find(string group, out string? failure)
    {
        failure = null;
        if (uint.TryParse(group, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        try
        {
            foreach (var line in File.ReadLines(Database))
            {
                var fields = line.Split(':');
                if (fields.Length >= 3 && fields[0] == group && uint.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out number))
                    return number;
            }

            failure = $"there is no group {group} in {Database}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            failure = $"the group {group} cannot be looked up: {e.Message}";
        }

        return null;
    }
}
