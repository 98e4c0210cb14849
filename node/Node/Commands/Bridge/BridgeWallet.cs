using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>Signs with one key, sends, and waits until the transaction is in a block.</summary>
internal sealed class BridgeWallet(PrivateKey key, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public Address Address => key.Address;

    /// <summary>The receipt of a call that succeeded.</summary>
    /// <exception cref="BridgeException">The call would fail (nothing is sent then), failed, or was not mined in time.</exception>
    public async Task<JsonElement> SendAsync(
        ChainConnection chain, Address to, ReadOnlyMemory<byte> data, UInt256 value, CancellationToken cancellationToken)
    {
        var call = new JsonObject
        {
            ["from"] = Address.ToString(),
            ["to"] = to.ToString(),
            ["data"] = Hex.Encode(data.Span),
            ["value"] = Hex.Quantity(value),
        };
        var gas = (await chain.NumberAsync("eth_estimateGas", cancellationToken, call)).Low64;
        var price = await chain.NumberAsync("eth_gasPrice", cancellationToken);
        var transaction = new Transaction
        {
            Type = TransactionType.DynamicFee,
            ChainId = await chain.NumberAsync("eth_chainId", cancellationToken),
            Nonce = (await chain.NumberAsync("eth_getTransactionCount", cancellationToken, Address.ToString(), "pending")).Low64,
            MaxPriorityFeePerGas = 1_000_000_000UL,
            MaxFeePerGas = (price * 2UL) + 1_000_000_000UL,
            GasLimit = gas + (gas / 4),
            To = to,
            Value = value,
            Data = data,
        }.SignedBy(key);
        await chain.AskAsync("eth_sendRawTransaction", cancellationToken, Hex.Encode(transaction.Encoded.Span));
        var receipt = await ReceiptAsync(chain, transaction.Hash, cancellationToken);
        return receipt.GetProperty("status").GetString() == "0x1"
            ? receipt
            : throw new BridgeException($"Transaction {transaction.Hash} failed on {chain.Name}.");
    }

    /// <summary>Signs a transaction that somebody else sends.</summary>
    public Transaction Sign(Transaction transaction) => transaction.SignedBy(key);

    public void Dispose() => key.Dispose();

    /// <summary>The receipt of a transaction, once it is in a block.</summary>
    /// <exception cref="BridgeException">It did not come in time.</exception>
    public async Task<JsonElement> ReceiptAsync(ChainConnection chain, Hash256 hash, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < Patience)
        {
            var receipt = await chain.AskAsync("eth_getTransactionReceipt", cancellationToken, hash.ToString());
            if (receipt.ValueKind != JsonValueKind.Null)
            {
                return receipt;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }

        throw new BridgeException(
            $"Transaction {hash} is not in a block of {chain.Name} after {Patience.TotalMinutes} minutes. It may still come: look before sending again.");
    }
}
