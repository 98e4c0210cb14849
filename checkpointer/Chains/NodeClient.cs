using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Chains;

/// <summary>The own node: what any chain offers, and Clique's and the pin's namespaces.</summary>
/// <remarks>Thread: the loop only.</remarks>
internal sealed class NodeClient(ChainClient chain)
{
    /// <summary>Sets by the hash of the block behind which they are in force: never changes, asked for once.</summary>
    private readonly LruCache<Hash256, SignerSet> _sets = new(4_096);

    private readonly LruCache<Hash256, Address> _sealers = new(8_192);

    /// <summary>The standard methods.</summary>
    public ChainClient Chain => chain;

    /// <summary>The signers that may seal the block after this one.</summary>
    public async Task<SignerSet> SignersAfterAsync(Hash256 blockHash, CancellationToken cancellationToken)
    {
        if (_sets.TryGet(blockHash, out var known))
        {
            return known;
        }

        var result = await chain.CallAsync(new RpcCall("clique_getSignersAtHash", blockHash.ToString()), cancellationToken);
        var set = new SignerSet(result.Value.Items().Select(s => s.ToAddress()));
        _sets.Set(blockHash, set);
        return set;
    }

    /// <summary>Who sealed each of these blocks.</summary>
    public async Task<IReadOnlyList<Address>> SealersAsync(IReadOnlyList<Hash256> blockHashes, CancellationToken cancellationToken)
    {
        var unknown = blockHashes.Where(h => !_sealers.TryGet(h, out _)).ToArray();
        var results = await chain.BatchAsync([.. unknown.Select(h => new RpcCall("clique_getSigner", h.ToString()))], cancellationToken);
        var sealers = unknown.Zip(results, (hash, result) => (hash, result.Value.ToAddress())).ToDictionary(p => p.hash, p => p.Item2);
        foreach (var (hash, sealer) in sealers)
        {
            _sealers.Set(hash, sealer);
        }

        return [.. blockHashes.Select(h => _sealers.TryGet(h, out var sealer) ? sealer : sealers[h])];
    }

    /// <summary>Signers of whom the node has seen two seals at one height.</summary>
    public async Task<IReadOnlyList<Address>> EquivocatorsAsync(CancellationToken cancellationToken)
    {
        var result = await chain.CallAsync(new RpcCall("clique_getEquivocations"), cancellationToken);
        return [.. result.Value.Items().Select(pair => pair.GetProperty("signer").ToAddress()).Distinct()];
    }

    /// <summary>What the node knows about checkpoints.</summary>
    public async Task<NodeStatus> StatusAsync(CancellationToken cancellationToken) =>
        NodeStatus.Read((await chain.CallAsync(new RpcCall("checkpoint_status"), cancellationToken)).Value);

    /// <summary>Tells the node that a quorum attested a block.</summary>
    public Task SetAttestedAsync(ulong number, Hash256 hash, CancellationToken cancellationToken) =>
        RequireTrueAsync(new RpcCall("checkpoint_setAttested", Hex.Quantity(number), hash.ToString()), cancellationToken);

    /// <summary>Pins the node to a checkpoint that is final on L1.</summary>
    public Task SetFinalAsync(ulong index, ulong number, Hash256 hash, CancellationToken cancellationToken) =>
        RequireTrueAsync(new RpcCall("checkpoint_setFinal", Hex.Quantity(index), Hex.Quantity(number), hash.ToString()), cancellationToken);

    /// <summary>Calls a view function at the head.</summary>
    public async Task<ReadOnlyMemory<byte>> ViewAsync(Address contract, byte[] data, CancellationToken cancellationToken) =>
        (await chain.CallAsync(null, contract, data, BlockTag.Latest, cancellationToken)).Require($"call of {contract}");

    /// <summary>A header that must be there and have a given hash; null when the node's chain has another one at that height.</summary>
    public async Task<BlockHeader?> HeaderAsync(ulong number, Hash256 hash, CancellationToken cancellationToken)
    {
        var header = await chain.HeaderAsync(BlockTag.At(number), cancellationToken);
        return header?.Hash == hash ? header : null;
    }

    private async Task RequireTrueAsync(RpcCall call, CancellationToken cancellationToken)
    {
        var value = (await chain.CallAsync(call, cancellationToken)).Value;
        if (value.ValueKind != JsonValueKind.True)
        {
            throw RpcException.Malformed(call.Method, "true");
        }
    }
}
