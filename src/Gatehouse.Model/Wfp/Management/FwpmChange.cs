namespace Gatehouse.Model.Wfp.Management;

/// <summary>FWPM_CHANGE_TYPE.</summary>
public enum FwpmChangeType
{
    /// <summary>FWPM_CHANGE_ADD.</summary>
    Add = 1,

    /// <summary>FWPM_CHANGE_DELETE.</summary>
    Delete = 2,
}

/// <summary>FWPM_*_CHANGE0: an object came or went. Told after the commit, never to the session that did it.</summary>
/// <param name="Type">Came or went.</param>
/// <param name="Key">The object's key.</param>
/// <param name="Id">Its LUID.</param>
public readonly record struct FwpmChange(FwpmChangeType Type, Guid Key, ulong Id);

/// <summary>
/// News that wait for whoever subscribed. The queue is bounded: what does not fit is dropped and said by the next call
/// (FWP_E_NOTIFICATION_DROPPED), so a slow reader never holds up the engine and never misses that it missed something.
/// </summary>
/// <typeparam name="T">What is told.</typeparam>
public interface IFwpmSubscription<T> : IDisposable
{
    /// <summary>The next piece of news; null when there is none, FWP_E_NOTIFICATION_DROPPED once after news were lost.</summary>
    FwpResult<T?> Take();
}
