using Gatehouse.Ike.Isakmp;
using Shouldly;

namespace Gatehouse.Tests.Keying.Coexistence;

/// <summary>What a man in between can do to the vendor ids of a clear IKE message.</summary>
internal static class Stripping
{
    /// <summary>Takes out what says that the sender speaks AuthIP.</summary>
    public static byte[] Strip(byte[] message) => Rewrite(
        message, bodies => bodies.Where(body => body is not VendorIdPayload vendor
            || !(VendorIds.MsMamieExists.Matches(vendor.Id.Span) || VendorIds.KeyMods.Matches(vendor.Id.Span))));

    /// <summary>Puts a vendor id at the end.</summary>
    public static byte[] Add(byte[] message, byte[] vendorId) => Rewrite(message, bodies => bodies.Append(new VendorIdPayload(vendorId)));

    private static byte[] Rewrite(byte[] message, Func<IEnumerable<IsakmpBody>, IEnumerable<IsakmpBody>> change)
    {
        IsakmpMessageReader.TryRead(message, out var read, out var error).ShouldBeTrue(error.ToString());
        return IsakmpMessageWriter.Write(read!.Header, [.. change(read.Payloads.Select(payload => payload.Content))]);
    }
}
