using Gatehouse.Base;
using Gatehouse.Dataplane.Flows;
using Gatehouse.Linux.Flows;
using Gatehouse.Packets;
using Shouldly;
using Xunit;

namespace Gatehouse.Interop.Linux;

/// <summary>The flow records on the real file system under /run.</summary>
public sealed class FlowRecordsFileTests : IDisposable
{
    private readonly string _name = $"flows-test-{Environment.ProcessId}";

    private string Path => $"/run/gatehouse/{_name}.flows";

    [Fact]
    public void What_one_process_wrote_the_next_one_finds_and_only_root_can_read_it()
    {
        Privileged.Require();
        var key = new FlowKey(IpAddr.Parse("10.0.0.1"), IpAddr.Parse("10.0.0.2"), IpProtocol.Tcp, 1, 2);
        using (var records = Open())
        {
            var table = new FlowTable(new SeededEntropy(1), records);
            table.RecordsState.ShouldBe(FlowRecordsState.Fresh);
            table.TryAdd(Instant.Zero, key, FlowFlags.Secure, FlowState.Open, out _).ShouldBeTrue();

            FlowRecordsFile.Open(_name, out var inUse).ShouldBeNull();
            inUse.ShouldNotBeNull().ShouldContain(Path);
        }

        (File.GetUnixFileMode(Path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)).ShouldBe(UnixFileMode.None);
        using (var records = Open())
        {
            var table = new FlowTable(new SeededEntropy(2), records);
            table.RecordsState.ShouldBe(FlowRecordsState.Restored);
            table[table.Find(Instant.Zero, key)].IsSecure.ShouldBeTrue();
        }
    }

    [Fact]
    public void Records_of_an_earlier_boot_are_forgotten()
    {
        Privileged.Require();
        using (var records = Open())
            _ = new FlowTable(new SeededEntropy(1), records);
        using (var file = File.OpenWrite(Path))
            file.Write("another boot"u8);
        using var fresh = Open();
        new FlowTable(new SeededEntropy(1), fresh).RecordsState.ShouldBe(FlowRecordsState.Fresh);
    }

    [Fact]
    public void Damaged_records_are_lost_and_said_to_be()
    {
        Privileged.Require();
        using (var records = Open())
        {
            _ = new FlowTable(new SeededEntropy(1), records);
            records.Bytes[0] ^= 1;
        }

        using var damaged = Open();
        new FlowTable(new SeededEntropy(1), damaged).RecordsState.ShouldBe(FlowRecordsState.Lost);
    }

    public void Dispose() => FlowRecordsFile.Delete(_name);

    private FlowRecordsFile Open()
    {
        var records = FlowRecordsFile.Open(_name, out var failure);
        failure.ShouldBeNull();
        return records!;
    }
}
