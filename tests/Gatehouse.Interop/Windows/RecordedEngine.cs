using System.Runtime.InteropServices;
using System.Text;
using Gatehouse.Base;
using Gatehouse.Interop.Lab;
using Gatehouse.Model.Wfp;
using Gatehouse.Scenarios.Reading;
using Gatehouse.Scenarios.Recipes;
using Gatehouse.Windows;
using Shouldly;

namespace Gatehouse.Interop.Windows;

/// <summary>
/// The Windows engine in this process, on the recorder built for Linux: the same managed code, native structures and memory as on Windows, a thousand
/// times faster than a process under Wine.
/// </summary>
internal sealed class RecordedEngine : IDisposable
{
    private static readonly Lazy<nint> Library = new(Load);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gh-recorder-");
    private SecretBytes? _key = new("example-key"u8);

    public RecordedEngine()
    {
        Privileged.RequireTools("gcc");
        Engine = new WindowsFilterEngine(_ => _key);
        Restart();
    }

    public WindowsFilterEngine Engine { get; }

    /// <summary>Another pre-shared key from now on, or none at hand.</summary>
    public void SetKey(string? key)
    {
        _key?.Dispose();
        _key = key is null ? null : new SecretBytes(Encoding.UTF8.GetBytes(key));
    }

    /// <summary>The committed objects, in the file that every recorder reads.</summary>
    public void CopyStoreTo(string path) => File.Copy(Store, path, overwrite: true);

    /// <summary>The calls since the last restart.</summary>
    public IReadOnlyList<RecordedCall> Calls => RecordedCall.ReadAll(Log);

    private string Log => Path.Combine(_folder.FullName, "calls.jsonl");

    private string Store => Path.Combine(_folder.FullName, "store");

    /// <summary>A policy from text.</summary>
    public static WfpObjectSet Compile(string policy)
    {
        var read = PolicyReader.Read(policy, "policy.yaml");
        read.ErrorLines().ShouldBeEmpty();
        return ScenarioCompiler.Compile(read.Document!);
    }

    /// <summary>As if a new process began: the calls are counted from one, the committed objects are still there; one call may fail.</summary>
    public unsafe void Restart(int failAt = 0, uint code = 0)
    {
        File.Delete(Log);
        var configure = (delegate* unmanaged<byte*, byte*, byte*, void>)NativeLibrary.GetExport(Library.Value, "GatehouseRecorder_Configure");
        fixed (byte* log = Text(Log), store = Text(Store), fail = Text(failAt == 0 ? "" : $"{failAt}:{code:x}"))
            configure(log, store, fail);
    }

    /// <summary>As after a restart of Windows: no object is there; takes effect with the next <see cref="Restart"/>.</summary>
    public void Forget() => File.Delete(Store);

    /// <summary>Everything is given back on both sides, and the last call of all closed the engine.</summary>
    public void ShouldBeClean(string when) => ShouldBeCleanBut(0, when);

    /// <summary>The same while so many handles are still open.</summary>
    public unsafe void ShouldBeCleanBut(int handles, string when)
    {
        WindowsFilterEngine.OutstandingMemory.ShouldBe(0, when);
        var outstanding = (delegate* unmanaged<int>)NativeLibrary.GetExport(Library.Value, "GatehouseRecorder_Outstanding");
        outstanding().ShouldBe(handles, when);
    }

    /// <summary>A filter of that owner which the model has no words for, as another version may have left it.</summary>
    public unsafe void AddFilterBeyondTheModel(Guid provider) =>
        ((delegate* unmanaged<Guid*, void>)NativeLibrary.GetExport(Library.Value, "GatehouseRecorder_AddFilterBeyondTheModel"))(&provider);

    public void Dispose()
    {
        Restart();
        _key?.Dispose();
        _folder.Delete(recursive: true);
    }

    private static byte[] Text(string text) => [.. Encoding.UTF8.GetBytes(text), 0];

    private static nint Load()
    {
        var folder = Directory.CreateTempSubdirectory("gh-recorder-so-");
        Tool.Run(Places.Script("windows/build"), folder.FullName).Succeeded();
        var library = NativeLibrary.Load(Path.Combine(folder.FullName, "fwpuclnt.so"));
        folder.Delete(recursive: true);
        NativeLibrary.SetDllImportResolver(typeof(WindowsFilterEngine).Assembly, (name, _, _) => name == "fwpuclnt.dll" ? library : 0);
        return library;
    }
}
