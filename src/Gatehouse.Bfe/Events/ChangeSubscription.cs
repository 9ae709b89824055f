using Gatehouse.Bfe.Objects;
using Gatehouse.Model.Wfp.Management;

namespace Gatehouse.Bfe.Events;

/// <summary>Who hears of commits.</summary>
internal interface IChangeListener
{
    /// <summary>An object came or went; <paramref name="by"/> did it. With the engine's lock held.</summary>
    void Hear(EngineSession by, BfeChange change);
}

/// <summary>One session's interest in objects of one type. It never hears of its own changes.</summary>
internal sealed class ChangeSubscription<T>(EngineSession session, ObjectFamily<T> family, FwpmEnumTemplate template)
    : NewsQueue<FwpmChange>(session.Engine.Gate), IChangeListener
    where T : class, IFwpmObject
{
    public void Hear(EngineSession by, BfeChange change)
    {
        if (by != session && change.Object is T changed && family.Fits(changed, template))
            Put(new FwpmChange(change.Type, changed.Key, change.Id));
    }

    public override void Dispose()
    {
        base.Dispose();
        lock (session.Engine.Gate)
            session.Engine.Listeners.Remove(this);
    }
}
