using PoaSidechain.Chain;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.State;

namespace PoaSidechain.JsonRpc.Blocks;

/// <summary>Finds what a caller's block parameter means: headers, blocks, states.</summary>
/// <remarks>Thread: any.</remarks>
internal sealed class ChainReader(BlockTree tree, StateStore states, CheckpointPin pin, PendingBlocks pending)
{
    /// <summary>The block tree.</summary>
    public BlockTree Tree => tree;

    /// <summary>The pending block.</summary>
    public PendingBlock Pending => pending.Get();

    /// <summary>The header, or null when there is none; the tags safe and finalized are errors before their first block (as geth).</summary>
    public RpcResult<BlockHeader?> FindHeader(BlockParameter block)
    {
        switch (block.Tag)
        {
            case BlockTag.Latest:
                return tree.Head;
            case BlockTag.Earliest:
                return tree.Genesis;
            case BlockTag.Pending:
                return Pending.Header;
            case BlockTag.Safe:
                return Canonical(pin.Attested?.Hash) is { } safe ? safe : RpcError.Refused("safe block not found");
            case BlockTag.Finalized:
                return Canonical(pin.Final?.Hash) is { } final ? final : RpcError.Refused("finalized block not found");
        }

        if (block.Hash is not { } hash)
        {
            return block == BlockParameter.Nothing ? RpcError.Refused("invalid arguments; neither block nor hash specified") : tree.FindHeader(block.Number);
        }

        var header = tree.FindHeader(hash);
        return header is not null && block.RequireCanonical && !tree.IsCanonical(header)
            ? RpcError.Refused("hash is not currently canonical")
            : header;
    }

    /// <summary>The header; that there is none is an error too.</summary>
    public RpcResult<BlockHeader> GetHeader(BlockParameter block) =>
        !FindHeader(block).TryGet(out var header, out var error) ? error
        : header is not null ? header
        : RpcError.Refused(block.Hash is null ? "header not found" : "header for hash not found");

    /// <summary>The whole block, or null.</summary>
    public RpcResult<Block?> FindBlock(BlockParameter block)
    {
        if (block.Tag == BlockTag.Pending)
        {
            return Pending.Block;
        }

        return !FindHeader(block).TryGet(out var header, out var error) ? error
            : header is not null && tree.FindBody(header.Hash) is { } body ? new Block(header, body)
            : new RpcResult<Block?>(null);
    }

    /// <summary>The state after a block.</summary>
    public RpcResult<BlockState> GetState(BlockParameter block)
    {
        switch (block.Tag)
        {
            case BlockTag.Latest:
                var current = tree.Current;
                return new BlockState(current.Header, current.State);
            case BlockTag.Pending:
                var next = Pending;
                return new BlockState(next.Header, next.State);
        }

        return !GetHeader(block).TryGet(out var header, out var error) ? error
            : FindState(header) is { } state ? new BlockState(header, state)
            : Pruned(header.StateRoot);
    }

    /// <summary>The state after a stored block; null when it is not kept any more, or never was: on a branch that is not canonical.</summary>
    public StateView? FindState(BlockHeader header)
    {
        var current = tree.Current;
        return header.Hash == current.Header.Hash ? current.State
            : tree.IsCanonical(header) ? states.ViewAt(header.Number, header.StateRoot)
            : null;
    }

    /// <summary>geth's words for a state that is gone; tools look for "missing trie node".</summary>
    public static RpcError Pruned(in Hash256 root) =>
        RpcError.Refused($"missing trie node {root.ToString()[2..]} (path ) state {root} is not available");

    private BlockHeader? Canonical(Hash256? hash) =>
        hash is { } known && tree.FindHeader(known) is { } header && tree.IsCanonical(header) ? header : null;
}
