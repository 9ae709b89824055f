namespace Gatehouse.Model.Wfp;

/// <summary>FWPM_LAYER_FLAG_*.</summary>
[Flags]
public enum FwpmLayerFlags
{
    /// <summary>No flag.</summary>
    None = 0,

    /// <summary>FWPM_LAYER_FLAG_KERNEL: only here may a boot-time filter stand.</summary>
    Kernel = 1,

    /// <summary>FWPM_LAYER_FLAG_BUILTIN.</summary>
    BuiltIn = 2,

    /// <summary>FWPM_LAYER_FLAG_CLASSIFY_MOSTLY: made for classification rather than for enumeration.</summary>
    ClassifyMostly = 4,

    /// <summary>FWPM_LAYER_FLAG_BUFFERED.</summary>
    Buffered = 8,
}
