using Gatehouse.Cli;
using Gatehouse.Cli.Commands;
using Gatehouse.Cli.Windows;
using Gatehouse.Model.Wfp;
using Gatehouse.Model.Wfp.Management;
using Gatehouse.Scenarios.Installing;
using Gatehouse.Tests.Bfe;
using Gatehouse.Tests.Engine;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Cli.Windows;

/// <summary>A policy on trial: the command's side and its guard's, on the portable engine.</summary>
public sealed class TrialTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);

    private readonly TestBfe _bfe = new();
    private readonly PolicyInstaller _installer;
    private readonly ManualResetEvent _confirmed = new(false);
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public TrialTests()
    {
        _installer = new PolicyInstaller(_bfe.Engine);
        _installer.Apply(TestNode.Compile("block"), new InstallOptions()).Require();
    }

    public void Dispose() => _confirmed.Dispose();

    [Theory]
    [InlineData("applied", false, ExitCode.NotAsExpected, "block")] // Time is over.
    [InlineData("applied", true, ExitCode.Done, "clear")]
    [InlineData("applied\nEND", false, ExitCode.NotAsExpected, "block")] // Killed while it waited.
    [InlineData("END", false, ExitCode.NotAsExpected, "block")] // Killed before it could say that it had applied.
    [InlineData("END", true, ExitCode.NotAsExpected, "block")] // Nobody can confirm what was never said to be in force.
    [InlineData("abandoned", false, ExitCode.Done, "clear")] // It says that nothing of its own is there: the guard touches nothing.
    public void The_guard_takes_back_what_nobody_confirms(string said, bool isConfirmed, int exitCode, string inForce)
    {
        if (isConfirmed)
            _confirmed.Set();
        var lines = said.Split('\n').Where(line => line != "END").ToArray();
        using var input = new Pipe(lines, said.EndsWith("END", StringComparison.Ordinal));
        var output = new Hook(() => _installer.Apply(TestNode.Compile("clear"), new InstallOptions()).Require());
        new TrialWatch(_bfe.Engine, input, output).Run(said == "applied" && !isConfirmed ? Short : Long, _confirmed).ShouldBe(exitCode);
        InForce().ShouldBe(inForce);
    }

    [Fact]
    public void A_guard_that_cannot_read_says_why_and_is_not_ready()
    {
        new TrialWatch(new Refusing(), new StringReader(""), _output).Run(Long, _confirmed).ShouldBe(ExitCode.Failed);
        _output.ToString().ShouldContain("ERROR_ACCESS_DENIED");
        _output.ToString().ShouldNotContain(TrialWatch.Ready);
    }

    [Theory]
    [InlineData(nameof(TrialEnd.Confirmed), ExitCode.Done, "clear", "confirmed")]
    [InlineData(nameof(TrialEnd.Lost), ExitCode.NotAsExpected, "block", "in force again")]
    public void The_command_ends_as_its_guard_says_and_without_it_takes_back_itself(string end, int exitCode, string inForce, string says)
    {
        var guard = new Guard { End = Enum.Parse<TrialEnd>(end) };
        Apply("clear", guard).ShouldBe(exitCode);
        InForce().ShouldBe(inForce);
        _error.ToString().ShouldContain(says);
        guard.Heard.ShouldBe(["begin", "applied", "wait"]);
    }

    [Fact]
    public void Nothing_is_applied_without_a_guard_and_a_guard_is_told_when_nothing_was()
    {
        Apply("clear", new Guard { Refuses = "no process" }).ShouldBe(ExitCode.Failed);
        _error.ToString().ShouldContain("nothing was applied: no process");
        InForce().ShouldBe("block");
        var guard = new Guard { OnBegin = () => _bfe.SinkSays = new FwpResult(FwpError.TxnAborted, "no") };
        Apply("clear", guard).ShouldBe(ExitCode.Failed);
        guard.Heard.ShouldBe(["begin", "abandon"]);
        _bfe.SinkSays = FwpResult.Success;
        InForce().ShouldBe("block");
        guard = new Guard();
        Apply("block", guard).ShouldBe(ExitCode.Done);
        guard.Heard.ShouldBeEmpty();
    }

    [Fact]
    public void What_could_not_be_restored_is_not_tried()
    {
        _installer.Apply(TestNode.TransportMode(), new InstallOptions()).Require();
        var guard = new Guard();
        Apply("clear", guard).ShouldBe(ExitCode.Cannot);
        _error.ToString().ShouldContain("pre-shared key");
        guard.Heard.ShouldBeEmpty();
        _installer.Apply(TestNode.Compile("block"), new InstallOptions()).Require();
        _bfe.Session.SubLayers.Add(new FwpmSubLayer(Guid.NewGuid(), "old", 5) { Provider = FwpmProvider.Gatehouse.Key }).Require();
        Apply("clear", guard).ShouldBe(ExitCode.Cannot);
        _error.ToString().ShouldContain("another version");
    }

    private int Apply(string scenario, ITrialGuard guard) => new EngineVerbs(_bfe.Engine, _output, _error)
        .ApplyOnTrial(TestNode.Compile(scenario), new InstallOptions(), OutputFormat.Table, Long, guard);

    private string InForce() => _installer.Compare(TestNode.Compile("block")).Require().IsEmpty ? "block"
        : _installer.Compare(TestNode.Compile("clear")).Require().IsEmpty ? "clear" : "something else";

    /// <summary>What the command says, line by line, and then its end or nothing more.</summary>
    private sealed class Pipe(string[] lines, bool ends) : TextReader
    {
        private readonly ManualResetEvent _never = new(false);
        private int _next;

        public override string? ReadLine()
        {
            if (_next < lines.Length)
                return lines[_next++];
            if (!ends)
                _never.WaitOne();
            return null;
        }

        protected override void Dispose(bool disposing)
        {
            _never.Set();
            base.Dispose(disposing);
        }
    }

    /// <summary>Where the guard says that it is ready: then the command applies.</summary>
    private sealed class Hook(Action onReady) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            if (value == TrialWatch.Ready)
                onReady();
        }
    }

    private sealed class Refusing : IFilterEngine
    {
        public FwpResult<IFilterSession> Open(FwpmSession session) => new FwpResult(FwpError.AccessDenied, "no");
    }

    private sealed class Guard : ITrialGuard
    {
        public TrialEnd End { get; init; }

        public string? Refuses { get; init; }

        public Action? OnBegin { get; init; }

        public List<string> Heard { get; } = [];

        public string? Begin(TimeSpan trial)
        {
            Heard.Add("begin");
            OnBegin?.Invoke();
            return Refuses;
        }

        public void Applied() => Heard.Add("applied");

        public void Abandon() => Heard.Add("abandon");

        public TrialEnd Wait()
        {
            Heard.Add("wait");
            return End;
        }

        public void Dispose()
        {
        }
    }
}
