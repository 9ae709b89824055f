using System.Runtime.Versioning;
using Xunit;

// Two labs at once would share two cores and make every time limit a gamble; one after the other is as fast and steadier.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: SupportedOSPlatform("linux")]
