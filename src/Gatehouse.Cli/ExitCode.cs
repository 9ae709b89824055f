namespace Gatehouse.Cli;

/// <summary>Exit codes, a contract with scripts.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Checked, and not as expected.</summary>
    public const int NotAsExpected = 1;

    /// <summary>Bad input: usage, policy or secret. Nothing was applied.</summary>
    public const int BadInput = 2;

    /// <summary>This machine or this build cannot: privilege, feature, port taken.</summary>
    public const int Cannot = 3;

    /// <summary>Failed while running.</summary>
    public const int Failed = 4;
}
