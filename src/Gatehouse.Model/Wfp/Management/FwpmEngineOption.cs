namespace Gatehouse.Model.Wfp.Management;

/// <summary>FWPM_ENGINE_OPTION, those that mean something on every system.</summary>
public enum FwpmEngineOption
{
    /// <summary>FWPM_ENGINE_COLLECT_NET_EVENTS: 1 (the default) or 0.</summary>
    CollectNetEvents = 0,

    /// <summary>FWPM_ENGINE_TXN_WATCHDOG_TIMEOUT_IN_MSEC: a transaction that lasts longer is told as an event; 0 (the default) for never.</summary>
    TransactionWatchdogTimeout = 5,
}
