using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Windows.Native;

namespace Gatehouse.Windows.Translation;

/// <summary>What the engine has that nobody adds as an object: FWPM_SESSION0 of an open session, FWPM_LAYER0.</summary>
internal static unsafe class EngineReader
{
    public static FwpmOpenSession Read(FWPM_SESSION0* native)
    {
        var session = new FwpmSession
        {
            Key = native->sessionKey,
            Name = NativeArena.ReadString(native->displayData.name) ?? "",
            Description = NativeArena.ReadString(native->displayData.description),
            Flags = (FwpmSessionFlags)native->flags,
            TransactionWaitTimeout = native->txnWaitTimeoutInMSec switch
            {
                0 => null,
                uint.MaxValue => Timeout.InfiniteTimeSpan,
                var wait => TimeSpan.FromMilliseconds(wait),
            },
        };
        return new FwpmOpenSession(session)
        {
            ProcessId = native->processId,
            User = SecurityTranslator.ReadSid(native->sid),
            UserName = NativeArena.ReadString(native->username),
            IsKernelMode = native->kernelMode != 0,
        };
    }

    public static FwpmLayerEntry Read(FWPM_LAYER0* native)
    {
        var fields = new string[native->numFields];
        for (var i = 0; i < fields.Length; i++)
            fields[i] = WfpKeys.FieldName(*native->field[i].fieldKey);
        return new FwpmLayerEntry(native->layerKey, NativeArena.ReadString(native->displayData.name) ?? "")
        {
            Layer = WfpKeys.LayerOrNull(native->layerKey),
            Description = NativeArena.ReadString(native->displayData.description),
            Flags = (FwpmLayerFlags)native->flags,
            Id = native->layerId,
            DefaultSubLayer = native->defaultSubLayerKey,
            Fields = [.. fields],
        };
    }
}
