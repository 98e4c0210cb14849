using System.Text.Json;
using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>
/// A Clique chain over an anvil: each of anvil's blocks under a Clique header of its own, with anvil's state root. Who may seal, and who
/// voted whom in or out in which block, is set by the test.
/// </summary>
internal sealed class StandInChain
{
    public const ulong EpochLength = 30_000;

    private readonly Anvil _anvil;
    private readonly List<(BlockHeader Header, string AnvilHash, SignerSet SetAfter, Address Sealer)> _blocks = [];
    private readonly SortedDictionary<ulong, (Address Account, bool IsAdded, bool Passes)> _votes = [];

    public StandInChain(Anvil anvil, BlockHeader genesis, SignerSet genesisSet)
    {
        _anvil = anvil;
        _blocks.Add((genesis, "", genesisSet, default));
    }

    /// <summary>Signers whose machines stand still.</summary>
    public HashSet<Address> Asleep { get; } = [];

    public BlockHeader Genesis => _blocks[0].Header;

    public BlockHeader Head => _blocks[^1].Header;

    /// <summary>The set in force behind the head.</summary>
    public SignerSet Set => _blocks[^1].SetAfter;

    /// <summary>A genesis header as Clique has it: the signers in its extra data.</summary>
    public static BlockHeader GenesisOf(SignerSet set, ulong timestamp) => new()
    {
        Difficulty = 1UL,
        GasLimit = 30_000_000,
        Timestamp = timestamp,
        ExtraData = (byte[])[.. new byte[32], .. set.Bytes.Span, .. new byte[65]],
        BaseFeePerGas = 1_000_000_000UL,
    };

    /// <summary>The next block carries the vote that reaches a majority.</summary>
    public void PassVoteInNextBlock(Address account, bool isAdded) => _votes[Head.Number + 1] = (account, isAdded, true);

    /// <summary>The next blocks carry votes; the last of them passes.</summary>
    public void CastVotes(Address account, bool isAdded, int count)
    {
        for (var i = 1; i <= count; i++)
        {
            _votes[Head.Number + (ulong)i] = (account, isAdded, i == count);
        }
    }

    /// <summary>Keys to seal with; without them headers bear an empty seal.</summary>
    public Func<Address, PrivateKey>? KeyOf { get; set; }

    /// <summary>Takes over anvil's chain as it is now, reorganisations included.</summary>
    public async Task RefreshAsync()
    {
        while (_blocks.Count > 1 && await AnvilBlockAsync(_blocks[^1].Header.Number) is var mine
            && (mine is null || mine.Value.GetProperty("hash").GetString() != _blocks[^1].AnvilHash))
        {
            _blocks.RemoveAt(_blocks.Count - 1);
        }

        while (await AnvilBlockAsync(Head.Number + 1) is { } block)
        {
            Append(block);
        }
    }

    public BlockHeader? At(ulong number) => number < (ulong)_blocks.Count ? _blocks[(int)number].Header : null;

    public SignerSet SetAfter(Hash256 hash) => _blocks.First(b => b.Header.Hash == hash).SetAfter;

    public Address SealerOf(Hash256 hash) => _blocks.First(b => b.Header.Hash == hash).Sealer;

    private void Append(JsonElement block)
    {
        var number = Head.Number + 1;
        var set = Set;
        var awake = set.Members.Where(m => !Asleep.Contains(m)).ToArray();
        var vote = _votes.TryGetValue(number, out var cast) ? cast : default;
        var after = !vote.Passes ? set
            : new SignerSet(vote.IsAdded ? set.Members.Append(vote.Account) : set.Members.Where(m => m != vote.Account));
        var isEpoch = number % EpochLength == 0;
        var header = new BlockHeader
        {
            ParentHash = Head.Hash,
            Number = number,
            Difficulty = 2UL,
            Timestamp = Convert.ToUInt64(block.GetProperty("timestamp").GetString(), 16),
            GasLimit = 30_000_000,
            StateRoot = Hash256.Parse(block.GetProperty("stateRoot").GetString()!),
            Beneficiary = vote.Account,
            Nonce = vote.IsAdded ? ulong.MaxValue : 0,
            ExtraData = new byte[32].Concat(isEpoch ? set.Bytes.ToArray() : []).Concat(new byte[65]).ToArray(),
            BaseFeePerGas = 1_000_000_000UL,
        };
        var sealer = awake[(int)(number % (ulong)awake.Length)];
        if (KeyOf is not null)
        {
            header = CliqueHeader.WithSeal(header, KeyOf(sealer).Sign(CliqueHeader.SealHash(header)));
        }

        _blocks.Add((header, block.GetProperty("hash").GetString()!, after, sealer));
    }

    private async Task<JsonElement?> AnvilBlockAsync(ulong number)
    {
        var block = await _anvil.AskAsync("eth_getBlockByNumber", Hex.Quantity(number), false);
        return block.ValueKind == JsonValueKind.Null ? null : block;
    }
}
