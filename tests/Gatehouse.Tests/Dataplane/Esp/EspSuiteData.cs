using Xunit;

namespace Gatehouse.Tests.Dataplane.Esp;

/// <summary>Every suite with both IP versions.</summary>
internal sealed class EspSuiteData : TheoryData<string, int>
{
    public EspSuiteData()
    {
        foreach (var (algorithm, version) in EspSamples.SuitesAndFamilies)
            Add(algorithm, version);
    }
}
