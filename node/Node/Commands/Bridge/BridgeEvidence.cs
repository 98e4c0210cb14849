using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>What anyone can do on L1 while the signers are silent: votes and sealed headers in the place of signatures (spec/bridge.md, 4.5).</summary>
/// <remarks>L1 checks everything again, so an endpoint that lies costs its user a refused call at most.</remarks>
internal static class BridgeEvidence
{
    /// <summary>Changes L1's signer set by one member when more than half of its members voted so in blocks after the newest checkpoint.</summary>
    public static async Task RotateAsync(BridgeSession session, BridgeWallet wallet, TextWriter output, CancellationToken cancellationToken)
    {
        var set = await SetOnL1Async(session, cancellationToken);
        var lastBlock = (await session.AnchorAsync("head", cancellationToken)).Get<ulong>("lastBlock");
        var newest = (await session.Sidechain.NumberAsync("eth_blockNumber", cancellationToken)).Low64;
        var epochLength = (await session.AnchorAsync("EPOCH_LENGTH", cancellationToken)).Get<UInt256>(0).Low64;
        Dictionary<(ulong Epoch, Address Account, bool IsAdded), Dictionary<Address, byte[]>> votes = [];
        for (var number = lastBlock + 1; number <= newest; number++)
        {
            var (header, raw) = await HeaderAsync(session, number, cancellationToken);
            var isAdded = header.Nonce != 0;
            if (header.Beneficiary.IsZero || set.Contains(header.Beneficiary) == isAdded
                || !CliqueHeader.TryRecoverSigner(header, out var sealer) || !set.Contains(sealer))
            {
                continue;
            }

            var key = (number / epochLength, header.Beneficiary, isAdded);
            votes.TryAdd(key, []);
            votes[key][sealer] = raw;
            if (votes[key].Count <= set.Size / 2)
            {
                continue;
            }

            var next = new SignerSet(isAdded ? set.Members.Append(header.Beneficiary) : set.Members.Where(m => m != header.Beneficiary));
            object[] headers = [.. votes[key].Values];
            var call = BridgeContracts.Evidence.Function("rotateByVotes").EncodeCall(set.Bytes.ToArray(), next.Bytes.ToArray(), headers);
            var receipt = await wallet.SendAsync(session.L1, await EvidenceAsync(session, cancellationToken), call, UInt256.Zero, cancellationToken);
            await output.WriteLineAsync(
                $"{header.Beneficiary.ToChecksumString()} {(isAdded ? "joined" : "left")} the signers on L1: {next.Size} now "
                + $"(transaction {receipt.GetProperty("transactionHash")}). What they sign in the next 24 hours is honoured 24 hours later.");
            return;
        }

        throw new BridgeException($"No vote of more than half of the {set.Size} signers stands in the blocks {lastBlock + 1} to {newest}.");
    }

    /// <summary>Has L1 accept the sidechain up to the newest block on which a quorum of members has sealed.</summary>
    public static async Task SubmitSealedAsync(BridgeSession session, BridgeWallet wallet, TextWriter output, CancellationToken cancellationToken)
    {
        var set = await SetOnL1Async(session, cancellationToken);
        var head = await session.AnchorAsync("head", cancellationToken);
        var first = head.Get<ulong>("lastBlock") + 1;
        var headers = await SegmentAsync(session, set, first, cancellationToken);
        var (last, _) = headers[0];
        var outbox = await ProveAsync(session, Predeploys.Outbox, last.Number, cancellationToken);
        var inbox = await ProveAsync(session, Predeploys.Inbox, last.Number, cancellationToken);
        if (inbox.Values[0].IsZero)
        {
            throw new BridgeException("The sidechain has consumed no deposit yet: L1 could not be shown so, and there is nothing to lose.");
        }

        var checkpoint = new Checkpoint
        {
            Index = head.Get<ulong>("index") + 1,
            Round = 0,
            FirstBlock = first,
            LastBlock = last.Number,
            LastTimestamp = last.Timestamp,
            WithdrawalCount = outbox.Values[1].Low64,
            DepositCount = inbox.Values[0].Low64,
            ParentDigest = head.Get<Hash256>("digest"),
            LastBlockHash = last.Hash,
            StateRoot = last.StateRoot,
            BlocksRoot = default,
            WithdrawalRoot = outbox.Values[0].ToHash256(),
            DepositAcc = inbox.Values[1].ToHash256(),
            SetHash = set.Hash,
            NextSetHash = set.Hash,
        };
        object[] state = [outbox.Account, outbox.Slots[0], outbox.Slots[1], inbox.Account, inbox.Slots[0], inbox.Slots[1]];
        object[] raws = [.. headers.Select(h => h.Raw)];
        var call = BridgeContracts.Evidence.Function("submitSealed").EncodeCall(Fields(checkpoint), set.Bytes.ToArray(), raws, state);
        var receipt = await wallet.SendAsync(session.L1, await EvidenceAsync(session, cancellationToken), call, UInt256.Zero, cancellationToken);
        await output.WriteLineAsync(
            $"Checkpoint {checkpoint.Index} up to block {checkpoint.LastBlock} is accepted by {raws.Length} sealed headers "
            + $"(transaction {receipt.GetProperty("transactionHash")}). Its {checkpoint.WithdrawalCount} withdrawals are honoured 7 days later.");
    }

    /// <summary>The newest consecutive headers that a quorum of different members sealed, and nobody else; the lowest first.</summary>
    private static async Task<List<(BlockHeader Header, byte[] Raw)>> SegmentAsync(
        BridgeSession session, SignerSet set, ulong first, CancellationToken cancellationToken)
    {
        var newest = (await session.Sidechain.NumberAsync("eth_blockNumber", cancellationToken)).Low64;
        List<(BlockHeader Header, byte[] Raw)> segment = [];
        HashSet<Address> sealers = [];
        for (var number = Math.Min(newest, first + Checkpoint.MaxRange - 1); number >= first; number--)
        {
            var (header, raw) = await HeaderAsync(session, number, cancellationToken);
            if (!CliqueHeader.TryRecoverSigner(header, out var sealer) || !set.Contains(sealer))
            {
                segment.Clear();
                sealers.Clear();
                continue;
            }

            segment.Insert(0, (header, raw));
            sealers.Add(sealer);
            if (sealers.Count >= set.Quorum)
            {
                return segment;
            }
        }

        throw new BridgeException($"No {set.Quorum} of the {set.Size} signers that L1 knows sealed one behind the other after block {first - 1}.");
    }

    internal static async Task<(BlockHeader Header, byte[] Raw)> HeaderAsync(BridgeSession session, ulong number, CancellationToken cancellationToken)
    {
        var answer = (await session.Sidechain.AskAsync("debug_getRawHeader", cancellationToken, Hex.Quantity(number))).GetString();
        return Hex.TryDecode(answer, out var raw)
            ? (BlockHeader.Decode(raw), raw)
            : throw new BridgeException($"The sidechain's endpoint has no header of block {number}.");
    }

    /// <summary>Proofs of an account and its slots 0 and 1.</summary>
    internal static async Task<(UInt256[] Values, object[] Account, object[][] Slots)> ProveAsync(
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

    internal static async Task<Address> EvidenceAsync(BridgeSession session, CancellationToken cancellationToken) =>
        (await session.AnchorAsync("EVIDENCE", cancellationToken)).Get<Address>(0);

    /// <summary>The signer set as L1 has it.</summary>
    private static async Task<SignerSet> SetOnL1Async(BridgeSession session, CancellationToken cancellationToken) =>
        (await SetsOnL1Async(session, cancellationToken)).Current;

    /// <summary>The signer sets that L1 has and had, from its events; they must lead to the hash that it stores.</summary>
    internal static async Task<(SignerSet Current, IReadOnlyDictionary<Hash256, SignerSet> Known)> SetsOnL1Async(
        BridgeSession session, CancellationToken cancellationToken)
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
        return set.Hash == stored
            ? (set, known)
            : throw new BridgeException($"L1's events lead to signer set {set.Hash}, the Anchor stores {stored}.");
    }

    internal static object[] Fields(Checkpoint c) =>
    [
        c.Index, c.Round, c.FirstBlock, c.LastBlock, c.LastTimestamp, c.WithdrawalCount, c.DepositCount, c.ParentDigest, c.LastBlockHash,
        c.StateRoot, c.BlocksRoot, c.WithdrawalRoot, c.DepositAcc, c.SetHash, c.NextSetHash,
    ];
}
