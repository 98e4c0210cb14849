using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Rlpx;

/// <summary>Codec of the Disconnect message's payload: [reason].</summary>
internal static class DisconnectMessage
{
    public static byte[] Encode(DisconnectReason reason)
    {
        using var writer = new RlpWriter(8);
        var list = writer.BeginList();
        writer.Write((ulong)reason);
        writer.EndList(list);
        return writer.ToArray();
    }

    /// <summary>Reads the reason; clients also send a bare number, an empty list, or nothing at all, and the session ends anyway.</summary>
    public static DisconnectReason Decode(ReadOnlySpan<byte> payload)
    {
        var bytes = payload;
        if (bytes.Length > 1 && bytes[0] == 0xc0 + bytes.Length - 1)
        {
            bytes = bytes[1..];
        }

        return bytes switch
        {
            [0x80] => DisconnectReason.Requested,
            [< 0x80 and var reason] => (DisconnectReason)reason,
            _ => DisconnectReason.Requested,
        };
    }
}
