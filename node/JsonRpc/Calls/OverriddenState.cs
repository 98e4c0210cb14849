using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;

namespace PoaSidechain.JsonRpc.Calls;

/// <summary>A state with some accounts as a caller wants them; nothing below it is changed.</summary>
/// <remarks>Thread: any, once made.</remarks>
internal sealed class OverriddenState : IStateReader
{
    // Any root but the empty one: tells the world state that there may be slots to ask for.
    private static readonly Hash256 SomeRoot = Keccak256.Hash([]);

    private readonly IStateReader _state;
    private readonly Dictionary<Hash256, Account> _accounts = [];
    private readonly Dictionary<Hash256, Code> _codes = [];
    private readonly Dictionary<(Hash256 Account, Hash256 Slot), UInt256> _slots = [];
    private readonly HashSet<Hash256> _wiped = [];

    private OverriddenState(IStateReader state) => _state = state;

    /// <summary>The state with overrides on top; an error text when they contradict each other.</summary>
    public static string? TryMake(IStateReader state, IReadOnlyDictionary<Address, AccountOverride> overrides, out IStateReader result)
    {
        result = state;
        if (overrides.Count == 0)
        {
            return null;
        }

        var overridden = new OverriddenState(state);
        foreach (var (address, account) in overrides)
        {
            if (account is { State: not null, StateDiff: not null })
            {
                return $"account {address.ToChecksumString()} has both 'state' and 'stateDiff'";
            }

            overridden.Set(address, account);
        }

        result = overridden;
        return null;
    }

    /// <inheritdoc/>
    public bool TryGetAccount(in Hash256 addressHash, out Account account) =>
        _accounts.TryGetValue(addressHash, out account) || _state.TryGetAccount(addressHash, out account);

    /// <inheritdoc/>
    public UInt256 GetStorage(in Hash256 addressHash, in Hash256 slotHash) =>
        _slots.TryGetValue((addressHash, slotHash), out var value) ? value
        : _wiped.Contains(addressHash) ? default
        : _state.GetStorage(addressHash, slotHash);

    /// <inheritdoc/>
    public Code GetCode(in Hash256 codeHash) => _codes.TryGetValue(codeHash, out var code) ? code : _state.GetCode(codeHash);

    private void Set(in Address address, AccountOverride wanted)
    {
        var hash = Keccak256.Hash(address.Bytes);
        var account = _state.TryGetAccount(hash, out var found) ? found : Account.Empty;
        if (wanted.Code is { } bytes)
        {
            var code = new Code(bytes);
            _codes[code.Hash] = code;
            account = account with { CodeHash = code.Hash };
        }

        if (wanted.State is not null)
        {
            _wiped.Add(hash);
        }

        if ((wanted.State ?? wanted.StateDiff) is { } slots)
        {
            account = account with { StorageRoot = SomeRoot };
            foreach (var (slot, value) in slots)
            {
                _slots[(hash, Keccak256.Hash(slot.Bytes))] = value.ToUInt256();
            }
        }

        _accounts[hash] = account with { Nonce = wanted.Nonce ?? account.Nonce, Balance = wanted.Balance ?? account.Balance };
    }
}
