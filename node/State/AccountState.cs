using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.State;

/// <summary>One account as a block's execution sees it.</summary>
/// <remarks>
/// Owned by one <see cref="WorldState"/>, which alone changes it, so that every change is journaled. The object stays the same for the whole
/// block, so a call frame may keep it instead of looking the address up again.
/// </remarks>
public sealed class AccountState
{
    private readonly WorldState _world;

    internal AccountState(WorldState world, in Address address, in Hash256 addressHash, Account? atBlockStart)
    {
        _world = world;
        Address = address;
        AddressHash = addressHash;
        AtBlockStart = atBlockStart;
        Exists = atBlockStart is not null;
        var account = atBlockStart ?? Account.Empty;
        Nonce = account.Nonce;
        Balance = account.Balance;
        CodeHash = account.CodeHash;
    }

    /// <summary>The address.</summary>
    public Address Address { get; }

    /// <summary>Keccak-256 of the address.</summary>
    public Hash256 AddressHash { get; }

    /// <summary>The account before the block, or null when there was none.</summary>
    public Account? AtBlockStart { get; }

    /// <summary>True when the account is in the state, be it empty.</summary>
    public bool Exists { get; internal set; }

    /// <summary>Transactions sent, or contracts created.</summary>
    public ulong Nonce { get; internal set; }

    /// <summary>In wei.</summary>
    public UInt256 Balance { get; internal set; }

    /// <summary>Keccak-256 of the code.</summary>
    public Hash256 CodeHash { get; internal set; }

    /// <summary>True when the account has code.</summary>
    public bool HasCode => CodeHash != Keccak256.OfEmptyString;

    /// <summary>No nonce, no balance, no code (EIP-161).</summary>
    public bool IsEmpty => Nonce == 0 && Balance.IsZero && !HasCode;

    /// <summary>True when the running transaction has accessed the account or named it beforehand (EIP-2929).</summary>
    public bool IsWarm => WarmTransaction == _world.Transaction;

    /// <summary>True when the running transaction created the contract (EIP-6780).</summary>
    public bool IsCreatedInTransaction => CreatedTransaction == _world.Transaction;

    /// <summary>True when the running transaction has condemned the contract.</summary>
    public bool IsSelfDestructed => SelfDestructTransaction == _world.Transaction;

    internal Code? LoadedCode { get; set; }

    internal bool CodeChanged { get; set; }

    /// <summary>True when the storage before the block is gone: only <see cref="Slots"/> count.</summary>
    internal bool StorageWiped { get; set; }

    internal Dictionary<UInt256, StorageSlot> Slots { get; set; } = [];

    internal int WarmTransaction { get; set; } = -1;

    internal int CreatedTransaction { get; set; } = -1;

    internal int SelfDestructTransaction { get; set; } = -1;

    /// <summary>Number of the transaction at whose end this account was last looked at.</summary>
    internal int FinishedTransaction { get; set; } = -1;
}
