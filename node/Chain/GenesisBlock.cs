using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;

namespace PoaSidechain.Chain;

/// <summary>Block 0 and its state, as they follow from a genesis file.</summary>
public static class GenesisBlock
{
    /// <summary>Block 0, computed in memory.</summary>
    public static Block Create(GenesisFile file) => Create(file, StateView.Empty.Apply(ChangesOf(file)).Root);

    /// <summary>Block 0 over a state root that was computed elsewhere.</summary>
    public static Block Create(GenesisFile file, in Hash256 stateRoot)
    {
        var header = file.CreateHeader(stateRoot);
        return new Block(header, new BlockBody([], [], header.WithdrawalsRoot is null ? null : []));
    }

    /// <summary>What the file's alloc does to the empty state. Empty accounts are written too, as geth does.</summary>
    public static StateChanges ChangesOf(GenesisFile file)
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
                [.. account.Storage.Select(slot => new SlotChange(Keccak256.Hash(slot.Key.ToHash256().Bytes), slot.Value))]));
        }

        return changes;
    }
}
