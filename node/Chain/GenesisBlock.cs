using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;

namespace PoaSidechain.Chain;

/// <summary>Block 0 and its state, as they follow from a genesis file.</summary>
public static class GenesisBlock
{
    /// <summary>Makes block 0.</summary>
    /// <returns>The block, and the state after it (in memory).</returns>
    public static (Block Block, StateView State) Create(GenesisFile file)
    {
        var state = StateView.Empty.Apply(ChangesOf(file));
        var header = file.CreateHeader(state.Root);
        return (new Block(header, new BlockBody([], [], header.WithdrawalsRoot is null ? null : [])), state);
    }

    /// <summary>What the file's alloc does to the empty state. Empty accounts are written too, as geth does.</summary>
    private static StateChanges ChangesOf(GenesisFile file)
    {
        var changes = new StateChanges();
        foreach (var (address, account) in file.Alloc)
        {
            var code = account.Code.IsEmpty ? Code.Empty : new Code(account.Code.Span);
            if (code.Length > 0)
            {
                changes.Codes.TryAdd(code.Hash, code);
            }

            changes.Accounts.Add(new AccountChange(
                Keccak256.Hash(address.Bytes),
                new Account(account.Nonce, account.Balance, Keccak256.OfEmptyTrie, code.Hash),
                StorageWiped: false,
                SlotsOf(account)));
        }

        return changes;
    }

    private static SlotChange[] SlotsOf(GenesisAccount account) =>
        [.. account.Storage.Where(slot => !slot.Value.IsZero).Select(slot => new SlotChange(HashOf(slot.Key), slot.Value))];

    private static Hash256 HashOf(in UInt256 slot)
    {
        Span<byte> bytes = stackalloc byte[32];
        slot.WriteBigEndian(bytes);
        return Keccak256.Hash(bytes);
    }
}
