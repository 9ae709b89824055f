using Xunit;

namespace Gatehouse.Interop.Linux;

/// <summary>Tests that make namespaces of the same names run one after another.</summary>
[CollectionDefinition("namespaces", DisableParallelization = true)]
public sealed class NamespaceCollection;
