using Gatehouse.Linux.Queue;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Linux;

public sealed class KernelQueueTableTests
{
    private const string Table =
        " 4747  -1872  1 2 65531    3     4       17  1\n 4748  -1871  0 2 65531    5     0       12  1\n   1      9  0 2 65531   99    99       12  1\n";

    [Fact]
    public void Drops_of_our_queues_are_summed_and_those_of_others_are_not() => KernelQueueTable.SumDrops(Table, [4747, 4748]).ShouldBe(12);

    [Theory]
    [InlineData(4747, true)]
    [InlineData(1, true)]
    [InlineData(474, false)]
    [InlineData(4749, false)]
    public void A_queue_that_is_listed_has_a_listener(ushort queue, bool listed) => KernelQueueTable.HasListener(Table, queue).ShouldBe(listed);

    [Fact]
    public void Every_truncation_is_survived()
    {
        for (var length = 0; length < Table.Length; length++)
            KernelQueueTable.SumDrops(Table[..length], [4747, 4748]).ShouldBeLessThanOrEqualTo(12);
    }
}
