using Gatehouse.Host.Secrets;
using Gatehouse.Scenarios.Document;

namespace Gatehouse.Cli.Policies;

/// <summary>Looks a secret up where a policy says it is.</summary>
internal static class PolicySecret
{
    public static SecretResult Read(SecretSource source) => source switch
    {
        SecretSource.EnvironmentVariable variable => SecretReader.FromEnvironment(variable.Variable),
        SecretSource.SecretFile file => SecretReader.FromFile(file.Path),
        _ => throw new InvalidOperationException($"{source.GetType().Name} is no place of a secret"),
    };
}
