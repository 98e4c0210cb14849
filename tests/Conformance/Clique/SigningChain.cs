using PoaSidechain.Chain;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Storage;

namespace PoaSidechain.Tests.Conformance.Clique;

/// <summary>Headers on a genesis, judged by the header rules and the engine as the importer does it; bodies and state are not looked at.</summary>
internal sealed class SigningChain : IHeaderSource
{
    private readonly Dictionary<Hash256, BlockHeader> _headers = [];
    private readonly ChainSpec _spec;

    public SigningChain(GenesisFile genesis)
    {
        _spec = genesis.Spec;
        Engine = new CliqueEngine(genesis.Spec, new SnapshotStore(new MemoryStore()));
        Genesis = GenesisBlock.Create(genesis).Header;
        _headers.Add(Genesis.Hash, Genesis);
    }

    public CliqueEngine Engine { get; }

    public BlockHeader Genesis { get; }

    public BlockHeader? FindHeader(in Hash256 hash) => _headers.GetValueOrDefault(hash);

    public Snapshot SnapshotAfter(BlockHeader header) =>
        Engine.GetSnapshot(header, this) ?? throw new InvalidOperationException("an ancestor is missing");

    /// <summary>Judges a header and, if it is valid, lets others build on it.</summary>
    public BlockVerdict Add(BlockHeader header)
    {
        var rules = _spec.RulesAt(header.Number, header.Timestamp);
        var verdict = HeaderRules.CheckAlone(header, rules, Engine.MaxExtraDataBytes);
        verdict = verdict.IsValid ? Engine.VerifyStructure(header) : verdict;
        if (!verdict.IsValid)
        {
            return verdict;
        }

        if (FindHeader(header.ParentHash) is not { } parent)
        {
            return BlockVerdict.Invalid(BlockError.UnknownParent);
        }

        verdict = HeaderRules.CheckAgainstParent(header, parent, rules, _spec.RulesAt(parent.Number, parent.Timestamp));
        verdict = verdict.IsValid ? Engine.VerifyAgainstParent(header, parent, this) : verdict;
        if (verdict.IsValid)
        {
            _headers.TryAdd(header.Hash, header);
        }

        return verdict;
    }
}
