using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.State;

namespace PoaSidechain.Node.Commands.Bridge.Deploying;

/// <summary>What there is on L1 before a plan begins, as far as its contracts look: a nonce, and what they expect to find.</summary>
internal sealed class PlannedState : IStateReader
{
    private readonly Dictionary<Hash256, Account> _accounts = [];
    private readonly Dictionary<Hash256, Code> _codes = new() { [Code.Empty.Hash] = Code.Empty };

    public void Add(in Address address, ulong nonce, ReadOnlySpan<byte> code)
    {
        var entry = new Code(code);
        _codes[entry.Hash] = entry;
        _accounts[Keccak256.Hash(address.Bytes)] = Account.Empty with { Nonce = nonce, CodeHash = entry.Hash };
    }

    public bool TryGetAccount(in Hash256 addressHash, out Account account)
    {
        var isThere = _accounts.TryGetValue(addressHash, out var entry);
        account = isThere ? entry : Account.Empty;
        return isThere;
    }

    public UInt256 GetStorage(in Hash256 addressHash, in Hash256 slotHash) => UInt256.Zero;

    public Code GetCode(in Hash256 codeHash) => _codes[codeHash];
}
