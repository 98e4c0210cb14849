using System.Text.Json.Nodes;
using Microsoft.JSInterop;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Console.Options;
using PoaSidechain.Primitives;

namespace PoaSidechain.Console.Bridge;

/// <summary>The browser's wallet (EIP-1193). It alone holds keys; it is asked to sign on the chain that a transaction belongs to, and on no other.</summary>
/// <remarks>One per open page.</remarks>
internal sealed class Wallet(IJSRuntime browser, BridgeChains chains, ConsoleOptions options) : IAsyncDisposable
{
    private const long UnknownChain = 4902; // EIP-3085: the wallet has not heard of the chain

    private static readonly TimeSpan ReceiptInterval = TimeSpan.FromMilliseconds(500);

    private IJSObjectReference? _module;

    /// <summary>The account that signs; null before <see cref="ConnectAsync"/>.</summary>
    public Address? Account { get; private set; }

    /// <summary>Asks for an account.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        var accounts = await AskAsync("eth_requestAccounts", cancellationToken);
        Account = accounts is JsonArray { Count: > 0 } list && Address.TryParse(list[0]?.GetValue<string>(), out var account)
            ? account
            : throw new WalletException("The wallet gave no account.");
    }

    /// <summary>Has a transaction signed and sent, and waits until it is in a block. A failed one is an exception.</summary>
    public async Task<TransactionReceipt> SendAsync(WalletCall call, CancellationToken cancellationToken)
    {
        var account = Account ?? throw new WalletException("Connect a wallet first.");
        await EnsureChainAsync(call.IsOnL1, cancellationToken);
        var hash = Hash256.Parse((await AskAsync("eth_sendTransaction", cancellationToken, call.ToJson(account)))!.GetValue<string>());
        var chain = call.IsOnL1 ? chains.L1 : chains.Sidechain;
        while (true)
        {
            if ((await chain.ReceiptsAsync([hash], cancellationToken))[0] is { } receipt)
            {
                return receipt.Succeeded ? receipt : throw new WalletException($"{call.What}: the transaction {hash} failed on {chain.Name}.");
            }

            await Task.Delay(ReceiptInterval, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_module is null)
        {
            return;
        }

        try
        {
            await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // the page is gone, and the module with it
        }
    }

    /// <summary>The wallet must be on the transaction's chain: it is asked to change, and what it says afterwards is believed, not the request.</summary>
    private async Task EnsureChainAsync(bool isL1, CancellationToken cancellationToken)
    {
        var wanted = isL1 ? chains.Identity.L1ChainId : chains.Identity.SidechainChainId;
        if (await ChainAsync(cancellationToken) == wanted)
        {
            return;
        }

        var parameter = new JsonObject { ["chainId"] = Hex.Quantity(wanted) };
        try
        {
            await AskAsync("wallet_switchEthereumChain", cancellationToken, parameter);
        }
        catch (WalletException e) when (e.Code == UnknownChain)
        {
            parameter["chainName"] = isL1 ? $"L1 ({wanted})" : $"Sidechain {wanted}";
            parameter["rpcUrls"] = new JsonArray((isL1 ? options.L1! : options.Node).ToString());
            parameter["nativeCurrency"] = new JsonObject { ["name"] = "Ether", ["symbol"] = "ETH", ["decimals"] = 18 };
            await AskAsync("wallet_addEthereumChain", cancellationToken, parameter);
        }

        var found = await ChainAsync(cancellationToken);
        if (found != wanted)
        {
            throw new WalletException($"The wallet is on chain {found}; this belongs to {(isL1 ? "the L1" : "the sidechain")}, chain {wanted}. Nothing was sent.");
        }
    }

    private async Task<UInt256> ChainAsync(CancellationToken cancellationToken) =>
        UInt256.Parse((await AskAsync("eth_chainId", cancellationToken))!.GetValue<string>());

    private async Task<JsonNode?> AskAsync(string method, CancellationToken cancellationToken, params JsonNode[] parameters)
    {
        _module ??= await browser.InvokeAsync<IJSObjectReference>("import", cancellationToken, "./wallet.js");
        var answer = await _module.InvokeAsync<JsonObject>("request", cancellationToken, method, new JsonArray([.. parameters.Select(parameter => parameter.DeepClone())]));
        return answer["error"] is { } error
            ? throw new WalletException(error.GetValue<string>(), answer["code"]?.GetValue<long>() ?? 0)
            : answer["result"];
    }
}
