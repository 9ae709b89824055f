namespace Gatehouse.Cli.Checking;

/// <summary>An SA that stands seals and opens with libcrypto; commands that would judge its packets ask first.</summary>
internal static class LibCrypto
{
    /// <summary>What to say where it is not there, behind what needs it.</summary>
    public const string Missing = "that needs libcrypto, which is there on Linux only";

    /// <summary>Whether this system has it.</summary>
    public static bool IsHere => !OperatingSystem.IsWindows();
}
