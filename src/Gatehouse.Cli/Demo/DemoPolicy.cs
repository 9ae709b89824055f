using Gatehouse.Base;
using Gatehouse.Host;

namespace Gatehouse.Cli.Demo;

/// <summary>What both nodes of the demonstration are given: the shipped policy and a key made for this run.</summary>
internal static class DemoPolicy
{
    /// <summary>The variable the shipped policy reads.</summary>
    public const string KeyVariable = "GATEHOUSE_PSK";

    private const string Resource = "transport-mode-psk.yaml";

    /// <summary>256 random bits as text.</summary>
    public static string MakeKey() => Convert.ToHexStringLower(new SystemEntropy().NextBytes(32));

    /// <summary>examples/transport-mode-psk.yaml, as it was built in.</summary>
    public static string Text()
    {
        using var stream = typeof(DemoPolicy).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is not part of this build");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
