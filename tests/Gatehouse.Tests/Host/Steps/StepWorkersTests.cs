using System.Collections.Concurrent;
using Gatehouse.Base;
using Gatehouse.Host.Steps;
using Gatehouse.Keying.AuthIp.Gss;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Host.Steps;

/// <summary>The threads that take steps of authentication.</summary>
public sealed class StepWorkersTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly StepWorkers _workers = new();
    private readonly Gate _gate = new();

    [Fact]
    public void A_step_is_taken_on_another_thread_and_ends_once()
    {
        _gate.Open();
        var context = new Context(_gate);
        Take(context, initiator: true).ShouldEndWith(GssOutcome.Done);
        context.Thread.ShouldNotBe(Environment.CurrentManagedThreadId);
        context.Steps.ShouldBe(1);
    }

    [Fact]
    public void Tickets_that_do_not_come_keep_no_peer_waiting()
    {
        var hanging = Enumerable.Range(0, 20).Select(_ => Take(new Context(_gate), initiator: true)).ToArray();
        _gate.Entered(8);
        Take(new Context(null), initiator: false).ShouldEndWith(GssOutcome.Done);
        hanging.ShouldAllBe(step => !step.Ended.IsSet);

        // No more threads than that hang, and what waits behind them has its turn when they are through.
        _gate.AtOnce.ShouldBe(8);
        _gate.Open();
        foreach (var step in hanging)
            step.ShouldEndWith(GssOutcome.Done);
    }

    [Fact]
    public void More_than_fit_are_refused_and_so_is_everything_once_it_ends()
    {
        var steps = Enumerable.Range(0, 200).Select(_ => Take(new Context(_gate), initiator: true)).ToArray();
        // Eight at work, 128 that wait: the rest has ended at once.
        _gate.Entered(8);
        var refused = steps.Count(step => step.Ended.IsSet);
        refused.ShouldBeInRange(200 - 8 - 128, 200 - 128);
        _workers.Dispose();
        steps.Count(step => step.Ended.IsSet).ShouldBe(200 - 8);
        Take(new Context(null), initiator: true).ShouldEndWith(GssOutcome.Failed);
        _gate.Open();
        foreach (var step in steps)
            step.ShouldHaveEnded();
        steps.ShouldAllBe(step => step.Count == 1);
    }

    [Fact]
    public void A_step_that_throws_ends_too()
    {
        Take(new Context(null) { Throws = true }, initiator: true).ShouldEndWith(GssOutcome.Failed);
        Take(new Context(null), initiator: true).ShouldEndWith(GssOutcome.Done);
    }

    public void Dispose()
    {
        _gate.Open();
        _workers.Dispose();
    }

    private Taken Take(Context context, bool initiator)
    {
        var taken = new Taken();
        var step = new GssStep(context, [], initiator);
        _workers.Take(step, ended =>
        {
            ended.ShouldBe(step);
            taken.End(step);
        });
        return taken;
    }

    private sealed class Taken
    {
        private GssStep? _step;
        private int _count;

        public ManualResetEventSlim Ended { get; } = new();

        public int Count => Volatile.Read(ref _count);

        public void End(GssStep step)
        {
            _step = step;
            Interlocked.Increment(ref _count);
            Ended.Set();
        }

        public void ShouldHaveEnded() => Ended.Wait(Patience).ShouldBeTrue();

        public void ShouldEndWith(GssOutcome outcome)
        {
            ShouldHaveEnded();
            _step!.Result.Outcome.ShouldBe(outcome);
        }
    }

    /// <summary>A KDC that does not answer until it is told to.</summary>
    private sealed class Gate : IDisposable
    {
        private readonly ManualResetEventSlim _open = new();
        private readonly ConcurrentBag<int> _entered = [];
        private int _inside;
        private int _atOnce;

        public int AtOnce => Volatile.Read(ref _atOnce);

        public void Open() => _open.Set();

        public void Dispose() => _open.Dispose();

        public void Entered(int count) => SpinWait.SpinUntil(() => _entered.Count >= count, Patience).ShouldBeTrue();

        public void Pass()
        {
            var inside = Interlocked.Increment(ref _inside);
            InterlockedMax(inside);
            _entered.Add(inside);
            _open.Wait(Patience);
            Interlocked.Decrement(ref _inside);
        }

        private void InterlockedMax(int value)
        {
            for (var seen = AtOnce; value > seen; seen = AtOnce)
                Interlocked.CompareExchange(ref _atOnce, value, seen);
        }
    }

    private sealed class Context(Gate? gate) : IGssContext
    {
        public bool Throws { get; init; }

        public int Thread { get; private set; }

        public int Steps { get; private set; }

        public string PeerName => "peer";

        public GssResult Step(ReadOnlySpan<byte> token)
        {
            (Thread, Steps) = (Environment.CurrentManagedThreadId, Steps + 1);
            if (Throws)
                throw new InvalidOperationException("broken");
            gate?.Pass();
            return new GssResult(GssOutcome.Done, []);
        }

        public SecretBytes ExportKey() => new([]);

        public void Dispose()
        {
        }
    }
}
