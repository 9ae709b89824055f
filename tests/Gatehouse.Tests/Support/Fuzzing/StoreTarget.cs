using System.Text.Json;
using Gatehouse.Bfe;
using Gatehouse.Host.State;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Tests.Engine;
using Gatehouse.Tests.Host;
using Shouldly;

namespace Gatehouse.Tests.Support.Fuzzing;

/// <summary>A damaged state store: refused with its path and the reason, or whole: the objects and the policy of the last commit, all of them.</summary>
internal sealed class StoreTarget : FuzzTarget
{
    private static readonly StoredPolicy Policy = new("gatehouse: 1\nscenario: transport-mode\n", "/etc/gatehouse/policy.yaml");

    private readonly TemporaryDirectory _directory = new();
    private readonly HashSet<string> _expected;
    private int _number;

    public StoreTarget()
    {
        var objects = TestNode.Compile("transport-mode");
        var changes = objects.ProviderContexts.Cast<IFwpmObject>().Concat(objects.Filters)
            .Select((one, index) => new BfeChange(FwpmChangeType.Add, one, (ulong)index + 1, FwpmLifetime.Static)).ToList();
        using (var store = StateStore.Open(_directory.Path, out _).ShouldNotBeNull())
            store.Save(changes, Policy).Ok.ShouldBeTrue();
        _expected = [.. changes.Select(Text)];
        Seeds = [File.ReadAllBytes(Path.Combine(_directory.Path, "state.db"))];
    }

    public override string Name => "store";

    protected override IReadOnlyList<byte[]> Seeds { get; }

    protected override IReadOnlyList<string> Words { get; } =
        ["SQLite format 3\0", "CREATE TABLE", "objects", "meta", "digest", "policy", "\0\0\0\0", "{", "}", "\"Key\"", "null", "FWPM"];

    public override void Check(byte[] input)
    {
        var directory = Path.Combine(_directory.Path, $"{_number++}");
        Directory.CreateDirectory(directory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        try
        {
            File.WriteAllBytes(Path.Combine(directory, "state.db"), input);
            using var store = StateStore.Open(directory, out var failure);
            if (store is null)
            {
                failure.ShouldNotBeNull().ShouldContain(directory);
                return;
            }

            // An empty file is a store that is about to be made.
            if (input.Length == 0)
                return;
            store.Objects.Select(Text).ToHashSet().SetEquals(_expected).ShouldBeTrue("other objects than those of the last commit");
            store.Policy.ShouldBe(Policy);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    public override void Dispose()
    {
        _directory.Dispose();
        base.Dispose();
    }

    private static string Text(BfeChange change) =>
        $"{change.Id} {change.Lifetime} {JsonSerializer.Serialize(change.Object, StateJson.Default.GetTypeInfo(change.Object.GetType())!)}";
}
