namespace Gatehouse.Model.Wfp.Management;

/// <summary>What every object of the filtering platform has: a key that is unique among objects of its type, and a display name.</summary>
public interface IFwpmObject
{
    /// <summary>Unique key; the zero GUID lets the engine choose one.</summary>
    Guid Key { get; }

    /// <summary>FWPM_DISPLAY_DATA0.name, required.</summary>
    string Name { get; }

    /// <summary>The provider that owns the object, or null.</summary>
    Guid? Provider { get; }
}

/// <summary>How long an object lives; a reference may only point to an object that lives at least as long (reference section 7.2).</summary>
public enum FwpmLifetime
{
    /// <summary>Until the session that added it ends.</summary>
    Dynamic,

    /// <summary>Until the engine ends.</summary>
    Static,

    /// <summary>Across restarts.</summary>
    Persistent,

    /// <summary>Always; nobody can delete it.</summary>
    BuiltIn,
}

/// <summary>An object as the engine has it.</summary>
/// <typeparam name="T">The object's type.</typeparam>
/// <param name="Object">The object as it was added, its key filled in.</param>
/// <param name="Id">The LUID the engine gave it: filterId, providerContextId, calloutId; greater than 0, and ascending in the order of adding.</param>
/// <param name="Lifetime">How long it lives.</param>
/// <param name="EffectiveWeight">FWPM_FILTER0.effectiveWeight; 0 for what is no filter.</param>
public readonly record struct FwpmEntry<T>(T Object, ulong Id, FwpmLifetime Lifetime, ulong EffectiveWeight = 0)
    where T : IFwpmObject;
