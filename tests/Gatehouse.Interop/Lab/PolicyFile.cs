using System.Text;

namespace Gatehouse.Interop.Lab;

/// <summary>Writes the policies of the tests: one scenario with a pre-shared key from the environment.</summary>
internal static class PolicyFile
{
    /// <summary>The environment variable of the pre-shared key.</summary>
    public const string Variable = "GATEHOUSE_PSK";

    /// <summary>Writes a policy whose quick mode has one proposal (words of the document, integrity null for AES-GCM) and returns its path.</summary>
    public static string Write(LabNetwork lab, string name, string? encryption = null, string? integrity = null, int? lifetimeSeconds = null,
        string scenario = "transport-mode")
    {
        var quickMode = new StringBuilder();
        if (encryption is not null || lifetimeSeconds is not null)
            quickMode.Append("    quickMode:\n");
        if (encryption is not null)
            quickMode.Append($"      proposals:\n        - {{ encryption: {encryption}{(integrity is null ? "" : $", integrity: {integrity}")} }}\n");
        if (lifetimeSeconds is not null)
            quickMode.Append($"      lifetime: {{ seconds: {lifetimeSeconds} }}\n");
        // Where nobody negotiates, a policy has no keying.
        var keying = scenario is "clear" or "block"
            ? ""
            : $"keying:\n  ike:\n    authentication:\n      - psk: {{ env: {Variable} }}\n{quickMode}";
        return WriteText(lab, name, $"scenario: {scenario}\nexemptions: [icmp]\n{keying}");
    }

    /// <summary>Writes a policy from its text, without the first two lines, and returns its path.</summary>
    public static string WriteText(LabNetwork lab, string name, string text)
    {
        var path = lab.File($"{name}.yaml");
        File.WriteAllText(path, $"gatehouse: 1\nname: {name}\n{text}");
        return path;
    }
}
