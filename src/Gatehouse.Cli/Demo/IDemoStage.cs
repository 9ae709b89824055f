using Gatehouse.Base;
using Gatehouse.Host.Status;

namespace Gatehouse.Cli.Demo;

/// <summary>Where the demonstration plays: real namespaces, or the in-memory network.</summary>
internal interface IDemoStage : IAsyncDisposable
{
    /// <summary>Whether nothing here is a real packet.</summary>
    bool Simulated { get; }

    /// <summary>What is on the wire.</summary>
    WireTally Wire { get; }

    /// <summary>A host's address.</summary>
    IpAddr Address(string host, IpFamily family);

    /// <summary>Tries a flow; true when its data arrived.</summary>
    Task<bool> TryAsync(DemoFlow flow, CancellationToken cancellation);

    /// <summary>Waits until the wire has been counted up to now.</summary>
    Task SettleAsync(CancellationToken cancellation);

    /// <summary>The installed ESP pairs of an enforced host.</summary>
    Task<IReadOnlyList<QuickModeSaReport>> SasAsync(string host, CancellationToken cancellation);

    /// <summary>Lines for the reader: how to look at the capture.</summary>
    IReadOnlyList<string> Hints { get; }
}
