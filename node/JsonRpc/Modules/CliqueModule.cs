using Microsoft.Extensions.Logging;
using PoaSidechain.Clique;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Blocks;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.JsonRpc.Modules;

/// <summary>clique_*: who may sign, who votes for whom, and this signer's own proposals; names, shapes and errors are geth's.</summary>
internal sealed partial class CliqueModule(ChainReader chain, CliqueEngine engine, ProposalStore proposals, ILogger<CliqueModule> logger) : IRpcModule
{
    private const ulong StatusWindow = 64;

    private static readonly ResultWriter<IReadOnlyDictionary<Address, bool>> Proposals = (writer, proposals) =>
    {
        writer.WriteStartObject();
        foreach (var (account, add) in proposals)
        {
            writer.WriteBoolean(account.ToString(), add);
        }

        writer.WriteEndObject();
    };

    private static readonly ResultWriter<Snapshot> Signers = (writer, snapshot) => Result.List(Result.Address)(writer, snapshot.Signers.ToArray());

    /// <summary>Nethermind's form, "address (name)"; the name here says what the recents rule says.</summary>
    private static readonly ResultWriter<Snapshot> AnnotatedSigners = (writer, snapshot) =>
        Result.List(Result.Text)(writer, [.. snapshot.Signers.ToArray().Select(signer => $"{signer} ({NoteOn(signer, snapshot)})")]);

    private static RpcError UnknownBlock { get; } = RpcError.Refused("unknown block");

    /// <inheritdoc/>
    public void Register(RpcMethodRegistry registry)
    {
        var number = Arg.BlockNumber.Or(BlockParameter.Latest);
        var hash = Arg.Hash.Select(hash => new BlockParameter(BlockTag.None, Hash: hash));
        registry.Add("clique_getSnapshot", number, CliqueJson.Snapshot, GetSnapshot);
        registry.Add("clique_getSnapshotAtHash", hash, CliqueJson.Snapshot, GetSnapshot);
        registry.Add("clique_getSigners", number, Signers, GetSnapshot);
        registry.Add("clique_getSignersAtHash", hash, Signers, GetSnapshot);
        registry.Add("clique_getSigner", SealedBlock.Parameter, Result.Address, GetSigner);
        registry.Add("clique_proposals", Proposals, () => new RpcResult<IReadOnlyDictionary<Address, bool>>(proposals.All));
        registry.Add("clique_propose", Arg.Address, Arg.Bool, Result.Null, Propose);
        registry.Add("clique_discard", Arg.Address, Result.Null, account => proposals.Discard(account));
        registry.Add("clique_status", CliqueJson.Status, GetStatus);

        // Nethermind's names for the same.
        registry.Add("clique_getSignersAtNumber", number, Signers, GetSnapshot);
        registry.Add("clique_getSignersAnnotated", AnnotatedSigners, () => GetSnapshot(BlockParameter.Latest));
        registry.Add("clique_getSignersAtHashAnnotated", hash, AnnotatedSigners, GetSnapshot);
        registry.Add("clique_getBlockSigner", Arg.Hash, Result.Address, block => GetSigner(new SealedBlock(new BlockParameter(BlockTag.None, Hash: block), null)));
    }

    private RpcResult<Snapshot> GetSnapshot(BlockParameter block) =>
        block.Tag != BlockTag.Pending
        && chain.FindHeader(block).TryGet(out var header, out _)
        && header is not null
        && engine.GetSnapshot(header, chain.Tree) is { } snapshot
            ? snapshot
            : UnknownBlock;

    private static string NoteOn(Address signer, Snapshot snapshot)
    {
        var next = snapshot.Number + 1;
        var allowed = snapshot.NextAllowed(next, signer);
        return allowed != next ? $"signed recently, may seal from {allowed}" : snapshot.IsInTurn(next, signer) ? "in turn" : "may seal out of turn";
    }

    private RpcResult<Address> GetSigner(SealedBlock which)
    {
        if (which.Rlp is { } rlp)
        {
            return Decode(rlp) is { } given ? SignerOf(given) : RpcError.Refused("rlp: neither a block nor a header");
        }

        // Differs from geth: tags are resolved; geth looks for a block with the tag's internal number.
        return which.Block.Tag != BlockTag.Pending && chain.FindHeader(which.Block).TryGet(out var header, out _) && header is not null
            ? SignerOf(header)
            : RpcError.Refused($"missing block {which.Block}");
    }

    private RpcResult<Address> SignerOf(BlockHeader header) =>
        CliqueHeader.SignerBytes(header) < 0 ? RpcError.Refused("extra-data 65 byte signature suffix missing")
        : engine.TryGetSigner(header, out var signer) ? signer
        : RpcError.Refused("recovery failed");

    private RpcResult<bool> Propose(Address account, bool add)
    {
        var head = chain.Tree.Head;
        if (engine.GetSnapshot(head, chain.Tree) is { } snapshot)
        {
            // Differs from geth: there the last signer can vote itself out, and the chain is over.
            if (!add && snapshot.Signers.Length == 1 && snapshot.IsSigner(account))
            {
                return RpcError.Refused("the last signer cannot be voted out: the chain would stop for good");
            }

            Warn(account, add, snapshot);
        }

        proposals.Propose(account, add);
        return true;
    }

    private void Warn(in Address account, bool add, Snapshot snapshot)
    {
        if (account.IsZero)
        {
            Log.ZeroAccount(logger);
        }
        else if (!snapshot.IsMeaningful(account, add))
        {
            Log.NothingToChange(logger, account, add ? "is a signer already" : "is no signer");
        }
        else if (!add && snapshot.Signers.Length == 3)
        {
            Log.NoReserve(logger, account); // both of two signers are needed for every block
        }
    }

    private RpcResult<CliqueStatus> GetStatus()
    {
        var head = chain.Tree.Head;
        if (engine.GetSnapshot(head, chain.Tree) is not { } snapshot)
        {
            return UnknownBlock;
        }

        var activity = new SortedDictionary<Address, int>();
        foreach (var signer in snapshot.Signers)
        {
            activity[signer] = 0;
        }

        var first = head.Number > StatusWindow ? head.Number - StatusWindow : Math.Min(1, head.Number);
        var inTurn = 0;
        for (var number = first; number < head.Number; number++)
        {
            if (chain.Tree.FindHeader(number) is not { } header || !engine.TryGetSigner(header, out var signer))
            {
                return RpcError.Refused($"missing block {number}");
            }

            inTurn += header.Difficulty == CliqueHeader.DifficultyInTurn ? 1 : 0;
            activity[signer] = activity.GetValueOrDefault(signer) + 1;
        }

        var count = (int)(head.Number - first);
        return new CliqueStatus(count == 0 ? 0 : 100.0 * inTurn / count, activity, count); // geth divides by zero at head 1
    }

    private static BlockHeader? Decode(ReadOnlyMemory<byte> rlp)
    {
        try
        {
            return Block.Decode(rlp.Span).Header;
        }
        catch (RlpException)
        {
            return DecodeHeader(rlp);
        }
    }

    private static BlockHeader? DecodeHeader(ReadOnlyMemory<byte> rlp)
    {
        try
        {
            return BlockHeader.Decode(rlp.Span);
        }
        catch (RlpException)
        {
            return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7050, LogLevel.Warning, "A proposal about the zero account can never pass")]
        public static partial void ZeroAccount(ILogger logger);

        [LoggerMessage(7051, LogLevel.Warning, "The proposal changes nothing for now: {Account} {State}")]
        public static partial void NothingToChange(ILogger logger, Address account, string state);

        [LoggerMessage(7052, LogLevel.Warning, "Without {Account} two signers are left, and the chain stops whenever one of them does")]
        public static partial void NoReserve(ILogger logger, Address account);
    }
}
