using System.Text.Json.Nodes;
using Microsoft.JSInterop;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Primitives;
using PoaSidechain.Tests.Integration.Checkpointer;

namespace PoaSidechain.Tests.Integration.ConsolePages;

/// <summary>A browser whose wallet (EIP-1193) has one account that anvil speaks for: what it sends goes to the L1, and into a block at once.</summary>
internal sealed class TestBrowser(Anvil l1, ulong l1ChainId, Address account) : IJSRuntime, IJSObjectReference
{
    /// <summary>What was sent, in order.</summary>
    public List<JsonObject> Sent { get; } = [];

    public async ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) =>
        identifier == "import" ? (TValue)(object)this : (TValue)(object)await RequestAsync((string)args![0]!, (JsonArray)args[1]!);

    public ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args) => InvokeAsync<TValue>(identifier, args);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<JsonObject> RequestAsync(string method, JsonArray parameters) => method switch
    {
        "eth_requestAccounts" => new JsonObject { ["result"] = new JsonArray(account.ToString()) },
        "eth_chainId" => new JsonObject { ["result"] = Hex.Quantity(l1ChainId) },
        "eth_sendTransaction" => await SendAsync(parameters[0]!.AsObject()),
        _ => new JsonObject { ["error"] = $"{method} is not offered" },
    };

    private async Task<JsonObject> SendAsync(JsonObject transaction)
    {
        Sent.Add(transaction);
        await l1.AskAsync("anvil_impersonateAccount", account.ToString());
        var answer = await l1.TryAsync(new RpcCall("eth_sendTransaction", transaction.DeepClone()));
        await l1.MineAsync();
        return answer.Error is { } error
            ? new JsonObject { ["error"] = error.Message, ["code"] = error.Code }
            : new JsonObject { ["result"] = JsonNode.Parse(answer.Value.GetRawText()) };
    }
}
