using PoaSidechain.Primitives;

namespace PoaSidechain.Console.Bridge;

/// <summary>What a user does at the bridge's page. Every method answers with what to tell; refusals are <see cref="WalletException"/>s.</summary>
/// <remarks>One per open page.</remarks>
internal sealed class BridgeDesk(Wallet wallet, BridgeChains chains, Assets assets, History history, ClaimDesk claims)
{
    /// <summary>The account; null before the wallet is connected.</summary>
    public Address? Account => wallet.Account;

    /// <summary>What is moved.</summary>
    public Asset Asset { get; private set; } = Asset.Ether;

    /// <summary>What the account holds on L1, smallest unit.</summary>
    public UInt256 OnL1 { get; private set; }

    /// <summary>What the account holds on the sidechain, smallest unit.</summary>
    public UInt256 OnSidechain { get; private set; }

    /// <summary>The account's transfers.</summary>
    public IReadOnlyList<Transfer> Transfers { get; private set; } = [];

    /// <summary>The token's address as it was typed; empty for ether.</summary>
    public string TokenText { get; set; } = "";

    /// <summary>The amount as it was typed, in whole units.</summary>
    public string AmountText { get; set; } = "";

    public async Task<string?> ConnectAsync(CancellationToken cancellationToken)
    {
        await wallet.ConnectAsync(cancellationToken);
        await RefreshAsync(cancellationToken);
        return null;
    }

    public async Task<string?> ChooseAsync(CancellationToken cancellationToken)
    {
        var text = TokenText.Trim();
        Asset = text.Length == 0 ? Asset.Ether
            : Address.TryParse(text, out var token) && await assets.FindAsync(token, cancellationToken) is { } found ? found
            : throw new WalletException($"There is no ERC-20 token at '{text}' on L1.");
        await RefreshAsync(cancellationToken);
        return null;
    }

    public async Task<string?> DepositAsync(CancellationToken cancellationToken)
    {
        var amount = ReadAmount(OnL1, "on L1");
        if (!Asset.IsEther && await assets.AllowedAsync(Asset, wallet.Account!.Value, cancellationToken) < amount)
        {
            await wallet.SendAsync(WalletCall.Approve(Asset, amount, chains.Identity), cancellationToken);
        }

        await wallet.SendAsync(WalletCall.Deposit(Asset, amount, wallet.Account!.Value, chains.Identity), cancellationToken);
        return await DoneAsync($"Deposited {Asset.Format(amount)} {Asset.Symbol}. It is credited when L1 has finalized it and the signers have attested it.", cancellationToken);
    }

    public async Task<string?> WithdrawAsync(CancellationToken cancellationToken)
    {
        var amount = ReadAmount(OnSidechain, "on the sidechain");
        await wallet.SendAsync(WalletCall.Withdraw(Asset, amount, wallet.Account!.Value), cancellationToken);
        return await DoneAsync($"Withdrew {Asset.Format(amount)} {Asset.Symbol}. It can be claimed on L1 after the next checkpoint.", cancellationToken);
    }

    /// <summary>Takes a withdrawal its next step on L1: claims it, releases what was queued, delivers a message.</summary>
    public async Task<string?> ClaimAsync(Transfer transfer, CancellationToken cancellationToken)
    {
        await wallet.SendAsync(await claims.NextAsync(transfer, cancellationToken), cancellationToken);
        await RefreshAsync(cancellationToken);
        var now = Transfers.FirstOrDefault(t => !t.IsDeposit && t.Number == transfer.Number) ?? transfer;
        return $"{transfer.NextStep}: {transfer.What}. {now.Advice}";
    }

    /// <summary>Looks at both chains again.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (wallet.Account is { } account)
        {
            if (!Asset.IsEther && Asset.Mirror == Address.Zero)
            {
                Asset = await assets.FindAsync(Asset.Token, cancellationToken) ?? Asset; // the first deposit makes the mirror
            }

            (OnL1, OnSidechain) = await assets.BalancesAsync(Asset, account, cancellationToken);
            Transfers = await history.OfAsync(account, cancellationToken);
        }
    }

    private UInt256 ReadAmount(in UInt256 held, string where)
    {
        if (!Asset.TryParse(AmountText, out var amount, out var error))
        {
            throw new WalletException(error);
        }

        return amount <= held ? amount : throw new WalletException($"You hold {Asset.Format(held)} {Asset.Symbol} {where}.");
    }

    private async Task<string> DoneAsync(string message, CancellationToken cancellationToken)
    {
        AmountText = "";
        await RefreshAsync(cancellationToken);
        return message;
    }
}
