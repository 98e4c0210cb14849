using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Primitives;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>An anvil process on a free loopback port, ended with the object. It makes blocks only when told to.</summary>
internal sealed class Anvil : IAsyncDisposable
{
    private readonly Process _process;
    private readonly RpcClient _rpc;

    private Anvil(Process process, Uri address)
    {
        _process = process;
        Address = address;
        _rpc = RpcClient.Create(address.ToString(), TimeSpan.FromSeconds(30));
    }

    public Uri Address { get; }

    /// <summary>The binary in bridge-contracts/node_modules (made by bridge-contracts/setup) or in POA_ANVIL; null when it is not there.</summary>
    public static string? Binary { get; } = FindBinary();

    public static async Task<Anvil> StartAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Binary!, ["--host", "127.0.0.1", "--port", "0", "--no-mining", .. arguments])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("Listening on ", StringComparison.Ordinal))
            {
                _ = process.StandardOutput.ReadToEndAsync(); // so that the pipe never fills
                return new Anvil(process, new Uri("http://" + line["Listening on ".Length..].Trim()));
            }
        }

        throw new InvalidOperationException($"anvil ended with {process.ExitCode}.");
    }

    /// <summary>The result of a request; an error is an exception.</summary>
    public async Task<JsonElement> AskAsync(string method, params JsonNode?[] parameters) =>
        (await _rpc.CallAsync(new RpcCall(method, parameters), CancellationToken.None)).Value;

    /// <summary>The answer to a request as it came.</summary>
    public Task<RpcResult> TryAsync(RpcCall call) => _rpc.CallAsync(call, CancellationToken.None);

    public Task MineAsync(int blocks = 1) => AskAsync("anvil_mine", Hex.Quantity((ulong)blocks));

    public Task FundAsync(Address account, ulong ether) =>
        AskAsync("anvil_setBalance", account.ToString(), Hex.Quantity((UInt256)ether * 1_000_000_000_000_000_000UL));

    /// <summary>Sends from an account that anvil speaks for, makes a block, and requires success; the receipt.</summary>
    public async Task<JsonElement> SendAsync(Address from, Address? to, ReadOnlyMemory<byte> data, UInt256 value = default)
    {
        var transaction = new JsonObject
        {
            ["from"] = from.ToString(),
            ["data"] = Hex.Encode(data.Span),
            ["value"] = Hex.Quantity(value),
            ["gas"] = "0x989680",
        };
        if (to is { } callee)
        {
            transaction["to"] = callee.ToString();
        }

        var hash = (await AskAsync("eth_sendTransaction", transaction)).GetString();
        await MineAsync();
        var receipt = await AskAsync("eth_getTransactionReceipt", hash);
        if (receipt.GetProperty("status").GetString() != "0x1")
        {
            throw new InvalidOperationException($"A transaction of the test failed: {receipt}");
        }

        return receipt;
    }

    public async ValueTask DisposeAsync()
    {
        _rpc.Dispose();
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static string? FindBinary() =>
        Environment.GetEnvironmentVariable("POA_ANVIL") is { Length: > 0 } configured ? configured : Checkout.FoundryProgram("anvil");
}
