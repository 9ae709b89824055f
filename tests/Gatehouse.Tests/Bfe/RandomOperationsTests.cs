using Gatehouse.Base;
using Gatehouse.Filtering;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Bfe;

/// <summary>
/// Seeded sessions add, delete, commit, abort and vanish; a plain dictionary plays along. After every step the engine has what the dictionary
/// has, and the snapshot it patched is the one that compiling everything would give.
/// </summary>
public sealed class RandomOperationsTests
{
    [Theory]
    [InlineData(1, 400)]
    [InlineData(2, 400)]
    [InlineData(3, 400)]
    public void The_engine_has_what_a_dictionary_has(ulong seed, int steps)
    {
        var bfe = new TestBfe();
        var play = new Play(bfe, seed);
        for (var step = 0; step < steps; step++)
        {
            play.Step();
            var listed = bfe.Open().Filters.Enum(FwpmEnumTemplate.All).Require();
            listed.Select(entry => entry.Object.Key).ShouldBe(play.Committed, $"seed {seed}, step {step}");
            var compiled = FilterSnapshot.Compile(bfe.Engine.Filters.Objects, ids: [.. listed.Select(entry => entry.Id)]);
            bfe.Engine.Filters.Filters.Select(filter => filter.Id).ShouldBe(compiled.Filters.Select(filter => filter.Id), $"seed {seed}, step {step}");
        }
    }

    private sealed class Play(TestBfe bfe, ulong seed)
    {
        private readonly SeededEntropy _entropy = new(seed);
        private readonly IFilterSession _writer = bfe.Open();
        private List<Guid> _working = [];
        private List<Guid> _lived = [];
        private IFilterSession _dynamic = bfe.Open(FwpmSessionFlags.Dynamic);
        private bool _open;

        public List<Guid> Committed { get; private set; } = [];

        public void Step()
        {
            var choice = Next(10);
            if (choice < 4)
                Add(_writer, _open ? _working : Committed);
            else if (choice < 6 && Pick() is { } key)
                _writer.Filters.DeleteByKey(key).Ok.ShouldBe((_open ? _working : Committed).Remove(key));
            else if (choice == 6 && !_open)
                (_open, _working) = (_writer.BeginTransaction().Ok, [.. Committed]);
            else if (choice == 7 && _open)
                End(Next(2) == 0);
            else if (choice == 8 && !_open)
                Live();
            else if (choice == 9)
                Vanish();
        }

        private void End(bool commit)
        {
            (commit ? _writer.CommitTransaction() : _writer.AbortTransaction()).Ok.ShouldBeTrue();
            _open = false;
            if (commit)
                Committed = _working;
        }

        private void Live()
        {
            var before = Committed.Count;
            Add(_dynamic, Committed);
            _lived.AddRange(Committed.Skip(before));
        }

        private void Vanish()
        {
            _dynamic.Dispose();
            Committed.RemoveAll(_lived.Contains);
            _working.RemoveAll(_lived.Contains);
            (_dynamic, _lived) = (bfe.Open(FwpmSessionFlags.Dynamic), []);
        }

        private void Add(IFilterSession session, List<Guid> keys)
        {
            var filter = Good.Filter($"f{Next(1000)}") with
            {
                Layer = Next(2) == 0 ? FwpmLayer.OutboundTransportV4 : FwpmLayer.InboundTransportV6,
                Weight = new FwpmWeight(FwpmWeightKind.Exact, (ulong)Next(4)),
            };
            var id = session.Filters.Add(filter).Require();
            keys.Add(session.Filters.GetById(id).Require().Object.Key);
        }

        private Guid? Pick()
        {
            var keys = (_open ? _working : Committed).Except(_lived).ToList();
            return keys.Count == 0 ? null : keys[Next(keys.Count)];
        }

        private int Next(int bound) => (int)(_entropy.NextUInt64() % (uint)bound);
    }
}
