using Gatehouse.Linux.Queue;
using Shouldly;
using Xunit;

namespace Gatehouse.Tests.Linux;

public sealed class QueueMessageTests
{
    [Fact]
    public void Configuration_is_what_the_kernel_accepted()
    {
        var buffer = new byte[QueueConfig.MaxLength];
        Convert.ToHexStringLower(QueueConfig.Bind(buffer, 7, 4747)).ShouldBe(KernelMessages.BindQueue);
        Convert.ToHexStringLower(QueueConfig.Parameters(buffer, 7, 4747, 8192)).ShouldBe(KernelMessages.Parameters);
    }

    [Theory]
    // Length 32, type 0x301, request; nfgenmsg with queue 4747; verdict attribute of 12 bytes: NF_DROP or NF_ACCEPT, id.
    [InlineData(false, null, 0, "20000000010301000000000000000000" + "0000128b" + "0c00020000000000" + "00000005")]
    [InlineData(true, null, 0, "20000000010301000000000000000000" + "0000128b" + "0c00020000000001" + "00000005")]
    // With a mark (attribute 3), and with the head of a payload attribute (10) of 6 bytes: total 44 + 6 without padding.
    [InlineData(true, 0x47u, 6, "32000000010301000000000000000000" + "0000128b" + "0c00020000000001" + "00000005" + "0800030000000047" + "0a000a00")]
    public void Verdicts_have_the_kernels_layout(bool accept, uint? mark, int payloadLength, string expected)
    {
        var head = new byte[VerdictWriter.MaxHeadLength];
        var length = VerdictWriter.WriteHead(head, 4747, 5, accept, mark, payloadLength);
        Convert.ToHexStringLower(head.AsSpan(0, length)).ShouldBe(expected);
    }
}
