using PoaSidechain.Chain;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Storage;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Unit.Clique;

/// <summary>Sealed headers on a genesis, without bodies and states; tells which were read.</summary>
internal sealed class HeaderChain : IHeaderSource
{
    private readonly Dictionary<Hash256, BlockHeader> _headers = [];
    private readonly Dictionary<Address, PrivateKey> _keys;

    public HeaderChain(GenesisFile genesis)
    {
        Spec = genesis.Spec;
        Engine = new CliqueEngine(genesis.Spec, new SnapshotStore(new MemoryStore()));
        Head = GenesisBlock.Create(genesis).Header;
        _headers.Add(Head.Hash, Head);
        _keys = new[] { TestKeys.A, TestKeys.B, TestKeys.C, TestKeys.D, TestKeys.E }.ToDictionary(key => key.Address);
    }

    public ChainSpec Spec { get; }

    public CliqueEngine Engine { get; }

    public BlockHeader Head { get; private set; }

    public HashSet<ulong> Read { get; } = [];

    public BlockHeader? FindHeader(in Hash256 hash)
    {
        var header = _headers.GetValueOrDefault(hash);
        if (header is not null)
        {
            Read.Add(header.Number);
        }

        return header;
    }

    /// <summary>Blocks sealed in turn, with votes to add an account if one is given.</summary>
    public BlockHeader Extend(int count, Address? voteFor = null)
    {
        for (var i = 0; i < count; i++)
        {
            var snapshot = Engine.GetSnapshot(Head, this)!;
            Head = Seal(Head, _keys[snapshot.SignerInTurn(Head.Number + 1)!.Value], voteFor);
            _headers.Add(Head.Hash, Head);
        }

        return Head;
    }

    /// <summary>A sealed header on a parent; it is not added.</summary>
    public BlockHeader Seal(BlockHeader parent, PrivateKey key, Address? voteFor = null, byte vanity = 0)
    {
        var snapshot = Engine.GetSnapshot(parent, this)!;
        var header = new BlockHeader
        {
            ParentHash = parent.Hash,
            Number = parent.Number + 1,
            Timestamp = parent.Timestamp + 1,
            GasLimit = parent.GasLimit,
            BaseFeePerGas = BaseFee.After(parent, ForkRules.Of(Fork.London)),
            StateRoot = parent.StateRoot,
            Beneficiary = voteFor ?? Address.Zero,
            Nonce = voteFor is null ? CliqueHeader.NonceDrop : CliqueHeader.NonceAdd,
            Difficulty = snapshot.IsInTurn(parent.Number + 1, key.Address) ? CliqueHeader.DifficultyInTurn : CliqueHeader.DifficultyOutOfTurn,
            ExtraData = CliqueHeader.MakeExtraData([vanity], []),
        };
        return CliqueHeader.WithSeal(header, key.Sign(CliqueHeader.SealHash(header)));
    }

    public void Add(BlockHeader header) => _headers.TryAdd(header.Hash, header);
}
