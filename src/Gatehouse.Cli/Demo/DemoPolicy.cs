using Gatehouse.Base;
using Gatehouse.Host;

namespace Gatehouse.Cli.Demo;

/// <summary>What the nodes of the demonstration are given: shipped policies and a key made for this run.</summary>
internal static class DemoPolicy
{
    /// <summary>The variable the shipped policies read.</summary>
    public const string KeyVariable = "GATEHOUSE_PSK";

    /// <summary>256 random bits as text.</summary>
    public static string MakeKey() => Convert.ToHexStringLower(new SystemEntropy().NextBytes(32));

    /// <summary>A policy of examples/, as it was built in.</summary>
    public static string Text(string name)
    {
        using var stream = typeof(DemoPolicy).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not part of this build");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
