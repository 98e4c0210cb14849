using PoaSidechain.Chain;
using PoaSidechain.Chain.Pool;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Eth;

/// <summary>Answers peers' questions from the chain and the pool.</summary>
/// <remarks>Thread: any. An answer ends at 2 MiB or 1,024 items; what is not known is left out, as the protocol has it.</remarks>
internal sealed class EthServer(IBlockTree tree, ITransactionPool pool)
{
    /// <summary>Answers a request; null when the message is none. The content of the request is read from <paramref name="payload"/>.</summary>
    public (int Code, byte[] Payload)? Answer(int version, int code, ReadOnlySpan<byte> payload)
    {
        switch (code)
        {
            case EthMessage.GetBlockHeaders:
                return (EthMessage.BlockHeaders, AnswerHeaders(payload));
            case EthMessage.GetBlockBodies:
                return (EthMessage.BlockBodies, AnswerHashes(payload, EthLimits.MaxServed, WriteBody));
            case EthMessage.GetReceipts:
                return (EthMessage.Receipts, AnswerHashes(payload, EthLimits.MaxServed, WriteReceipts));
            case EthMessage.GetPooledTransactions:
                return (EthMessage.PooledTransactions, AnswerHashes(payload, EthLimits.MaxPooledServed, WritePooled));
            case EthMessage.GetNodeData when version < 67:
                return (EthMessage.NodeData, AnswerHashes(payload, 0, static (_, _) => { })); // state is not served by hash: an empty list says so
            default:
                return null;
        }
    }

    private byte[] AnswerHeaders(ReadOnlySpan<byte> payload)
    {
        var id = EthCodec.DecodeRequestId(payload, out var content);
        var request = EthCodec.ReadHeadersRequest(ref content);
        content.ExpectEnd();

        using var writer = new RlpWriter(4096);
        var answer = writer.BeginList();
        writer.Write(id);
        var items = writer.BeginList();
        foreach (var header in HeaderQuery.Run(tree, request))
        {
            header.Encode(writer);
            if (writer.Written.Length >= EthLimits.SoftReplyBytes)
            {
                break;
            }
        }

        writer.EndList(items);
        writer.EndList(answer);
        return writer.ToArray();
    }

    private static byte[] AnswerHashes(ReadOnlySpan<byte> payload, int max, Action<RlpWriter, Hash256> writeItem)
    {
        var id = EthCodec.DecodeRequestId(payload, out var content);
        var hashes = EthCodec.ReadFirstHashes(ref content, max);
        content.ExpectEnd();

        using var writer = new RlpWriter(4096);
        var answer = writer.BeginList();
        writer.Write(id);
        var items = writer.BeginList();
        foreach (var hash in hashes)
        {
            writeItem(writer, hash);
            if (writer.Written.Length >= EthLimits.SoftReplyBytes)
            {
                break;
            }
        }

        writer.EndList(items);
        writer.EndList(answer);
        return writer.ToArray();
    }

    private void WriteBody(RlpWriter writer, Hash256 hash)
    {
        if (tree.FindBodyRlp(hash) is { } body)
        {
            writer.WriteRaw(body.Span);
        }
    }

    private void WriteReceipts(RlpWriter writer, Hash256 hash)
    {
        if (tree.FindReceipts(hash) is { } receipts)
        {
            EthCodec.WriteReceipts(writer, receipts);
        }
    }

    private void WritePooled(RlpWriter writer, Hash256 hash)
    {
        if (pool.Find(hash) is { } transaction)
        {
            transaction.Encode(writer);
        }
    }
}
