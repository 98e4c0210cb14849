using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>What evidence is made of: headers and proofs of the sidechain, signer sets of L1.</summary>
internal static class EvidenceReader
{
    /// <summary>A header of the sidechain with its bytes.</summary>
    public static async Task<(BlockHeader Header, byte[] Raw)> HeaderAsync(BridgeSession session, ulong number, CancellationToken cancellationToken)
    {
        var answer = (await session.Sidechain.AskAsync("debug_getRawHeader", cancellationToken, Hex.Quantity(number))).GetString();
        return Hex.TryDecode(answer, out var raw)
            ? (BlockHeader.Decode(raw), raw)
            : throw new BridgeException($"The sidechain's endpoint has no header of block {number}.");
    }

    /// <summary>Proofs of an account and its slots 0 and 1.</summary>
    public static async Task<(UInt256[] Values, object[] Account, object[][] Slots)> ProveAsync(
        BridgeSession session, Address account, ulong block, CancellationToken cancellationToken)
    {
        // Slots 0 and 1 of the inbox are as of the outbox; whole words, because not every node takes "0x0".
        var keys = new JsonArray(StorageLayout.OutboxRoot.ToString(), StorageLayout.OutboxCount.ToString());
        var proof = await session.Sidechain.AskAsync("eth_getProof", cancellationToken, account.ToString(), keys, Hex.Quantity(block));
        var slots = proof.GetProperty("storageProof").EnumerateArray().ToArray();
        return (
            [.. slots.Select(s => UInt256.Parse(s.GetProperty("value").GetString()!))],
            Nodes(proof.GetProperty("accountProof")),
            [.. slots.Select(s => Nodes(s.GetProperty("proof")))]);
    }

    private static object[] Nodes(JsonElement nodes) => [.. nodes.EnumerateArray().Select(n => Hex.Decode(n.GetString()!))];

    /// <summary>The contract that judges.</summary>
    public static async Task<Address> EvidenceAsync(BridgeSession session, CancellationToken cancellationToken) =>
        (await session.AnchorAsync("EVIDENCE", cancellationToken)).Get<Address>(0);

    /// <summary>The signer set as L1 has it, from its events, which must lead to the hash that it stores; and all that it had, by hash.</summary>
    public static async Task<(SignerSet Current, IReadOnlyDictionary<Hash256, SignerSet> Known)> SetsOnL1Async(BridgeSession session, CancellationToken cancellationToken)
    {
        var (abi, anchor) = (BridgeContracts.Anchor, session.Identity.Anchor);
        var genesis = (await session.L1.EventsAsync(anchor, abi.Event("Anchored"), 0, cancellationToken)).Single().Get<ReadOnlyMemory<byte>>("set");
        var changes = await session.L1.EventsAsync(anchor, abi.Event("SignerSetChanged"), 0, cancellationToken);
        var restored = await session.L1.EventsAsync(anchor, abi.Event("SignerSetRestored"), 0, cancellationToken);
        var set = new SignerSet(genesis.ToArray().Chunk(Address.Size).Select(bytes => new Address(bytes)));
        Dictionary<Hash256, SignerSet> known = new() { [set.Hash] = set };
        foreach (var change in changes.Concat(restored).OrderBy(e => e.Get<ulong>("setId")))
        {
            var hash = change.Get<Hash256>("setHash");
            if (!known.TryGetValue(hash, out var next))
            {
                var account = change.Get<Address>("changed");
                next = new SignerSet(change.Get<bool>("added") ? set.Members.Append(account) : set.Members.Where(m => m != account));
            }

            known[next.Hash] = set = next;
        }

        var stored = (await session.AnchorAsync("setHash", cancellationToken)).Get<Hash256>(0);
        return set.Hash == stored ? (set, known) : throw new BridgeException($"L1's events lead to signer set {set.Hash}, the Anchor stores {stored}.");
    }
}
