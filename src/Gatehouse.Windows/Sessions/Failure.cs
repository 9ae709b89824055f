using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Windows.Sessions;

/// <summary>From a status of fwpuclnt.dll to a result: which call on which object, and for what an operator can mend, the way out.</summary>
internal static class Failure
{
    public static FwpResult Of(uint status, string call, string subject)
    {
        if (status == 0)
            return FwpResult.Success;
        var error = (FwpError)status;
        var where = subject.Length == 0 ? call : $"{call} of {subject}";
        return new FwpResult(error, WayOut(error) is { } wayOut ? $"{where} failed. {wayOut}" : $"{where} failed.");
    }

    /// <summary>What to do about it; null where the name of the error and the object say it all.</summary>
    private static string? WayOut(FwpError error) => error switch
    {
        FwpError.AccessDenied => "This needs administrator rights: start the prompt with 'Run as administrator'.",
        FwpError.RpcServerUnavailable or FwpError.EptNotRegistered or FwpError.RpcUnknownInterface =>
            "The Base Filtering Engine does not answer: start its service with 'sc start BFE' and try again.",
        FwpError.RpcCannotSupport or FwpError.NotSupported => "This Windows does not offer it.",
        FwpError.SessionAborted => "The Base Filtering Engine ended or restarted meanwhile; nothing was applied. Try again.",
        FwpError.TxnInProgress or FwpError.Timeout =>
            "Another program holds a transaction of the filtering platform; nothing was applied. "
            + "Try again when it is done ('netsh wfp show state' lists the sessions).",
        FwpError.TxnAborted => "Windows aborted the transaction because it took too long; nothing was applied. Try again.",
        FwpError.AlreadyExists => "An object with this key is there already and is not ours, or was left by another version; nothing was applied. "
            + "'gatehouse down' removes what Gatehouse left; anything else goes with the program that added it ('netsh wfp show state' lists it).",
        FwpError.InUse => "Another program's object refers to it: remove that one first ('netsh wfp show filters' lists it). Nothing was removed.",
        FwpError.LifetimeMismatch => "A persistent object may not refer to one that lives shorter: objects of another version are in the way; "
            + "'gatehouse down' removes them.",
        FwpError.WrongSession => "It belongs to another program's dynamic session, and goes when that ends.",
        _ => null,
    };
}
