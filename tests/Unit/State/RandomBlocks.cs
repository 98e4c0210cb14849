using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;

namespace PoaSidechain.Tests.Unit.State;

/// <summary>Random blocks over a small world, so that accounts and slots come, change, go and come back.</summary>
internal sealed class RandomBlocks(int seed, int accounts = 40, int slots = 12)
{
    private readonly Random _random = new(seed);

    public IReadOnlyList<Hash256> AddressHashes { get; } =
        [.. Enumerable.Range(0, accounts).Select(i => Keccak256.Hash(Address.FromNumber((ulong)i + 1).Bytes))];

    public IReadOnlyList<Hash256> SlotHashes { get; } = [.. Enumerable.Range(0, slots).Select(i => Keccak256.Hash(((UInt256)i).ToHash256().Bytes))];

    public Random Random => _random;

    /// <summary>What a block could change in a state.</summary>
    public StateChanges Next(ModelState state)
    {
        var changes = new StateChanges();
        foreach (var hash in AddressHashes)
        {
            if (_random.Next(4) == 0 && Change(state, hash, changes) is { } change)
            {
                changes.Accounts.Add(change);
            }
        }

        Shuffle(changes.Accounts);
        return changes;
    }

    private AccountChange? Change(ModelState state, in Hash256 hash, StateChanges changes)
    {
        var exists = state.Accounts.TryGetValue(hash, out var before);
        if (exists && _random.Next(6) == 0)
        {
            return new AccountChange(hash, null, StorageWiped: true, []);
        }

        var codeHash = before?.CodeHash ?? Keccak256.OfEmptyString;
        if (_random.Next(8) == 0)
        {
            var code = new Code(RandomBytes(_random.Next(1, 60)));
            changes.Codes[code.Hash] = code;
            codeHash = code.Hash;
        }

        var wiped = _random.Next(7) == 0;
        List<SlotChange> changed = [];
        foreach (var slot in SlotHashes)
        {
            if (_random.Next(3) == 0)
            {
                changed.Add(new SlotChange(slot, _random.Next(3) == 0 ? default : RandomNumber()));
            }
        }

        Shuffle(changed);
        return new AccountChange(hash, new Account((ulong)_random.Next(300), RandomNumber(), Keccak256.OfEmptyTrie, codeHash), wiped, changed);
    }

    private UInt256 RandomNumber() => UInt256.FromBigEndian(RandomBytes(_random.Next(0, 33)));

    private byte[] RandomBytes(int length)
    {
        var bytes = new byte[length];
        _random.NextBytes(bytes);
        return bytes;
    }

    private void Shuffle<T>(List<T> list) => _random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(list));
}
