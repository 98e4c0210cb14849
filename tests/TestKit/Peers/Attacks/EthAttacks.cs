using PoaSidechain.Network.Eth;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Tests.TestKit.Peers.Attacks;

/// <summary>Attacks by messages of eth: malformed, too many items, at the wrong time, and floods of good ones.</summary>
internal static class EthAttacks
{
    private static readonly PrivateKey Poor = TestKeys.Named("poor");
    private static readonly int[] Codes = [.. Enumerable.Range(0, EthMessage.Names.Length)];

    /// <summary>A list in a list in a list.</summary>
    private static readonly Lazy<byte[]> Nested = new(static () => Nest(100_000));

    private static readonly Lazy<byte[]> EmptyItems = new(static () => [.. ListHead(1_000_000), .. Enumerable.Repeat((byte)0xc0, 1_000_000)]);

    public static IReadOnlyList<Attack> All { get; } =
    [
        .. Codes.Select(Malformed),
        Before("messages before status", static (peer, random, _, token) =>
            SendAsync(peer, Codes[random.Next(1, Codes.Length)], RlpxAttacks.Bytes(random, 40), token)),
        Ready("status twice", static (peer, _, target, token) => SendAsync(peer, EthMessage.Status, EthCodec.EncodeStatus(target.Status), token)),
        Ready("answers nobody asked for", static (peer, random, _, token) =>
            SendAsync(peer, EthMessage.BlockHeaders, EthCodec.EncodeRequest((ulong)random.NextInt64(), Array.Empty<BlockHeader>(), EthCodec.WriteHeaders), token)),
        Ready("announcements of 300 blocks", static (peer, random, _, token) => SendAsync(peer, EthMessage.NewBlockHashes, Announcements(random, 300), token)),
        Ready("lists nested 100,000 deep", static (peer, _, _, token) => SendAsync(peer, EthMessage.NewBlock, Nested.Value, token)),
        Ready("a million empty transactions", static (peer, _, _, token) => SendAsync(peer, EthMessage.Transactions, EmptyItems.Value, token)),
        Ready("blocks of another body", static (peer, _, target, token) => SendAsync(
            peer, EthMessage.NewBlock, EthCodec.EncodeNewBlock(WithoutItsBody(target.Block), target.Status.TotalDifficulty), token)),

        Ready("flood: headers wanted, 1024 at a time", static (peer, _, _, token) =>
            SendAsync(peer, EthMessage.GetBlockHeaders, EthCodec.EncodeRequest(1, HeadersRequest.From(0, 1024), EthCodec.WriteHeadersRequest), token)),
        Ready("flood: bodies wanted, 1024 at a time", static (peer, _, target, token) => SendAsync(peer, EthMessage.GetBlockBodies, Wanted(target.Hashes), token)),
        Ready("flood: receipts wanted, 1024 at a time", static (peer, _, target, token) => SendAsync(peer, EthMessage.GetReceipts, Wanted(target.Hashes), token)),
        Ready("flood: unknown transactions wanted", static (peer, random, _, token) =>
            SendAsync(peer, EthMessage.GetPooledTransactions, Wanted([.. Enumerable.Range(0, 256).Select(_ => Hash(random))]), token)),
        Silent("flood: bodies wanted and never read", static (peer, _, target, token) => SendAsync(peer, EthMessage.GetBlockBodies, Wanted(target.Hashes), token)),
        Ready("flood: invented blocks near the head announced", static (peer, random, target, token) =>
            SendAsync(peer, EthMessage.NewBlockHashes, Announcements(random, 256, target.Block.Number), token)),
        Ready("flood: invented transactions announced", static (peer, random, _, token) =>
            SendAsync(peer, EthMessage.NewPooledTransactionHashes, AnnouncedTransactions(random, 4096), token)),
        Ready("flood: blocks on unknown parents", static (peer, random, target, token) => SendAsync(
            peer,
            EthMessage.NewBlock,
            EthCodec.EncodeNewBlock(target.Block with { Header = target.Block.Header with { ParentHash = Hash(random) } }, target.Status.TotalDifficulty),
            token)),
        Ready("flood: transactions of accounts without money", static (peer, random, _, token) =>
            SendAsync(peer, EthMessage.Transactions, EthCodec.EncodeTransactions(Unpaid(random, 100)), token)),
    ];

    private static Attack Malformed(int code) => Ready($"malformed {EthMessage.Names[code]}", (peer, random, target, token) =>
        SendAsync(peer, code, Mangled(random, target), token));

    /// <summary>A session with both statuses said; then one kind of message until the node has enough.</summary>
    private static Attack Ready(string name, Func<RawPeer, Random, AttackTarget, CancellationToken, Task<int>> send) => Session(name, send, saysStatus: true, reads: true);

    private static Attack Before(string name, Func<RawPeer, Random, AttackTarget, CancellationToken, Task<int>> send) => Session(name, send, saysStatus: false, reads: true);

    private static Attack Silent(string name, Func<RawPeer, Random, AttackTarget, CancellationToken, Task<int>> send) => Session(name, send, saysStatus: true, reads: false);

    private static Attack Session(string name, Func<RawPeer, Random, AttackTarget, CancellationToken, Task<int>> send, bool saysStatus, bool reads) => new(
        name,
        IsUdp: false,
        (target, random, count, cancellation) => RlpxAttacks.RepeatAsync(async () =>
        {
            await using var peer = await RawPeer.OpenAsync(target.Enode, saysStatus ? target.Status : null, reads);
            count.Connected();
            while (true)
            {
                count.Sent(await send(peer, random, target, cancellation));
            }
        }, cancellation));

    private static async Task<int> SendAsync(RawPeer peer, int code, byte[] payload, CancellationToken cancellation)
    {
        await peer.SendAsync(code, payload, cancellation);
        return payload.Length;
    }

    /// <summary>Random bytes, or a good block cut or with bytes changed.</summary>
    private static byte[] Mangled(Random random, AttackTarget target)
    {
        if (random.Next(2) == 0)
        {
            return RlpxAttacks.Bytes(random, random.Next(0, 20_000));
        }

        var bytes = EthCodec.EncodeNewBlock(target.Block, target.Status.TotalDifficulty);
        for (var i = random.Next(1, 20); i > 0; i--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return bytes[..random.Next(bytes.Length)];
    }

    private static byte[] Announcements(Random random, int count, ulong number = 1) =>
        EthCodec.EncodeBlockAnnouncements([.. Enumerable.Range(0, count).Select(_ => new BlockAnnouncement(Hash(random), number))]);

    private static byte[] Wanted(IReadOnlyList<Hash256> hashes) => EthCodec.EncodeRequest(1, hashes, EthCodec.WriteHashes);

    private static byte[] AnnouncedTransactions(Random random, int count)
    {
        using var writer = new RlpWriter(count * 40);
        var list = writer.BeginList();
        writer.Write(Enumerable.Repeat((byte)2, count).ToArray());
        var sizes = writer.BeginList();
        for (var i = 0; i < count; i++)
        {
            writer.Write(120UL);
        }

        writer.EndList(sizes);
        EthCodec.WriteHashes(writer, [.. Enumerable.Range(0, count).Select(_ => Hash(random))]);
        writer.EndList(list);
        return writer.ToArray();
    }

    /// <summary>A block that follows another and does not have its own body.</summary>
    private static Block WithoutItsBody(Block parent) => new(parent.Header with { ParentHash = parent.Hash, Number = parent.Number + 1 }, BlockBody.Empty);

    private static Transaction[] Unpaid(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Transfers.Dynamic(Poor, (ulong)random.Next(), Address.FromNumber((ulong)random.NextInt64())))];

    /// <summary>Written from the inside out, because the length of each list stands in front of it.</summary>
    private static byte[] Nest(int depth)
    {
        var bytes = new byte[depth * 5];
        var start = bytes.Length;
        for (var i = 0; i < depth; i++)
        {
            var head = ListHead(bytes.Length - start);
            start -= head.Length;
            head.CopyTo(bytes, start);
        }

        return bytes[start..];
    }

    private static byte[] ListHead(int length) => length < 56 ? [(byte)(0xc0 + length)]
        : length < 256 ? [0xf8, (byte)length]
        : length < 65536 ? [0xf9, (byte)(length >> 8), (byte)length]
        : [0xfa, (byte)(length >> 16), (byte)(length >> 8), (byte)length];

    private static Hash256 Hash(Random random) => new(RlpxAttacks.Bytes(random, Hash256.Size));
}
