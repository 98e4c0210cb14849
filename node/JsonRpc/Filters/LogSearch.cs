using PoaSidechain.Chain.Store;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Blocks;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Filters;

/// <summary>Finds logs in stored blocks: the index leads to those that may have some, and only they are read.</summary>
/// <remarks>Thread: any.</remarks>
internal sealed class LogSearch(ChainReader chain, RpcMethodOptions options)
{
    private const int LimitExceeded = -32005; // EIP-1474

    /// <summary>The logs that a filter wants.</summary>
    public RpcResult<IReadOnlyList<LogPlace>> Find(LogFilter filter, CancellationToken cancellation)
    {
        if (filter.BlockHash is { } hash)
        {
            return chain.Tree.FindHeader(hash) is { } header ? Collect([header], filter, cancellation) : RpcError.Refused("unknown block");
        }

        if (filter.From?.Tag == BlockTag.Pending || filter.To?.Tag == BlockTag.Pending)
        {
            return RpcError.Refused("pending logs are not supported");
        }

        if (!NumberOf(filter.From).TryGet(out var first, out var error) || !NumberOf(filter.To).TryGet(out var last, out error))
        {
            return error;
        }

        var head = chain.Tree.Head.Number;
        if (first > head || last > head)
        {
            return RpcError.InvalidParams("block range extends beyond current head block");
        }

        // geth: an error where both ends are given as numbers, nothing where a tag came out that way.
        if (first > last && filter is { From.Tag: BlockTag.None, To.Tag: BlockTag.None })
        {
            return RpcError.InvalidParams("invalid block range params");
        }

        return Collect(first > last ? [] : Candidates(filter, first, last), filter, cancellation);
    }

    /// <summary>The logs of a block that a filter wants.</summary>
    public static IEnumerable<LogPlace> LogsOf(BlockHeader header, Transaction[] transactions, Receipt[] receipts, LogFilter filter, bool isRemoved)
    {
        var number = 0;
        for (var i = 0; i < receipts.Length; i++)
        {
            TransactionPlace? place = null;
            foreach (var log in receipts[i].Logs)
            {
                if (filter.Matches(log))
                {
                    place ??= new TransactionPlace(header, i);
                    yield return new LogPlace(log, place, transactions[i].Hash, number, isRemoved);
                }

                number++;
            }
        }
    }

    private RpcResult<ulong> NumberOf(BlockParameter? block)
    {
        if (block is not { } given)
        {
            return chain.Tree.Head.Number;
        }

        return given.Tag == BlockTag.None ? given.Number
            : !chain.GetHeader(given).TryGet(out var header, out var error) ? error
            : header.Number;
    }

    private RpcResult<IReadOnlyList<LogPlace>> Collect(IEnumerable<BlockHeader> headers, LogFilter filter, CancellationToken cancellation)
    {
        List<LogPlace> logs = [];
        var blocks = 0;
        foreach (var header in headers)
        {
            cancellation.ThrowIfCancellationRequested();
            if (++blocks > options.MaxLogBlocks)
            {
                return new RpcError(LimitExceeded, $"query reads more than {options.MaxLogBlocks} blocks, narrow the range or the filter");
            }

            if (!filter.MayMatch(header.LogsBloom) || header.LogsBloom.Equals(Bloom.Empty))
            {
                continue;
            }

            if (chain.Tree.FindReceipts(header.Hash) is not { } receipts || chain.Tree.FindBody(header.Hash) is not { } body)
            {
                continue; // a block of a side branch that was never executed has no logs
            }

            logs.AddRange(LogsOf(header, body.Transactions, receipts, filter, isRemoved: false));
            if (logs.Count > options.MaxLogs)
            {
                return new RpcError(LimitExceeded, $"query returned more than {options.MaxLogs} results");
            }
        }

        return new RpcResult<IReadOnlyList<LogPlace>>(logs);
    }

    /// <summary>Headers of the blocks in a range that may have wanted logs, rising.</summary>
    private IEnumerable<BlockHeader> Candidates(LogFilter filter, ulong first, ulong last)
    {
        List<IndexCursor> criteria = [];
        try
        {
            if (filter.Addresses.Count > 0)
            {
                criteria.Add(new IndexCursor(chain.Tree, LogIndex.AddressKind, filter.Addresses.Select(address => (ReadOnlyMemory<byte>)address.ToArray()), first, last));
            }

            for (var i = 0; i < filter.Topics.Count; i++)
            {
                if (filter.Topics[i].Count > 0)
                {
                    var values = filter.Topics[i].Select(topic => (ReadOnlyMemory<byte>)topic.ToArray());
                    criteria.Add(new IndexCursor(chain.Tree, (byte)(i + 1), values, first, last));
                }
            }

            for (ulong? number = first; (number = NextMatch(criteria, number.Value)) <= last; number++)
            {
                if (chain.Tree.FindHeader(number.Value) is not { } header)
                {
                    yield break; // the head went back meanwhile
                }

                yield return header;
            }
        }
        finally
        {
            criteria.ForEach(cursor => cursor.Dispose());
        }
    }

    /// <summary>The first block from a height on that every criterion has; null when there is none.</summary>
    private static ulong? NextMatch(List<IndexCursor> criteria, ulong number)
    {
        var agreed = 0;
        for (var i = 0; agreed < criteria.Count; i = (i + 1) % criteria.Count)
        {
            if (criteria[i].FirstFrom(number) is not { } found)
            {
                return null;
            }

            agreed = found == number ? agreed + 1 : 1;
            number = found;
        }

        return number;
    }
}
