using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Proofs;

namespace PoaSidechain.Node.Commands.Bridge.Deploying;

/// <summary>One state of the sidechain, read by proofs: what the endpoint answers is not believed.</summary>
/// <param name="Chain">The sidechain.</param>
/// <param name="Block">Number of the block.</param>
/// <param name="Root">Its state root.</param>
internal sealed record ProvenState(ChainConnection Chain, ulong Block, Hash256 Root)
{
    /// <summary>An account and its slots; the account is null where the proof shows that there is none.</summary>
    /// <exception cref="BridgeException">The endpoint does not answer, or its proof shows nothing.</exception>
    public async Task<(ProvenAccount? Account, IReadOnlyList<UInt256> Slots)> ReadAsync(
        Address address, CancellationToken cancellationToken, params Hash256[] slots)
    {
        var keys = new JsonArray([.. slots.Select(slot => (JsonNode)slot.ToString())]);
        var answer = await Chain.AskAsync("eth_getProof", cancellationToken, address.ToString(), keys, Hex.Quantity(Block));
        try
        {
            var proofs = answer.GetProperty("storageProof").EnumerateArray().Select(slot => Nodes(slot.GetProperty("proof"))).ToArray();
            if (proofs.Length != slots.Length || !StateProof.TryReadAccount(Root, address, Nodes(answer.GetProperty("accountProof")), out var account))
            {
                throw Unproven(address);
            }

            var values = new UInt256[slots.Length];
            for (var i = 0; i < slots.Length && account is not null; i++)
            {
                values[i] = StateProof.TryReadSlot(account.StorageRoot, slots[i], proofs[i], out var value) ? value : throw Unproven(address);
            }

            return (account, values);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Unproven(address, e);
        }
    }

    private BridgeException Unproven(Address address, Exception? cause = null) =>
        new($"the proof of {address.ToChecksumString()} does not lead to the state root of block {Block}", cause);

    private static ReadOnlyMemory<byte>[] Nodes(JsonElement nodes) => [.. nodes.EnumerateArray().Select(node => (ReadOnlyMemory<byte>)Hex.Decode(node.GetString()!))];
}
