using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Gatehouse.Benchmarks.Esp;

/// <summary>BenchmarkDotNet's view of the same packets. Sealing alone cannot repeat itself in place, so the pair is measured; allocation must be 0.</summary>
[MemoryDiagnoser]
[Config(typeof(InProcess))]
public class EspBenchmarks
{
    private EspBatch _batch = null!;

    [Params(64, 576, 1400)]
    public int Payload { get; set; }

    [GlobalSetup]
    public void Setup() => _batch = new EspBatch(Payload);

    [GlobalCleanup]
    public void Cleanup() => _batch.Dispose();

    [Benchmark(OperationsPerInvoke = EspBatch.Count)]
    public void SealAndOpen()
    {
        _batch.Seal();
        _batch.Open();
    }

    // In process, because a child process would be built anew for every run and would not be pinned to our core.
    private sealed class InProcess : ManualConfig
    {
        public InProcess() => AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    }
}
