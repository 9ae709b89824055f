using Gatehouse.Model.Wfp.Management;
using Gatehouse.Windows.Native;

namespace Gatehouse.Windows.Sessions;

/// <summary>An enumeration: a handle, pages of pointers until one is not full, the handle again. Every page and the handle are given back.</summary>
internal sealed unsafe class Pages(Pages.Creating create, Pages.Reading read, Pages.Destroying destroy)
{
    /// <summary>Objects asked for at a time.</summary>
    private const uint Size = 256;

    public delegate uint Creating(nint engine, nint* handle);

    public delegate uint Reading(nint engine, nint handle, uint requested, void*** entries, uint* returned);

    public delegate uint Destroying(nint engine, nint handle);

    public delegate void Taking(void* native);

    public FwpResult Read(nint engine, string name, Taking take)
    {
        nint handle;
        if (Failure.Of(create(engine, &handle), $"{name}CreateEnumHandle", "") is { Ok: false } failure)
            return failure;
        FwpResult outcome;
        bool full;
        do
            outcome = ReadPage(engine, handle, name, take, out full);
        while (outcome.Ok && full);
        var destroyed = Failure.Of(destroy(engine, handle), $"{name}DestroyEnumHandle", "");
        return outcome.Ok ? destroyed : outcome;
    }

    private FwpResult ReadPage(nint engine, nint handle, string name, Taking take, out bool full)
    {
        void** page = null;
        uint returned = 0;
        var status = read(engine, handle, Size, &page, &returned);
        full = returned == Size;
        if (status != 0)
            return Failure.Of(status, $"{name}Enum", "");
        try
        {
            for (var i = 0; i < returned; i++)
                take(page[i]);
        }
        finally
        {
            Fwpuclnt.FwpmFreeMemory0((void**)&page);
        }

        return FwpResult.Success;
    }
}
