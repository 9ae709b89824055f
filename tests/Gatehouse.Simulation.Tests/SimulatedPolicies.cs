using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Recipes;
using Shouldly;

namespace Gatehouse.Simulation.Tests;

/// <summary>Policies of the simulated hosts, read and compiled by the product's own reader and recipes.</summary>
internal static class SimulatedPolicies
{
    /// <summary>Transport Mode with one quick group, so that ten thousand runs fit into a test, and lifetimes of choice.</summary>
    public static WfpObjectSet TransportMode(int mainModeSeconds = 28800, int quickModeSeconds = 3600, string suite = "aes-gcm-128")
    {
        return Compile($$"""
            gatehouse: 1
            name: simulated
            scenario: transport-mode
            keying:
              ike:
                authentication:
                  - psk: { env: GATEHOUSE_PSK }
                mainMode:
                  proposals:
                    - { encryption: aes-128, integrity: sha-256, group: ecp-256 }
                  lifetime: { seconds: {{mainModeSeconds}} }
                quickMode:
                  lifetime: { seconds: {{quickModeSeconds}} }
            """);
    }

    /// <summary>Reads and compiles any policy, which must be right.</summary>
    public static WfpObjectSet Compile(string policy)
    {
        var read = PolicyReader.Read(policy, "simulated.yaml");
        read.Errors.ShouldBeEmpty();
        return ScenarioCompiler.Compile(read.Document!);
    }
}
