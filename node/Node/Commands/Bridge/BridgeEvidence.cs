using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;
using static PoaSidechain.Node.Commands.Bridge.EvidenceReader;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>What anyone can do on L1 while the signers are silent: sealed headers in the place of signatures (spec/bridge.md, 4.5).</summary>
/// <remarks>L1 checks everything again, so an endpoint that lies costs its user a refused call at most.</remarks>
internal static class BridgeEvidence
{
    /// <summary>Has L1 accept the sidechain up to the newest block on which a quorum of members has sealed.</summary>
    public static async Task SubmitSealedAsync(BridgeSession session, BridgeWallet wallet, TextWriter output, CancellationToken cancellationToken)
    {
        var set = (await SetsOnL1Async(session, cancellationToken)).Current;
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
        var call = BridgeContracts.Evidence.Function("submitSealed").EncodeCall(checkpoint.ToAbi(), set.Bytes.ToArray(), raws, state);
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
}
