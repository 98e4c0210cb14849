using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Devnet.Chains;

/// <summary>One chain as a user meets it: by JSON-RPC, with a key of one's own.</summary>
internal sealed class Chain(string name, string endpoint) : IDisposable
{
    private static readonly TimeSpan ReceiptLimit = TimeSpan.FromSeconds(45);

    private readonly RpcClient _rpc = RpcClient.Create(endpoint, TimeSpan.FromSeconds(15));

    public string Name => name;

    public string Endpoint => endpoint;

    /// <summary>The result of a request; an error is an exception.</summary>
    public async Task<JsonElement> AskAsync(string method, CancellationToken cancellationToken, params JsonNode?[] parameters) =>
        (await _rpc.CallAsync(new RpcCall(method, parameters), cancellationToken)).Value;

    /// <summary>Many requests at once; what is refused of them is left at that.</summary>
    public Task AskManyAsync(IReadOnlyList<RpcCall> calls, CancellationToken cancellationToken) => _rpc.BatchAsync(calls, cancellationToken);

    public async Task<ulong> HeadAsync(CancellationToken cancellationToken) => (await AskAsync("eth_blockNumber", cancellationToken)).ToUInt64();

    public async Task<UInt256> BalanceAsync(Address account, CancellationToken cancellationToken) =>
        (await AskAsync("eth_getBalance", cancellationToken, account.ToString(), "latest")).ToUInt256();

    /// <summary>What a view function answers.</summary>
    public async Task<AbiTuple> ViewAsync(AbiFunction function, Address contract, CancellationToken cancellationToken, params object[] arguments)
    {
        var call = new JsonObject { ["to"] = contract.ToString(), ["data"] = Hex.Encode(function.EncodeCall(arguments)) };
        return function.DecodeResult((await AskAsync("eth_call", cancellationToken, call, "latest")).ToBytes());
    }

    /// <summary>Why a call would fail, by the name of the contract's error; null if it would not.</summary>
    public async Task<string?> RefusalAsync(Address from, Address to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var call = new JsonObject { ["from"] = from.ToString(), ["to"] = to.ToString(), ["data"] = Hex.Encode(data.Span) };
        var result = await _rpc.CallAsync(new RpcCall("eth_call", call, "latest"), cancellationToken);
        return result.Error is { } error ? BridgeAbi.Describe(error) : null;
    }

    /// <summary>Signs, sends and waits for the receipt; a transaction that fails is an exception.</summary>
    public async Task<Mined> SendAsync(
        PrivateKey from, Address? to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken, UInt256 value = default)
    {
        var transaction = await SignAsync(from, to, data, value, gasLimit: null, cancellationToken);
        var mined = await SendAsync(transaction, cancellationToken);
        return mined.Succeeded ? mined : throw new DevnetException($"Transaction {transaction.Hash} failed on {name}.");
    }

    /// <summary>Sends from an account that the endpoint itself speaks for (anvil).</summary>
    public async Task<Mined> SendAsAsync(Address from, Address to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken)
    {
        var call = new JsonObject { ["from"] = from.ToString(), ["to"] = to.ToString(), ["data"] = Hex.Encode(data.Span), ["gas"] = "0x989680" };
        var hash = Hash256.Parse((await AskAsync("eth_sendTransaction", cancellationToken, call)).GetString()!);
        var mined = await Wait.ForAsync($"the receipt of {hash} on {name}", ReceiptLimit, () => ReceiptAsync(hash, cancellationToken), cancellationToken);
        return mined.Succeeded ? mined : throw new DevnetException($"Transaction {hash} failed on {name}.");
    }

    /// <summary>Sends what is known to fail, with gas enough to be mined all the same.</summary>
    public async Task<Mined> SendInVainAsync(PrivateKey from, Address to, ReadOnlyMemory<byte> data, CancellationToken cancellationToken) =>
        await SendAsync(await SignAsync(from, to, data, UInt256.Zero, 500_000, cancellationToken), cancellationToken);

    public void Dispose() => _rpc.Dispose();

    private async Task<Transaction> SignAsync(
        PrivateKey from, Address? to, ReadOnlyMemory<byte> data, UInt256 value, ulong? gasLimit, CancellationToken cancellationToken)
    {
        var call = new JsonObject { ["from"] = from.Address.ToString(), ["data"] = Hex.Encode(data.Span), ["value"] = Hex.Quantity(value) };
        if (to is { } callee)
        {
            call["to"] = callee.ToString();
        }

        var gas = gasLimit ?? (await AskAsync("eth_estimateGas", cancellationToken, call)).ToUInt64() * 13 / 10;
        var price = (await AskAsync("eth_gasPrice", cancellationToken)).ToUInt256();
        return new Transaction
        {
            Type = TransactionType.DynamicFee,
            ChainId = (await AskAsync("eth_chainId", cancellationToken)).ToUInt256(),
            Nonce = (await AskAsync("eth_getTransactionCount", cancellationToken, from.Address.ToString(), "pending")).ToUInt64(),
            MaxPriorityFeePerGas = 1_000_000_000UL,
            MaxFeePerGas = (price * 2UL) + 1_000_000_000UL,
            GasLimit = gas,
            To = to,
            Value = value,
            Data = data,
        }.SignedBy(from);
    }

    private async Task<Mined> SendAsync(Transaction transaction, CancellationToken cancellationToken)
    {
        await AskAsync("eth_sendRawTransaction", cancellationToken, Hex.Encode(transaction.Encoded.Span));
        return await Wait.ForAsync($"the receipt of {transaction.Hash} on {name}", ReceiptLimit, () => ReceiptAsync(transaction.Hash, cancellationToken), cancellationToken);
    }

    private async Task<Mined?> ReceiptAsync(Hash256 hash, CancellationToken cancellationToken)
    {
        var receipt = await AskAsync("eth_getTransactionReceipt", cancellationToken, hash.ToString());
        return receipt.ValueKind == JsonValueKind.Null
            ? null
            : new Mined(
                hash,
                receipt.Field("blockNumber").ToUInt64(),
                receipt.Field("status").ToUInt64() == 1,
                receipt.Field("gasUsed").ToUInt64(),
                receipt.OptionalField("contractAddress")?.ToAddress());
    }
}
