using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using static PoaSidechain.Node.Commands.Bridge.EvidenceReader;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>Shows L1 that a checkpoint it accepted is false (spec/bridge.md, 4.6): it is taken back with all that stand on it, and whoever shows it is paid by the FeePool.</summary>
/// <remarks>L1 checks everything again. What it cannot see for itself, two guardians can veto.</remarks>
internal static class BridgeChallenge
{
    /// <summary>Looks for a falsehood in one checkpoint, or, without an index, in all from the newest down to the first that is true; challenges the oldest false one.</summary>
    /// <exception cref="BridgeException">They are true, or what is false about them cannot be shown.</exception>
    public static async Task RunAsync(BridgeSession session, BridgeWallet wallet, ulong? index, TextWriter output, CancellationToken cancellationToken)
    {
        var (_, sets) = await SetsOnL1Async(session, cancellationToken);
        (IReadOnlyList<Checkpoint> Chain, Checkpoint? Good, Challenge Found)? oldest = null;
        for (var at = index; ;)
        {
            var (chain, good) = await AcceptedCalls.ReadAsync(session, at, cancellationToken);
            var accused = chain[^1];
            if (await FindAsync(session, accused, good, sets[accused.SetHash], cancellationToken) is { } challenge)
            {
                oldest = (chain, good, challenge);
            }

            if (index is not null || good is null || oldest?.Chain.Count != chain.Count)
            {
                break;
            }

            at = good.Index;
        }

        if (oldest is not ({ } standing, var before, { } found))
        {
            throw new BridgeException($"Checkpoint {index?.ToString() ?? "at the head"} is what the sidechain has: there is nothing to show.");
        }

        var guilty = standing[^1];
        object[] shown = [(before ?? guilty).ToAbi(), standing.Reverse().Select(c => (object)c.ToAbi()).ToArray(), sets[guilty.SetHash].Bytes.ToArray()];
        var call = BridgeContracts.Evidence.Function(found.Function).EncodeCall([shown, .. found.Arguments]);
        var receipt = await wallet.SendAsync(session.L1, await EvidenceAsync(session, cancellationToken), call, UInt256.Zero, cancellationToken);
        await output.WriteLineAsync(
            $"Checkpoint {guilty.Index} is taken back with {standing.Count - 1} after it: {found.Reason} (transaction {receipt.GetProperty("transactionHash")}). "
            + "Claims that wait under it will not be paid; what was paid before stays paid.");
    }

    /// <summary>What is false about a checkpoint and can be shown; null when it is true.</summary>
    private static async Task<Challenge?> FindAsync(BridgeSession session, Checkpoint accused, Checkpoint? good, SignerSet set, CancellationToken cancellationToken)
    {
        var (header, raw) = await HeaderAsync(session, accused.LastBlock, cancellationToken);
        if (header.Hash != accused.LastBlockHash)
        {
            throw new BridgeException(
                $"Checkpoint {accused.Index} ends with block {accused.LastBlockHash}; this sidechain has {header.Hash} there. Without that block's header nothing can be shown "
                + "to L1: if other endpoints do not know it either, two guardians must veto (PauseBoard.veto).");
        }

        var parent = good?.LastBlockHash ?? session.Identity.GenesisHash;
        var isHeaderWrong = header.Timestamp != accused.LastTimestamp || header.StateRoot != accused.StateRoot
            || (accused.FirstBlock == accused.LastBlock && header.ParentHash != parent);
        if (isHeaderWrong || !CliqueHeader.TryRecoverSigner(header, out var sealer) || !set.Contains(sealer))
        {
            var reason = isHeaderWrong ? "its last block's header says something else" : "no member sealed its last block";
            return new Challenge("challengeHeader", [raw], reason);
        }

        return await FindInStateAsync(session, accused, cancellationToken) ?? await FindInBlocksAsync(session, accused, cancellationToken);
    }

    private static async Task<Challenge?> FindInStateAsync(BridgeSession session, Checkpoint accused, CancellationToken cancellationToken)
    {
        (Address Account, string Name, UInt256[] Said)[] contracts =
        [
            (Predeploys.Outbox, "outbox", [UInt256.FromBigEndian(accused.WithdrawalRoot.Bytes), accused.WithdrawalCount]),
            (Predeploys.Inbox, "inbox", [accused.DepositCount, UInt256.FromBigEndian(accused.DepositAcc.Bytes)]),
        ];
        foreach (var (account, name, said) in contracts)
        {
            var proof = await ProveAsync(session, account, accused.LastBlock, cancellationToken);
            for (var slot = 0; slot < said.Length; slot++)
            {
                // A slot that was never written proves nothing: L1 takes proofs of what is there only.
                if (proof.Values[slot] != said[slot] && !proof.Values[slot].IsZero)
                {
                    return new Challenge(
                        "challengeState", [account, (UInt256)(ulong)slot, proof.Account, proof.Slots[slot]], $"the {name} in its state holds other values");
                }
            }
        }

        return null;
    }

    /// <summary>A tree of other blocks than the chain's is false too, but only who has its leaves can show it.</summary>
    private static async Task<Challenge?> FindInBlocksAsync(BridgeSession session, Checkpoint accused, CancellationToken cancellationToken)
    {
        if (accused.BlocksRoot == default)
        {
            return null; // by sealed headers: it names no tree
        }

        List<Hash256> hashes = [];
        for (var number = accused.FirstBlock; number <= accused.LastBlock; number++)
        {
            hashes.Add((await HeaderAsync(session, number, cancellationToken)).Header.Hash);
        }

        return BlocksTree.Build(accused.FirstBlock, hashes).Root == accused.BlocksRoot
            ? null
            : throw new BridgeException($"Checkpoint {accused.Index} names a tree of other blocks than the chain's; that cannot be shown without its leaves: two guardians must veto (PauseBoard.veto).");
    }

    /// <summary>A call of Evidence, without the accusation.</summary>
    private sealed record Challenge(string Function, object[] Arguments, string Reason);
}
