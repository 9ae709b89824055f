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
        var path = lab.File($"{name}.yaml");
        File.WriteAllText(
            path,
            $$"""
            gatehouse: 1
            name: {{name}}
            scenario: {{scenario}}
            exemptions: [icmp]
            keying:
              ike:
                authentication:
                  - psk: { env: {{Variable}} }
            {{quickMode}}
            """);
        return path;
    }
}
