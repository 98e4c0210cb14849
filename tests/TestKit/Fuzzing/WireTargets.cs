using System.Net;
using PoaSidechain.Network.Discovery;
using PoaSidechain.Network.Eth;
using PoaSidechain.Network.Peers;
using PoaSidechain.Network.Rlpx;
using PoaSidechain.Network.Snap;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.TestKit.Chains;

namespace PoaSidechain.Tests.TestKit.Fuzzing;

/// <summary>Everything that reads bytes of strangers.</summary>
internal static class WireTargets
{
    /// <summary>Bytes that answering a question may allocate: an answer of 2 MiB and one item, while its buffer grows.</summary>
    private const long AnswerBytes = 16 * 1024 * 1024;

    /// <summary>The same with a buffer of 64 KiB that the pool has to make first.</summary>
    private const long PooledBytes = 256 * 1024;

    private static readonly Block[] Blocks = ChainMaker.Extend(ChainMaker.Genesis, 40, transactionsEvery: 3);
    private static readonly Block Full = Blocks.Last(static block => block.Transactions.Length > 0);
    private static readonly Hash256[] Hashes = [.. Blocks.Select(static block => block.Hash)];
    private static readonly NodeId Someone = NodeId.Of(TestKeys.A);
    private static readonly DiscoveryEndpoint Endpoint = new(IPAddress.Parse("8.8.8.8"), 30303, 30303);

    private static readonly Receipt SampleReceipt = new()
    {
        Type = TransactionType.DynamicFee,
        Succeeded = true,
        CumulativeGasUsed = 21_000,
        Logs = [new Log(Address.FromNumber(7), new[] { Hashes[0] }, new byte[40])],
    };

    private static readonly LocalChain State = StatefulChain.Create(accounts: 60, contracts: 3, slots: 40);

    private static readonly StorageRangesRequest Slots = new(
        State.Tree.Head.StateRoot, [.. Enumerable.Range(0, 3).Select(static i => Keccak256.Hash(StatefulChain.ContractAt(i).Bytes))], Hash256.Zero, SnapRange.Highest, 20_000);

    private static readonly TrieNodesRequest Nodes = new(
        State.Tree.Head.StateRoot, [[[0x00]], [[0x13]], [Keccak256.Hash(StatefulChain.ContractAt(0).Bytes).ToArray(), [0x00], [0x1a]]], 20_000);

    private delegate void Reading(ref RlpReader reader);

    public static IReadOnlyList<WireTarget> All { get; } =
    [
        Bytes("RLP, walked through", 8, [Encoded(Full), Headers(20), .. ForkIdRecord()], static bytes => Walk(new RlpReader(bytes), 0)),
        Bytes("header, and its RLP again", 4, [.. Blocks.Take(3).Select(static block => Written(block.Header.Encode))], static bytes =>
            Same(bytes, Written(BlockHeader.Decode(bytes).Encode))),
        Bytes("block, and its RLP again", 4, [Encoded(Full), Encoded(Blocks[0])], static bytes => Same(bytes, Encoded(Block.Decode(bytes)))),
        Bytes("transaction, and its RLP again", 6, Transactions(), static bytes => Same(bytes, Transaction.Decode(bytes).Encoded.ToArray())),
        Bytes("receipt", 3, [Written(SampleReceipt.Encode)], static bytes =>
        {
            var reader = new RlpReader(bytes);
            return Receipt.Decode(ref reader) is not null;
        }),

        Bytes("hello", 2, [new Hello(5, "client", [new Capability("eth", 68), new Capability("snap", 1)], 0, Someone).Encode()], static bytes => Hello.Decode(bytes) is not null),
        Bytes("disconnect", 1, [DisconnectMessage.Encode(DisconnectReason.TooManyPeers)], static bytes => Enum.IsDefined(DisconnectMessage.Decode(bytes))),
        Bytes("status", 2, [EthCodec.EncodeStatus(new EthStatus(68, 1337, 17UL, Hashes[0], Hashes[1], new ForkId(1, 2)))], static bytes => EthCodec.DecodeStatus(bytes) is not null),
        Bytes("block announcements", 2, [EthCodec.EncodeBlockAnnouncements([.. Hashes.Select(static hash => new BlockAnnouncement(hash, 7))])], static bytes =>
            EthCodec.DecodeBlockAnnouncements(bytes) is not null),
        Bytes("new block", 4, [EthCodec.EncodeNewBlock(Full, 80UL)], static bytes => EthCodec.DecodeNewBlock(bytes).Block is not null),
        Bytes("transactions", 4, [EthCodec.EncodeTransactions(Full.Transactions)], static bytes => EthCodec.DecodeTransactions(bytes) is not null),
        Bytes("transaction announcements of eth/67", 1, [EthCodec.EncodeTransactionAnnouncements(67, Full.Transactions)], static bytes =>
            EthCodec.DecodeTransactionAnnouncements(67, bytes) is not null),
        Bytes("transaction announcements of eth/68", 2, [EthCodec.EncodeTransactionAnnouncements(68, Full.Transactions)], static bytes =>
            EthCodec.DecodeTransactionAnnouncements(68, bytes) is not null),
        Answer("headers that came", 3, [Headers(30)], static (ref RlpReader reader) => EthCodec.ReadHeaders(ref reader, 192)),
        Answer("bodies that came", 3, [Bodies()], static (ref RlpReader reader) => EthCodec.ReadBodies(ref reader, 32)),
        Answer("receipts that came", 2, [ReceiptLists()], static (ref RlpReader reader) => EthCodec.ReadReceipts(ref reader, 32)),
        Answer("transactions that were asked for", 2, [EthCodec.EncodeRequest(9, Full.Transactions, EthCodec.WriteTransactions)], static (ref RlpReader reader) =>
            EthCodec.ReadTransactions(ref reader, 256)),
        Question("headers asked for", EthMessage.GetBlockHeaders, EthCodec.EncodeRequest(1, HeadersRequest.From(3, 10), EthCodec.WriteHeadersRequest),
            EthCodec.EncodeRequest(1, new HeadersRequest(Hashes[20], 0, 5, 2, true), EthCodec.WriteHeadersRequest)),
        Question("bodies asked for", EthMessage.GetBlockBodies, EthCodec.EncodeRequest(2, Hashes, EthCodec.WriteHashes)),
        Question("receipts asked for", EthMessage.GetReceipts, EthCodec.EncodeRequest(3, Hashes, EthCodec.WriteHashes)),
        Question("pooled transactions asked for", EthMessage.GetPooledTransactions, EthCodec.EncodeRequest(4, Hashes, EthCodec.WriteHashes)),

        Answer("accounts that came", 2, [Snap(SnapMessage.GetAccountRange, writer => SnapCodec.Write(writer, new AccountRangeRequest(State.Tree.Head.StateRoot, Hash256.Zero, SnapRange.Highest, 100_000)), answer: true)], static (ref RlpReader reader) =>
            SnapCodec.ReadAccountRange(ref reader)),
        Answer("slots that came", 2, [Snap(SnapMessage.GetStorageRanges, writer => SnapCodec.Write(writer, Slots), answer: true)], static (ref RlpReader reader) =>
            SnapCodec.ReadStorageRanges(ref reader)) with { BytesPerByte = 128 },
        Answer("codes and trie nodes that came", 1, [Snap(SnapMessage.GetTrieNodes, writer => SnapCodec.Write(writer, Nodes), answer: true)], static (ref RlpReader reader) =>
            SnapCodec.ReadBytes(ref reader)),
        StateQuestion("accounts asked for", SnapMessage.GetAccountRange, writer => SnapCodec.Write(writer, new AccountRangeRequest(State.Tree.Head.StateRoot, Hashes[0], SnapRange.Highest, 5_000))),
        StateQuestion("slots asked for", SnapMessage.GetStorageRanges, writer => SnapCodec.Write(writer, Slots)),
        StateQuestion("codes asked for", SnapMessage.GetByteCodes, writer => SnapCodec.Write(writer, new CodesRequest(Hashes, 5_000))),
        StateQuestion("trie nodes asked for", SnapMessage.GetTrieNodes, writer => SnapCodec.Write(writer, Nodes)),

        new("frames", 3, FuzzedFrames.Frames(FuzzedFrames.Bodies(EthCodec.EncodeNewBlock(Full, 80UL))), FuzzedFrames.MakeReaderOfFrames) { FixedBytes = PooledBytes },
        new("frames with a good MAC around anything", 4, FuzzedFrames.Bodies(EthCodec.EncodeNewBlock(Full, 80UL)), FuzzedFrames.MakeReaderOfBodies) { FixedBytes = PooledBytes, BytesPerByte = 128 },
        Bytes("Snappy", 4, [SnappyCodec.Compress(new byte[3000]), SnappyCodec.Compress(Encoded(Full))], static bytes =>
            SnappyCodec.TryDecompress(bytes, EthLimits.MaxMessageBytes, out _) == PeerFault.None),
        Bytes("auth, decrypted", 2, [Auth().EncodeBody()], static bytes => AuthMessage.Decode(new HandshakePacket([], bytes, IsPlain: false)) is not null),
        Bytes("ack, decrypted", 1, [new AckMessage(Someone, Hashes[0]).EncodeBody(), new AckMessage(Someone, Hashes[0]).EncodePlain()], static bytes =>
            AckMessage.Decode(new HandshakePacket([], bytes, bytes.Length == 97)) is not null),
        new("auth, encrypted", 1, [HandshakePacket.Seal(Someone, Auth().EncodeBody()), HandshakePacket.SealPlain(Someone, new byte[194])], FuzzedFrames.MakeReaderOfAuth),

        List("ping", 1, [Message(new PingMessage(Endpoint, Endpoint, 9, 1))], static (ref RlpReader list) => PingMessage.Decode(ref list)),
        List("pong", 1, [Message(new PongMessage(Endpoint, Hashes[0], 9, 1))], static (ref RlpReader list) => PongMessage.Decode(ref list)),
        List("find node", 1, [Message(new FindNodeMessage(Someone, 9))], static (ref RlpReader list) => FindNodeMessage.Decode(ref list)),
        List("neighbours", 2, [Message(new NeighboursMessage([.. Enumerable.Repeat(new DiscoveredNode(Someone, Endpoint.Address, 30303, 30303), 12)], 9))], static (ref RlpReader list) =>
            NeighboursMessage.Decode(ref list)),
        List("record response", 1, [Message(new RecordResponseMessage(Hashes[0], ForkIdRecord()[0]))], static (ref RlpReader list) => RecordResponseMessage.Decode(ref list)),
        Bytes("node record", 1, ForkIdRecord(), static bytes => NodeRecord.TryDecode(bytes, out _) == DiscoveryFault.None),
        Bytes("discovery packet, its hash made good", 1, [DiscoveryCodec.Encode(TestKeys.A, new PingMessage(Endpoint, Endpoint, 9, 1), out _)[32..]], static bytes =>
            DiscoveryCodec.TryDecode(Peers.Attacks.DiscoveryPackets.WithHash(bytes), out _) == DiscoveryFault.None),
    ];

    private static WireTarget Bytes(string name, int weight, IReadOnlyList<byte[]> seeds, Func<byte[], bool> read) => new(name, weight, seeds, () => read);

    /// <summary>What reads the items of a list.</summary>
    private static WireTarget List(string name, int weight, IReadOnlyList<byte[]> seeds, Reading read) => Bytes(name, weight, seeds, bytes =>
    {
        var list = new RlpReader(bytes).ReadList();
        read(ref list);
        return true;
    });

    private static WireTarget Answer(string name, int weight, IReadOnlyList<byte[]> seeds, Reading read) => Bytes(name, weight, seeds, bytes =>
    {
        EthCodec.DecodeRequestId(bytes, out var content);
        read(ref content);
        content.ExpectEnd();
        return true;
    });

    /// <summary>A question to a node with a chain, answered whole.</summary>
    private static WireTarget Question(string name, int code, params byte[][] seeds) => new(name, 1, seeds, () =>
    {
        var tree = new InMemoryBlockTree(ChainMaker.Genesis);
        tree.AddAsync(Blocks).GetAwaiter().GetResult();
        var server = new EthServer(tree, new InMemoryTransactionPool());
        return bytes => server.Answer(68, code, bytes) is not null;
    })
    { FixedBytes = AnswerBytes };

    /// <summary>A question to a node with a state, answered whole.</summary>
    private static WireTarget StateQuestion(string name, int code, Action<RlpWriter> write) => new(name, 1, [Snap(code, write, answer: false)], () =>
    {
        var server = new SnapServer(State.Tree, State.States);
        return bytes => server.Answer(code, bytes) is not null;
    })
    { FixedBytes = AnswerBytes };

    /// <summary>A question about a state, or a node's answer to it.</summary>
    private static byte[] Snap(int code, Action<RlpWriter> write, bool answer)
    {
        var question = Written(writer =>
        {
            var list = writer.BeginList();
            writer.Write(11UL);
            write(writer);
            writer.EndList(list);
        });
        using var server = new SnapServer(State.Tree, State.States);
        return answer ? server.Answer(code, question)!.Value.Payload : question;
    }

    private static bool Walk(RlpReader reader, int depth)
    {
        while (!reader.IsAtEnd)
        {
            if (reader.IsNextList && depth < 64)
            {
                Walk(reader.ReadList(), depth + 1);
            }
            else
            {
                reader.Skip();
            }
        }

        return true;
    }

    private static bool Same(byte[] input, byte[] again) => input.AsSpan().SequenceEqual(again)
        ? true
        : throw new InvalidOperationException($"read as something else: {Convert.ToHexStringLower(again)}");

    private static byte[] Written(Action<RlpWriter> write)
    {
        using var writer = new RlpWriter();
        write(writer);
        return writer.ToArray();
    }

    private static byte[] Encoded(Block block) => Written(block.Encode);

    private static byte[] Headers(int count) => EthCodec.EncodeRequest(5, Blocks.Take(count).Select(static block => block.Header).ToArray(), EthCodec.WriteHeaders);

    private static byte[] Bodies() => EthCodec.EncodeRequest(6, Blocks, static (writer, blocks) =>
    {
        var list = writer.BeginList();
        foreach (var block in blocks.Take(20))
        {
            block.Body.Encode(writer);
        }

        writer.EndList(list);
    });

    private static byte[] ReceiptLists() => EthCodec.EncodeRequest(7, new[] { SampleReceipt, SampleReceipt }, static (writer, receipts) =>
    {
        var list = writer.BeginList();
        EthCodec.WriteReceipts(writer, receipts);
        EthCodec.WriteReceipts(writer, []);
        writer.EndList(list);
    });

    private static byte[][] Transactions() =>
    [
        A.LegacyTransaction.SignedBy(TestKeys.A).Encoded.ToArray(),
        Full.Transactions[0].Encoded.ToArray(),
        (A.LegacyTransaction with { Type = TransactionType.AccessList, AccessList = new[] { new AccessListEntry(Address.FromNumber(1), new[] { UInt256.One }) } }).SignedBy(TestKeys.A).Encoded.ToArray(),
    ];

    private static AuthMessage Auth()
    {
        using var keys = HandshakeKeys.Generate(TestKeys.B);
        AuthMessage.TryCreate(keys, Someone, out var auth);
        return auth;
    }

    private static byte[] Message(DiscoveryMessage message) => Written(message.Encode);

    private static byte[][] ForkIdRecord() => [NodeRecord.Sign(TestKeys.A, 7, Endpoint, new ForkId(1, 2)).Rlp.ToArray()];
}
