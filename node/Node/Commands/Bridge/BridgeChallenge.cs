using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>Shows L1 that it accepted a false checkpoint, which takes it and all after it back (spec/bridge.md, 4.6). Anyone may.</summary>
/// <remarks>
/// The sidechain's endpoint should be one's own node. One that lies costs a refused call at most: L1 checks everything again, before anything is sent.
/// </remarks>
internal static class BridgeChallenge
{
    /// <summary>Looks for what can be shown of a checkpoint and shows it.</summary>
    public static async Task RunAsync(BridgeSession session, BridgeWallet wallet, ulong index, TextWriter output, CancellationToken cancellationToken)
    {
        var (good, chain) = await AcceptedChain.FromAsync(session, index, cancellationToken);
        var evidence = await BridgeEvidence.EvidenceAsync(session, cancellationToken);
        var (_, sets) = await BridgeEvidence.SetsOnL1Async(session, cancellationToken);
        if (!sets.TryGetValue(chain[0].SetHash, out var set))
        {
            throw new BridgeException($"L1's events name no signer set {chain[0].SetHash}, that of checkpoint {index}.");
        }

        var rotated = await session.L1.ViewAsync(evidence, BridgeContracts.Evidence.Function("rotatedUpTo"), cancellationToken);
        var claim = new Case(session, chain[0], good?.LastBlockHash ?? session.Identity.GenesisHash, set, rotated.Get<ulong>(0));
        var (function, shown) = await claim.HeaderAsync(cancellationToken)
            ?? await claim.StateAsync(cancellationToken)
            ?? await claim.BlocksAsync(cancellationToken)
            ?? throw new BridgeException(claim.Verdict);

        object[] accused = [BridgeEvidence.Fields(good ?? chain[0]), chain.Select(c => (object)BridgeEvidence.Fields(c)).ToArray(), set.Bytes.ToArray()];
        var call = BridgeContracts.Evidence.Function(function).EncodeCall([accused, .. shown]);
        var receipt = await wallet.SendAsync(session.L1, evidence, call, UInt256.Zero, cancellationToken);
        var voided = ChainConnection.EventsIn(receipt, session.Identity.Anchor, BridgeContracts.Anchor.Event("CheckpointsVoided")).Single();
        var reason = System.Text.Encoding.ASCII.GetString(voided.Get<Hash256>("reason").Bytes).TrimEnd('\0');
        await output.WriteLineAsync(
            $"L1 took the checkpoints {voided.Get<ulong>("from")} to {voided.Get<ulong>("to")} back: {reason} "
            + $"(transaction {receipt.GetProperty("transactionHash")}). What was paid on them stays paid.");
    }

    /// <summary>One accused checkpoint and what the sidechain says of it.</summary>
    private sealed class Case(BridgeSession session, Checkpoint accused, Hash256 before, SignerSet set, ulong rotatedUpTo)
    {
        /// <summary>Why nothing was shown.</summary>
        public string Verdict { get; private set; } = $"Checkpoint {accused.Index} is true: its header, state and blocks are those of the sidechain.";

        /// <summary>The header of the last block says something else, or no member sealed it.</summary>
        public async Task<(string Function, object[] Shown)?> HeaderAsync(CancellationToken cancellationToken)
        {
            var newest = (await session.Sidechain.NumberAsync("eth_blockNumber", cancellationToken)).Low64;
            if (newest < accused.LastBlock)
            {
                throw new BridgeException($"The sidechain's endpoint is at block {newest}, checkpoint {accused.Index} ends at {accused.LastBlock}: try again later.");
            }

            var (header, raw) = await BridgeEvidence.HeaderAsync(session, accused.LastBlock, cancellationToken);
            if (header.Hash != accused.LastBlockHash)
            {
                return Doubt($"its last block is {accused.LastBlockHash}, the sidechain's is {header.Hash}");
            }

            var isFalse = header.Timestamp != accused.LastTimestamp || header.StateRoot != accused.StateRoot
                || (accused.FirstBlock == accused.LastBlock && header.ParentHash != before) || IsFalselySealed(header);
            return isFalse ? ("challengeHeader", [raw]) : null;
        }

        /// <summary>The bridge's contracts hold other values in the state that the checkpoint names.</summary>
        public async Task<(string Function, object[] Shown)?> StateAsync(CancellationToken cancellationToken)
        {
            var (header, _) = await BridgeEvidence.HeaderAsync(session, accused.LastBlock, cancellationToken);
            if (header.StateRoot != accused.StateRoot)
            {
                return Doubt($"its state root is {accused.StateRoot}, the sidechain's is {header.StateRoot}");
            }

            (Address Account, UInt256[] Said)[] contracts =
            [
                (Predeploys.Outbox, [accused.WithdrawalRoot.ToUInt256(), accused.WithdrawalCount]),
                (Predeploys.Inbox, [accused.DepositCount, accused.DepositAcc.ToUInt256()]),
            ];
            foreach (var (account, said) in contracts)
            {
                var proof = await BridgeEvidence.ProveAsync(session, account, accused.LastBlock, cancellationToken);
                for (var slot = 0; slot < said.Length; slot++)
                {
                    // The inbox has no accumulator before the first deposit; the checkpoint then names that over none.
                    var isBeforeFirst = account == Predeploys.Inbox && proof.Values[0].IsZero && slot == 1;
                    if (proof.Values[slot] == said[slot] || isBeforeFirst)
                    {
                        continue;
                    }

                    if (!proof.Values[slot].IsZero)
                    {
                        return ("challengeState", [account, (ulong)slot, proof.Account, proof.Slots[slot]]);
                    }

                    Doubt($"slot {slot} of {account} is {said[slot].ToHash256()} there, and was never written on the sidechain"); // L1 takes no proof of absence
                }
            }

            return null;
        }

        /// <summary>A block under its root is not linked to the one before, or no member sealed it.</summary>
        public async Task<(string Function, object[] Shown)?> BlocksAsync(CancellationToken cancellationToken)
        {
            if (accused.BlocksRoot.IsZero)
            {
                return null; // accepted by sealed headers, without a tree
            }

            List<(BlockHeader Header, byte[] Raw)> blocks = [];
            for (var number = accused.FirstBlock; number <= accused.LastBlock; number++)
            {
                blocks.Add(await BridgeEvidence.HeaderAsync(session, number, cancellationToken));
            }

            var tree = BlocksTree.Build(accused.FirstBlock, [.. blocks.Select(b => b.Header.Hash)]);
            if (tree.Root != accused.BlocksRoot)
            {
                return Doubt($"its root of blocks is {accused.BlocksRoot}, the sidechain's is {tree.Root}");
            }

            for (var i = 0; i < blocks.Count; i++)
            {
                var (header, raw) = blocks[i];
                var isFalse = (i == 0 && header.ParentHash != before) || (i == blocks.Count - 1 && header.Hash != accused.LastBlockHash) || IsFalselySealed(header);
                if (isFalse)
                {
                    var parent = i == 0 ? before : blocks[i - 1].Header.Hash;
                    return ("challengeBlock", [header.Number, raw, Path(tree, i), parent, Path(tree, Math.Max(i - 1, 0))]);
                }
            }

            return null;
        }

        private static object[] Path(MerkleTree tree, int position)
        {
            var path = tree.PathOf((ulong)position);
            return [(UInt256)path.Mask, path.Siblings.Cast<object>().ToArray()];
        }

        /// <summary>As Evidence judges: members seal, epoch blocks list them; up to the votes of a rotation an older set may have sealed.</summary>
        private bool IsFalselySealed(BlockHeader header)
        {
            if (header.Number <= rotatedUpTo)
            {
                return false;
            }

            var listed = CliqueHeader.SignerBytes(header) > 0 ? CliqueHeader.ListedSigners(header) : [];
            return (listed.Length > 0 && !listed.SequenceEqual(set.Members)) || !CliqueHeader.TryRecoverSigner(header, out var sealer) || !set.Contains(sealer);
        }

        private (string Function, object[] Shown)? Doubt(string difference)
        {
            Verdict = $"Checkpoint {accused.Index} is not the sidechain's ({difference}), but what would show it to L1 is not there: a header that nobody "
                + "published cannot be shown. Only the guardians' veto takes it back.";
            return null;
        }
    }
}
