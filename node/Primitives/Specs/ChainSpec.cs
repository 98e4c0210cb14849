namespace PoaSidechain.Primitives.Specs;

/// <summary>What a chain's genesis file fixes for all its nodes: chain id, forks, consensus parameters.</summary>
/// <remarks>Immutable. Thread: any.</remarks>
public sealed class ChainSpec
{
    private readonly (Fork Fork, ulong Block)[] _blockForks;
    private readonly (Fork Fork, ulong Time)[] _timeForks;
    private readonly Fork[] _forks; // Frontier, block forks, time forks
    private ForkRules[] _rules = []; // by number of active forks, without and with EIP-155
    private ForkRules[] _blobForkRules = [];

    /// <summary>From the fork activations, each list in the order of <see cref="Fork"/> and not falling.</summary>
    public ChainSpec(
        UInt256 chainId,
        IReadOnlyList<(Fork Fork, ulong Block)> blockForks,
        IReadOnlyList<(Fork Fork, ulong Time)> timeForks,
        ulong? eip155Block,
        CliqueParameters? clique)
    {
        ChainId = chainId;
        Clique = clique;
        Eip155Block = eip155Block;
        _blockForks = [.. blockForks];
        _timeForks = [.. timeForks];
        _forks = [Fork.Frontier, .. _blockForks.Select(f => f.Fork), .. _timeForks.Select(f => f.Fork)];
        BlobSchedule = new Dictionary<Fork, BlobParameters>();
    }

    /// <summary>The chain id (EIP-155).</summary>
    public UInt256 ChainId { get; }

    /// <summary>Clique's parameters; null for a chain with another engine.</summary>
    public CliqueParameters? Clique { get; }

    /// <summary>First block with replay protection.</summary>
    public ulong? Eip155Block { get; }

    /// <summary>Forks activated by block number, in order.</summary>
    public IReadOnlyList<(Fork Fork, ulong Block)> BlockForks => _blockForks;

    /// <summary>Forks activated by timestamp in seconds, in order.</summary>
    public IReadOnlyList<(Fork Fork, ulong Time)> TimeForks => _timeForks;

    /// <summary>Numbers of forks that split the chain but have no rules here (DAO, bombs, merge netsplit): part of the fork id (EIP-2124).</summary>
    public IReadOnlyList<ulong> OtherForkBlocks { get; init; } = [];

    /// <summary>Times of forks that change blob limits alone (EIP-7892) or nothing here: part of the fork id (EIP-6122).</summary>
    public IReadOnlyList<ulong> OtherForkTimes { get; init; } = [];

    /// <summary>Blob limits that the chain sets for itself (EIP-7840); a fork that is not named has mainnet's.</summary>
    public IReadOnlyDictionary<Fork, BlobParameters> BlobSchedule
    {
        get;
        init
        {
            field = value;
            _rules = [.. _forks.SelectMany(fork => new[] { RulesOf(fork, eip155: false), RulesOf(fork, eip155: true) })];
        }
    }

    /// <summary>Times from which on other blob limits hold under the rules of the last fork (EIP-7892), in order.</summary>
    public IReadOnlyList<(ulong Time, BlobParameters Parameters)> BlobForks
    {
        get;
        init
        {
            field = value;
            _blobForkRules = [.. value.Select(fork => RulesOf(_forks[^1], Eip155Block is not null) with { Blobs = fork.Parameters })];
        }
    } = [];

    /// <summary>Total difficulty at which a chain leaves this engine; null for never.</summary>
    public UInt256? TerminalTotalDifficulty { get; init; }

    /// <summary>The rules for a block.</summary>
    public ForkRules RulesAt(ulong number, ulong timestamp)
    {
        var active = 0;
        while (active < _blockForks.Length && _blockForks[active].Block <= number)
        {
            active++;
        }

        if (active == _blockForks.Length)
        {
            foreach (var (_, time) in _timeForks)
            {
                if (time > timestamp)
                {
                    break;
                }

                active++;
            }
        }

        return active == _forks.Length - 1 && BlobRulesAt(timestamp) is { } blobRules
            ? blobRules
            : _rules[(active * 2) + (Eip155Block is { } eip155 && eip155 <= number ? 1 : 0)];
    }

    /// <summary>The block number at which a fork starts; null when it never does or starts by time.</summary>
    public ulong? BlockOf(Fork fork)
    {
        foreach (var (candidate, block) in _blockForks)
        {
            if (candidate == fork)
            {
                return block;
            }
        }

        return null;
    }

    private ForkRules? BlobRulesAt(ulong timestamp)
    {
        for (var i = _blobForkRules.Length - 1; i >= 0; i--)
        {
            if (BlobForks[i].Time <= timestamp)
            {
                return _blobForkRules[i];
            }
        }

        return null;
    }

    private ForkRules RulesOf(Fork fork, bool eip155) => ForkRules.Of(fork) with { IsEip155 = eip155, Blobs = BlobsOf(fork) };

    private BlobParameters BlobsOf(Fork fork)
    {
        if (BlobSchedule.TryGetValue(fork, out var scheduled))
        {
            return scheduled;
        }

        return fork > Fork.Prague ? BlobsOf(Fork.Prague) : ForkRules.Of(fork).Blobs; // forks after Prague left its limits as they were
    }
}
