using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Integration.JsonRpc;

/// <summary>Subscriptions over WebSocket and IPC: in order, on their own connection, and without end to the memory of a client that does not read.</summary>
[Collection(Alone.Name)]
public sealed class RpcSubscriptionTests
{
    private const int ManyBlocks = 40;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_heads_come_over_a_web_socket_in_order()
    {
        await using var rig = await RpcRig.StartAsync();
        using var socket = await rig.ConnectAsync(Cancellation);
        var id = await SubscribeAsync(socket, """["newHeads"]""");

        var sealedBlocks = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            sealedBlocks.Add((await rig.Chain.SealAsync(TestKeys.A)).Hash.ToString());
        }

        foreach (var hash in sealedBlocks)
        {
            var notification = await ReceiveAsync(socket);
            Assert.Equal("eth_subscription", notification.GetProperty("method").GetString());
            Assert.Equal(id, notification.GetProperty("params").GetProperty("subscription").GetString());
            Assert.Equal(hash, notification.GetProperty("params").GetProperty("result").GetProperty("hash").GetString());
        }
    }

    [Fact]
    public async Task Pending_transactions_come_over_ipc_beside_answers()
    {
        await using var rig = await RpcRig.StartAsync();
        await using var stream = await rig.ConnectIpcAsync(Cancellation);
        using var reader = new StreamReader(stream, leaveOpen: true);
        await stream.WriteAsync(Encoding.UTF8.GetBytes(RpcRig.Request("eth_subscribe", """["newPendingTransactions"]""", id: 7)), Cancellation);
        Assert.Equal(7, (await LineAsync(reader)).GetProperty("id").GetInt32());

        var transaction = Transfers.Dynamic(TestKeys.A, 0, TestKeys.B.Address);
        await stream.WriteAsync(
            Encoding.UTF8.GetBytes(RpcRig.Request("eth_sendRawTransaction", $"[\"{Primitives.Hex.Encode(transaction.Encoded.Span)}\"]", id: 8)), Cancellation);
        var lines = new[] { await LineAsync(reader), await LineAsync(reader) };

        var answer = Assert.Single(lines, line => line.TryGetProperty("id", out var id) && id.GetInt32() == 8);
        var notification = Assert.Single(lines, line => line.TryGetProperty("params", out _));
        Assert.Equal(transaction.Hash.ToString(), answer.GetProperty("result").GetString());
        Assert.Equal(transaction.Hash.ToString(), notification.GetProperty("params").GetProperty("result").GetString());
    }

    [Fact]
    public async Task Nothing_comes_after_the_end_of_a_subscription()
    {
        await using var rig = await RpcRig.StartAsync();
        using var socket = await rig.ConnectAsync(Cancellation);
        var id = await SubscribeAsync(socket, """["newHeads"]""");
        await SendAsync(socket, RpcRig.Request("eth_unsubscribe", $"[\"{id}\"]"));
        Assert.True((await ReceiveAsync(socket)).GetProperty("result").GetBoolean());

        await rig.Chain.SealAsync(TestKeys.A);
        await SendAsync(socket, RpcRig.Request("eth_blockNumber", "[]"));

        Assert.Equal("0x1", (await ReceiveAsync(socket)).GetProperty("result").GetString()); // and no notification before it
    }

    [Fact]
    public async Task Subscription_is_refused_over_http()
    {
        await using var rig = await RpcRig.StartAsync();

        var answer = await rig.CallAsync("eth_subscribe", """["newHeads"]""", Cancellation);

        Assert.Equal(-32601, answer.GetProperty("error").GetProperty("code").GetInt32());
    }

    [Fact]
    public async Task Subscriptions_of_a_connection_are_limited()
    {
        await using var rig = await RpcRig.StartAsync(new RpcLimits { MaxSubscriptionsPerConnection = 2 });
        using var socket = await rig.ConnectAsync(Cancellation);
        await SubscribeAsync(socket, """["newHeads"]""");
        await SubscribeAsync(socket, """["newHeads"]""");

        await SendAsync(socket, RpcRig.Request("eth_subscribe", """["newHeads"]"""));

        Assert.Equal("too many subscriptions on this connection", (await ReceiveAsync(socket)).GetProperty("error").GetProperty("message").GetString());
    }

    /// <summary>Sixty subscriptions turn each block into sixty notifications; the client reads none, the system's buffers fill, then the queue of 8.</summary>
    [Fact]
    public async Task Client_that_does_not_read_is_cut_off_and_others_go_on()
    {
        await using var rig = await RpcRig.StartAsync(new RpcLimits { MaxQueuedMessages = 8 });
        await using var slow = await rig.ConnectIpcAsync(Cancellation);
        using var reader = new StreamReader(slow, leaveOpen: true);
        for (var i = 0; i < 60; i++)
        {
            await slow.WriteAsync(Encoding.UTF8.GetBytes(RpcRig.Request("eth_subscribe", """["newHeads"]""")), Cancellation);
            Assert.True((await LineAsync(reader)).TryGetProperty("result", out _));
        }

        using var quick = await rig.ConnectAsync(Cancellation);
        await SubscribeAsync(quick, """["newHeads"]""");
        for (var i = 1; i <= ManyBlocks; i++)
        {
            await rig.Chain.SealAsync(TestKeys.A);
            Assert.Equal($"0x{i:x}", (await ReceiveAsync(quick)).GetProperty("params").GetProperty("result").GetProperty("number").GetString());
        }

        var lines = 0;
        while (await ReadOrEndAsync(reader) is not null)
        {
            lines++;
        }

        Assert.InRange(lines, 0, (60 * ManyBlocks) - 1); // the end came before all of them were sent
    }

    private static async Task<string?> ReadOrEndAsync(StreamReader reader)
    {
        try
        {
            return await reader.ReadLineAsync(Cancellation);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static async Task<string> SubscribeAsync(ClientWebSocket socket, string parameters)
    {
        await SendAsync(socket, RpcRig.Request("eth_subscribe", parameters));
        return (await ReceiveAsync(socket)).GetProperty("result").GetString()!;
    }

    private static Task SendAsync(ClientWebSocket socket, string text) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Cancellation);

    private static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket)
    {
        using var message = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, Cancellation);
            await message.WriteAsync(buffer.AsMemory(0, part.Count), Cancellation);
            if (part.EndOfMessage)
            {
                return JsonDocument.Parse(message.ToArray()).RootElement;
            }
        }
    }

    private static async Task<JsonElement> LineAsync(StreamReader reader) => JsonDocument.Parse((await reader.ReadLineAsync(Cancellation))!).RootElement;
}
