namespace Gatehouse.Model.Wfp.Management;

/// <summary>
/// A session of an engine that holds pre-shared keys, as Windows' does; the portable engine holds none. Keys are compared where they are: nobody reads
/// one. A session implements it.
/// </summary>
public interface IPresharedKeys
{
    /// <summary>
    /// Whether the main-mode context of that key in the engine has the pre-shared key that this session would add it with; compared in constant time.
    /// Null when nothing can be compared: no key is at hand, or the engine does not give its own back.
    /// </summary>
    FwpResult<bool?> HasSameKey(ProviderContext context);
}
