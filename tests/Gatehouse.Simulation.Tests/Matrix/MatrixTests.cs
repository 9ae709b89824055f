using Gatehouse.Oracles.Matrix;
using Shouldly;
using Xunit;

namespace Gatehouse.Simulation.Tests.Matrix;

/// <summary>Every cell of the matrix in simulation: what each direction looks like on the wire, what is let in, and how it ends.</summary>
public sealed class MatrixTests
{
    private const int CellsPerChunk = 40;

    private static readonly MatrixCell[] Mixed = [.. MatrixCells.Mixed];
    private static readonly MatrixCell[] Coexistence = [.. MatrixCells.Coexistence];

    public static TheoryData<Scenario, Scenario> Pairs
    {
        get
        {
            var pairs = new TheoryData<Scenario, Scenario>();
            foreach (var (initiator, responder) in MatrixCells.Plain.Select(cell => (cell.Initiator.Base, cell.Responder.Base)).Distinct())
                pairs.Add(initiator, responder);
            return pairs;
        }
    }

    public static TheoryData<int> MixedChunks => [.. Enumerable.Range(0, (Mixed.Length + CellsPerChunk - 1) / CellsPerChunk)];

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Each_pair_of_scenarios_behaves_as_the_table_says(Scenario initiator, Scenario responder)
    {
        var cells = MatrixCells.Plain.Where(cell => cell.Initiator.Base == initiator && cell.Responder.Base == responder).ToArray();
        cells.Length.ShouldBe(32);
        Play(cells, clearMeansNoNode: false).ShouldBeEmpty();
        if (initiator == Scenario.Clear || responder == Scenario.Clear)
            Play(cells, clearMeansNoNode: true).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(MixedChunks))]
    public void Rules_for_part_of_the_traffic_behave_as_the_table_says(int chunk) =>
        Play(Mixed.Skip(chunk * CellsPerChunk).Take(CellsPerChunk), clearMeansNoNode: false).ShouldBeEmpty();

    public static TheoryData<Speech, Speech> Speeches => new MatrixTheoryData<Speech, Speech>(Enum.GetValues<Speech>(), Enum.GetValues<Speech>());

    [Theory]
    [MemberData(nameof(Speeches))]
    public void Hosts_of_different_keying_modules_behave_as_the_table_says(Speech initiator, Speech responder) =>
        Play(Coexistence.Where(cell => cell.Modules!.Initiator == initiator && cell.Modules.Responder == responder), clearMeansNoNode: false).ShouldBeEmpty();

    [Fact]
    public void The_table_of_keying_modules_has_every_pair_with_and_without_users()
    {
        Coexistence.Select(cell => cell.ToString()).Distinct().Count().ShouldBe(Coexistence.Length);
        Coexistence.Select(cell => (cell.Modules!.Initiator, cell.Modules.Responder)).Distinct().Count().ShouldBe(9);
        Coexistence.Count(cell => cell is { Modules: { ExtendedMode: true }, Expected.Sa: true }).ShouldBe(4 * 9 * 4);
        Coexistence.Count(cell => cell is { Modules: { Initiator: Speech.Both, Responder: Speech.Both }, Expected.Sa: false }).ShouldBe(3 * 9 * 4);
    }

    [Fact]
    public void The_table_has_at_least_400_cells_no_two_alike()
    {
        var cells = MatrixCells.All.Select(cell => cell.ToString()).ToArray();
        cells.Length.ShouldBeGreaterThanOrEqualTo(400);
        cells.Distinct().Count().ShouldBe(cells.Length);
    }

    // Cells share nothing, so both cores may work.
    private static string Play(IEnumerable<MatrixCell> cells, bool clearMeansNoNode) =>
        string.Join('\n', cells.AsParallel().AsOrdered().SelectMany(cell => MatrixRun.Play(cell, clearMeansNoNode)));
}
