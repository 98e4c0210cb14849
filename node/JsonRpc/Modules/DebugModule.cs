using PoaSidechain.Chain;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Blocks;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>debug_getRaw*: what is stored, in its consensus encoding; debug_setHead.</summary>
internal sealed class DebugModule(ChainReader chain, RpcServices services) : IRpcModule
{
    /// <inheritdoc/>
    public void Register(RpcMethodRegistry registry)
    {
        registry.Add("debug_getRawHeader", Arg.Block, Result.Data, GetRawHeader);
        registry.Add("debug_getRawBlock", Arg.Block, Result.Data, GetRawBlock).Heavy();
        registry.Add("debug_getRawReceipts", Arg.Block, Result.List(Result.Data), GetRawReceipts).Heavy();
        registry.Add("debug_getRawTransaction", Arg.Hash, Result.Data, GetRawTransaction);
        if (services.SetHead is { } setHead)
        {
            registry.AddWaiting("debug_setHead", Arg.BlockNumber, Arg.Cancellation, Result.Null, (block, token) => SetHeadAsync(block, setHead, token)).Privileged();
        }
    }

    /// <summary>As geth, an answer of null once it is done.</summary>
    private async Task<RpcResult<bool>> SetHeadAsync(
        BlockParameter which, Func<Block, CancellationToken, Task<ImportResult>> setHead, CancellationToken cancellation)
    {
        if (!chain.FindBlock(which).TryGet(out var block, out var error))
        {
            return error;
        }

        if (block is null || which.Tag == BlockTag.Pending)
        {
            return NotFound(which);
        }

        var result = await setHead(block, cancellation);
        return result.Outcome == ImportOutcome.Refused ? RpcError.Refused(result.Verdict.ToString()) : true;
    }

    private RpcResult<ReadOnlyMemory<byte>> GetRawHeader(BlockParameter which) =>
        chain.FindHeader(which).TryGet(out var header, out var error)
            ? header is null ? NotFound(which) : (ReadOnlyMemory<byte>)header.Encode()
            : error;

    private RpcResult<ReadOnlyMemory<byte>> GetRawBlock(BlockParameter which) =>
        chain.FindBlock(which).TryGet(out var block, out var error)
            ? block is null ? NotFound(which) : (ReadOnlyMemory<byte>)block.Encode()
            : error;

    private RpcResult<IReadOnlyList<ReadOnlyMemory<byte>>> GetRawReceipts(BlockParameter which)
    {
        if (!chain.FindHeader(which).TryGet(out var header, out var error))
        {
            return error;
        }

        if (header is null || chain.Tree.FindReceipts(header.Hash) is not { } receipts)
        {
            return NotFound(which);
        }

        return new RpcResult<IReadOnlyList<ReadOnlyMemory<byte>>>([.. receipts.Select(Encode)]);
    }

    private RpcResult<ReadOnlyMemory<byte>> GetRawTransaction(Hash256 hash) =>
        chain.Tree.FindTransaction(hash) is { } place && chain.Tree.FindBody(place.Header.Hash) is { } body
            ? body.Transactions[place.Index].Encoded
            : services.Pool.Find(hash)?.Encoded ?? ReadOnlyMemory<byte>.Empty;

    private static ReadOnlyMemory<byte> Encode(Receipt receipt)
    {
        using var writer = new RlpWriter(512);
        receipt.EncodeEnvelope(writer);
        return writer.ToArray();
    }

    private static RpcError NotFound(BlockParameter which) =>
        RpcError.Refused(which.Hash is null ? $"block #{which.Number} not found" : $"block {which.Hash} not found");
}
