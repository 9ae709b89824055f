namespace Gatehouse.Oracles.Filtering;

/// <summary>The access check of a token field for FWP_ACTRL_MATCH_FILTER, from the structures of MS-DTYP 2.4, one list after the other.</summary>
internal static class SlowAccess
{
    public static bool Grants(byte[] descriptor, byte[] token)
    {
        var hasList = (descriptor[2] & 0x04) != 0;
        var start = BitConverter.ToInt32(descriptor, 16);
        if (!hasList || start == 0)
            return true;
        var sids = Sids(token);
        using var reader = new BinaryReader(new MemoryStream(descriptor));
        reader.BaseStream.Position = start + 4;
        var count = reader.ReadUInt16();
        reader.ReadUInt16();
        for (var i = 0; i < count; i++)
        {
            var next = reader.BaseStream.Position;
            var (type, flags, size) = (reader.ReadByte(), reader.ReadByte(), reader.ReadUInt16());
            var body = reader.ReadBytes(size - 4);
            reader.BaseStream.Position = next + size;
            if (type is not (0 or 1) || (flags & 0x08) != 0)
                continue;
            var speaksOfRight = (body[0] & 0x01) != 0 || (body[3] & 0x10) != 0;
            if (speaksOfRight && sids.Contains(Sids(body[4..])[0]))
                return type == 0;
        }

        return false;
    }

    private static List<string> Sids(byte[] bytes)
    {
        var sids = new List<string>();
        for (var at = 0; at < bytes.Length;)
        {
            var length = 8 + (bytes[at + 1] * 4);
            sids.Add(Convert.ToHexString(bytes, at, length));
            at += length;
        }

        return sids;
    }
}
