using PoaSidechain.Chain.Rules;
using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Unit.Clique;

/// <summary>For every <see cref="BlockError"/> a block that is good but for one thing, put through the real importer.</summary>
internal static partial class BlockVerdictCases
{
    private static readonly PrivateKey[] Signers = [TestKeys.A, TestKeys.B, TestKeys.C, TestKeys.D];
    private static readonly Hash256 Wrong = Hash256.Parse("0x00000000000000000000000000000000000000000000000000000000000000ff");

    /// <summary>The cases.</summary>
    public static IReadOnlyDictionary<BlockError, Func<Task<BlockVerdict>>> All { get; } = new Dictionary<BlockError, Func<Task<BlockVerdict>>>
    {
        // ---- any engine: header
        [BlockError.UnknownParent] = () => HeaderAsync(header => header with { ParentHash = Wrong }),
        [BlockError.InvalidNumber] = () => HeaderAsync(header => header with { Number = 2 }),
        [BlockError.InvalidTimestamp] = () => HeaderAsync(header => header with { Timestamp = TestGenesis.Timestamp }),
        [BlockError.InvalidGasLimit] = () => HeaderAsync(header => header with { GasLimit = header.GasLimit * 2 }),
        [BlockError.GasUsedAboveLimit] = () => HeaderAsync(header => header with { GasUsed = header.GasLimit + 1 }),
        [BlockError.InvalidBaseFee] = () => HeaderAsync(header => header with { BaseFeePerGas = 1UL }),
        [BlockError.InvalidDifficulty] = () => HeaderAsync(header => header with { Difficulty = 3UL }),
        [BlockError.InvalidForkField] = () => HeaderAsync(header => header with { ExcessBlobGas = 1 }),
        [BlockError.RequestsHashMismatch] = () => HeaderAsync(header => header with { RequestsHash = Wrong }),
        [BlockError.ExtraDataTooLong] = () => Task.FromResult(
            HeaderRules.CheckAlone(A.Header, ForkRules.Of(Fork.London), maxExtraDataBytes: 32)), // Clique has no limit; foreign engines have this one

        // ---- any engine: body, execution, place in the tree
        [BlockError.InvalidTransactionsRoot] = () => BodyAsync(body => body with { Transactions = [Transfers.Dynamic(TestKeys.A, 0, Address.Zero)] }),
        [BlockError.InvalidUnclesHash] = () => BodyAsync(body => body with { Uncles = [A.Header] }),
        [BlockError.InvalidWithdrawals] = () => BodyAsync(body => body with { Withdrawals = null }),
        [BlockError.InvalidTransaction] = () => TransactionsAsync(Transfers.Dynamic(TestKeys.A, 7, Address.Zero)),
        [BlockError.BlockTooLarge] = () => TransactionsAsync((A.Transaction with { Data = new byte[BodyRules.MaxBlockBytes] }).SignedBy(TestKeys.A)),
        [BlockError.GasUsedMismatch] = () => HeaderAsync(header => header with { GasUsed = 1 }),
        [BlockError.ReceiptsRootMismatch] = () => HeaderAsync(header => header with { ReceiptsRoot = Wrong }),
        [BlockError.LogsBloomMismatch] = () => HeaderAsync(header => header with { LogsBloom = BloomOfOneLog() }),
        [BlockError.StateRootMismatch] = () => HeaderAsync(header => header with { StateRoot = Wrong }),
        [BlockError.FutureBlock] = FutureBlockAsync,
        [BlockError.LeavesCheckpoint] = LeavesCheckpointAsync,
        [BlockError.ReorgTooDeep] = ReorgTooDeepAsync,
        [BlockError.InvalidAncestor] = InvalidAncestorAsync,

        // ---- EIP-225, header alone
        [BlockError.InvalidUncles] = () => HeaderAsync(header => header with { UnclesHash = Wrong }),
        [BlockError.CliqueEpochBeneficiary] = () => HeaderAsync(header => header with { Beneficiary = TestKeys.E.Address }, epoch: 1),
        [BlockError.CliqueInvalidNonce] = () => HeaderAsync(header => header with { Nonce = 1 }),
        [BlockError.CliqueEpochNonce] = () => HeaderAsync(header => header with { Nonce = CliqueHeader.NonceAdd }, epoch: 1),
        [BlockError.CliqueMissingVanity] = () => UnsealedAsync(header => header with { ExtraData = new byte[31] }),
        [BlockError.CliqueMissingSeal] = () => UnsealedAsync(header => header with { ExtraData = new byte[96] }),
        [BlockError.CliqueExtraSigners] = () => HeaderAsync(header => header with { ExtraData = CliqueHeader.MakeExtraData([], Addresses) }),
        [BlockError.CliqueInvalidSignerList] = () => HeaderAsync(header => header with { ExtraData = new byte[97 + 19] }, epoch: 1),
        [BlockError.CliqueNonZeroMixHash] = () => HeaderAsync(header => header with { MixHash = Wrong }),

        // ---- EIP-225, against parent and signer state
        [BlockError.CliqueMismatchingSignerList] = () => HeaderAsync(
            header => header with { ExtraData = CliqueHeader.MakeExtraData([], Addresses.AsSpan(1)) }, epoch: 1),
        [BlockError.CliqueInvalidSeal] = () => UnsealedAsync(header => header with { ExtraData = new byte[97] }),
        [BlockError.CliqueUnauthorizedSigner] = () => HeaderAsync(header => header, signer: TestKeys.E),
        [BlockError.CliqueRecentlySigned] = RecentlySignedAsync,
        [BlockError.CliqueWrongTurn] = () => HeaderAsync(header => header with { Difficulty = CliqueHeader.DifficultyOutOfTurn }),
    };

    private static Address[] Addresses => [.. Signers.Select(key => key.Address).Order()];

    /// <summary>A good block whose header was changed before its signer, or another, sealed it.</summary>
    private static async Task<BlockVerdict> HeaderAsync(Func<BlockHeader, BlockHeader> change, ulong epoch = 30_000, PrivateKey? signer = null)
    {
        await using var chain = new LocalChain(TestGenesis.Modern(Signers, epoch: epoch));
        var inTurn = InTurn(chain);
        var built = chain.BuildFor(inTurn, TestGenesis.Timestamp + 1);
        return await ImportAsync(chain, LocalChain.SealBlock(built with { Header = change(built.Header) }, signer ?? inTurn));
    }

    /// <summary>A block whose extra data is as it is given, without a seal.</summary>
    private static async Task<BlockVerdict> UnsealedAsync(Func<BlockHeader, BlockHeader> change)
    {
        await using var chain = new LocalChain(TestGenesis.Modern(Signers));
        var built = chain.BuildFor(InTurn(chain), TestGenesis.Timestamp + 1);
        return await ImportAsync(chain, new Block(change(built.Header), built.Body));
    }

    /// <summary>A good header over another body.</summary>
    private static async Task<BlockVerdict> BodyAsync(Func<BlockBody, BlockBody> change)
    {
        await using var chain = new LocalChain(TestGenesis.Modern(Signers));
        var signer = InTurn(chain);
        var block = LocalChain.SealBlock(chain.BuildFor(signer, TestGenesis.Timestamp + 1), signer);
        return await ImportAsync(chain, block with { Body = change(block.Body) });
    }

    /// <summary>A block that commits to transactions which no builder would take.</summary>
    private static async Task<BlockVerdict> TransactionsAsync(params Transaction[] transactions)
    {
        await using var chain = new LocalChain(TestGenesis.Modern(Signers));
        var signer = InTurn(chain);
        var built = chain.BuildFor(signer, TestGenesis.Timestamp + 1);
        var body = built.Body with { Transactions = transactions };
        var header = built.Header with { TransactionsRoot = BodyRules.TransactionsRoot(transactions) };
        return await ImportAsync(chain, LocalChain.SealBlock(built with { Header = header, Body = body }, signer));
    }

    private static async Task<BlockVerdict> ImportAsync(LocalChain chain, Block block) => (await chain.ImportAsync(block)).Verdict;

    private static PrivateKey InTurn(LocalChain chain)
    {
        var inTurn = chain.Engine.GetSnapshot(chain.Tree.Head, chain.Tree)!.SignerInTurn(chain.Tree.Head.Number + 1);
        return Signers.Single(key => key.Address == inTurn);
    }

    private static Bloom BloomOfOneLog()
    {
        var bloom = new Bloom();
        bloom.Add(TestKeys.A.Address.Bytes);
        return bloom;
    }
}
