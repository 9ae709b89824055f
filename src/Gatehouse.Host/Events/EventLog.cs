using System.Threading.Channels;
using Gatehouse.Base;
using Gatehouse.Model.Keying;
using Gatehouse.Model.Verdicts;

namespace Gatehouse.Host.Events;

/// <summary>
/// A node's event log. Lines go through a bounded queue to a writer of its own, because whoever reads standard error slowly must not stop
/// the node's loop; what does not fit is counted and told later.
/// </summary>
public sealed class EventLog : IAsyncDisposable
{
    /// <summary>Lines that wait for a slow reader.</summary>
    private const int MaxWaiting = 1024;

    /// <summary>Lines that strangers cause: refused messages and drops.</summary>
    private const int StrangersPerSecond = 5;

    private const int StrangersBurst = 50;

    private readonly TextWriter _output;
    private readonly EventFormat _format;
    private readonly Func<DateTimeOffset> _wallClock;
    private readonly Channel<string> _lines;
    private readonly LineBudget _strangers = new(StrangersPerSecond, StrangersBurst);
    private readonly Task _writing;
    private long _lost;

    /// <summary>A log onto that writer, which stays the caller's.</summary>
    public EventLog(TextWriter output, EventFormat format, Func<DateTimeOffset> wallClock)
    {
        _output = output;
        _format = format;
        _wallClock = wallClock;
        _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Logs a keying event.</summary>
    public void Write(Instant now, KeyingEvent keying)
    {
        if (keying.Kind != KeyingEventKind.MessageRefused || MayWrite(now))
            Write(EventRecord.From(keying));
    }

    /// <summary>Logs a drop.</summary>
    public void WriteDropped(Instant now, AddressPair addresses, VerdictReason reason, bool outbound, long count)
    {
        if (MayWrite(now))
            Write(EventRecord.Dropped(addresses, reason, outbound, count));
    }

    /// <summary>Logs a sentence.</summary>
    public void Note(string text) => Write(EventRecord.Note(text));

    /// <summary>Logs any event.</summary>
    public void Write(EventRecord record)
    {
        if (!_lines.Writer.TryWrite(EventLine.Write(record, _wallClock(), _format)))
            Interlocked.Increment(ref _lost);
    }

    /// <summary>Writes what waits and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
    }

    private bool MayWrite(Instant now)
    {
        if (!_strangers.TryTake(now, out var suppressed))
            return false;
        if (suppressed > 0)
            Note($"{suppressed} lines about refused messages and dropped packets were left out; status has the counts");
        return true;
    }

    private async Task WriteAsync()
    {
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync())
            {
                await _output.WriteLineAsync(line);
                if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost)
                {
                    var note = EventRecord.Note($"{lost} lines were lost: the log is read too slowly");
                    await _output.WriteLineAsync(EventLine.Write(note, _wallClock(), _format));
                }

                if (!_lines.Reader.TryPeek(out _))
                    await _output.FlushAsync();
            }
        }
        catch (IOException)
        {
            // Nobody reads the log any more. Enforcement goes on without it.
        }
    }
}
