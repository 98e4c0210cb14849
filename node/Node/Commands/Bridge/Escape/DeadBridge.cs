using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.State;

namespace PoaSidechain.Node.Commands.Bridge.Escape;

/// <summary>Both halves of a bridge whose sidechain nobody serves any more: L1, and the chain rebuilt from public data.</summary>
internal sealed class DeadBridge(L1Session session, EscapePoint point, L1Past past, Archive archive)
{
    private readonly Dictionary<Address, int> _decimals = [];
    private IReadOnlyList<WithdrawalLeaf>? _withdrawals;
    private MerkleTree? _tree;

    public L1Session Session => session;

    public EscapePoint Point => point;

    public L1Past Past => past;

    public Archive Archive => archive;

    /// <summary>The withdrawals under the last root, in the order of the tree.</summary>
    public IReadOnlyList<WithdrawalLeaf> Withdrawals => _withdrawals ??=
        [.. archive.Events(Predeploys.Outbox, BridgeContracts.Outbox.Event("WithdrawalAppended")).Select(WithdrawalLeaf.FromEvent).Take((int)point.Withdrawals)];

    /// <summary>Their tree, whose root L1 must know.</summary>
    public async Task<MerkleTree> TreeAsync(CancellationToken cancellationToken) =>
        _tree ??= await BridgeTransfers.TreeAsync(session, Withdrawals, point.Withdrawals, cancellationToken);

    /// <summary>The sidechain's mirrors of L1 tokens, by token.</summary>
    public IReadOnlyDictionary<Address, Address> Mirrors { get; } = archive
        .Events(Predeploys.MirrorFactory, BridgeContracts.MirrorFactory.Event("MirrorCreated"))
        .Where(e => e.Get<UInt256>("originChain") == session.Identity.L1ChainId)
        .ToDictionary(e => e.Get<Address>("token"), e => e.Get<Address>("mirror"));

    /// <summary>The sidechain's mirrors of L1 collections, by kind and collection.</summary>
    public IReadOnlyDictionary<(AssetKind Kind, Address Token), Address> NftMirrors { get; } = archive
        .Events(Predeploys.NftMirrorFactory, BridgeContracts.NftMirrorFactory.Event("NftMirrorCreated"))
        .Where(e => e.Get<UInt256>("originChain") == session.Identity.L1ChainId)
        .ToDictionary(e => ((AssetKind)e.Get<ulong>("kind"), e.Get<Address>("token")), e => e.Get<Address>("mirror"));

    /// <summary>True when an account has code of its own, so that nobody can say on L1 whose its assets are; one that only delegates (EIP-7702) is a person's.</summary>
    /// <param name="account">The account.</param>
    /// <param name="delegate">Where its code delegates to; zero for nowhere.</param>
    public bool IsContract(in Account account, out Address @delegate)
    {
        @delegate = Address.Zero;
        var code = archive.State.GetCode(account.CodeHash);
        return code.Length > 0 && !code.TryGetDelegation(out @delegate);
    }

    /// <summary>The same of an account by its address.</summary>
    public bool IsContract(Address account) => archive.Find(account) is { } state && IsContract(state, out _);

    /// <summary>Why an asset of a contract does not leave by this command.</summary>
    public static string ContractsOnly(string function) => $"the account is a contract: only a contract at the same address on L1 can call {function}";

    /// <summary>Nothing, or that less is left than an account had.</summary>
    public async Task<string> ShortageAsync(Address token, UInt256 left, UInt256 balance, CancellationToken cancellationToken) =>
        left < balance ? $"only {await MoneyAsync(token, left, cancellationToken)} is left of what L1 had locked" : "";

    /// <summary>What was paid for a balance.</summary>
    public async Task<string> PaidAsync(Address token, UInt256 paid, UInt256 balance, CancellationToken cancellationToken) =>
        paid == balance ? "paid" : $"{await MoneyAsync(token, paid, cancellationToken)} of it paid, no more was left";

    /// <summary>An amount of an asset for people: ETH or a token's address with it. A token that does not tell its decimals is counted in its smallest unit.</summary>
    public async Task<string> MoneyAsync(Address token, UInt256 amount, CancellationToken cancellationToken)
    {
        if (!_decimals.TryGetValue(token, out var decimals))
        {
            try
            {
                decimals = await session.DecimalsAsync(token, cancellationToken);
            }
            catch (Exception e) when (e is BridgeException or AbiException)
            {
                decimals = 0;
            }

            _decimals[token] = decimals;
        }

        return $"{AmountText.Format(amount, decimals)} {(token == Address.Zero ? "ETH" : $"of {token.ToChecksumString()}")}";
    }
}
