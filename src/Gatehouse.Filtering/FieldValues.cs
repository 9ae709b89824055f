using Gatehouse.Model.Wfp;

namespace Gatehouse.Filtering;

/// <summary>
/// The values of fields beyond addresses, protocol and ports: interfaces, flags, identities. Made once per interface or connection and shared by
/// its packets, so that a classification copies one reference. A field without a value is unknown (FWP_EMPTY).
/// </summary>
public sealed class FieldValues
{
    private readonly UInt128?[] _numbers = new UInt128?[FwpmConditionFields.All.Length];
    private readonly FwpBytes?[] _bytes = new FwpBytes?[FwpmConditionFields.All.Length];

    /// <summary>Sets a number.</summary>
    public FieldValues With(FwpmConditionField field, UInt128 value)
    {
        _numbers[(int)field] = value;
        return this;
    }

    /// <summary>Sets a value that is not a number; of a token field, the SIDs of the token one after the other.</summary>
    public FieldValues With(FwpmConditionField field, FwpBytes value)
    {
        _bytes[(int)field] = value;
        return this;
    }

    internal UInt128? Number(FwpmConditionField field) => _numbers[(int)field];

    internal FwpBytes? Bytes(FwpmConditionField field) => _bytes[(int)field];
}
