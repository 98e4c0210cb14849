using System.Text.Json;
using Microsoft.Extensions.Logging;
using PoaSidechain.JsonRpc.Arguments;

namespace PoaSidechain.JsonRpc.Server;

/// <summary>Answers messages of any transport: takes them apart, finds and runs the methods, writes the answers (JSON-RPC 2.0).</summary>
/// <remarks>Thread: any.</remarks>
internal sealed partial class RpcDispatcher(RpcLimits limits, RpcMetrics metrics, TimeProvider time, ILogger<RpcDispatcher> logger) : IDisposable
{
    private static readonly JsonWriterOptions WriterOptions = new()
    {
        SkipValidation = true,
        MaxDepth = 4096, // calls in a trace are nested up to 1025 deep, each an object in an array
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // answers are never put into web pages as they are
    };

    private readonly SemaphoreSlim _heavyCalls = new(limits.MaxHeavyCalls);

    /// <summary>Answers a message.</summary>
    /// <param name="message">What the client sent; must stay unchanged until the answer is there.</param>
    /// <param name="connection">Where it came from.</param>
    /// <param name="answer">Where the answer goes; stays empty when none is due.</param>
    /// <param name="cancellation">Ends when the client has gone.</param>
    /// <returns>False when the message was no JSON: what follows it on a stream cannot be trusted to be any.</returns>
    public async ValueTask<bool> AnswerAsync(ReadOnlyMemory<byte> message, RpcConnection connection, RpcAnswer answer, CancellationToken cancellation)
    {
        var request = RpcRequest.Parse(message);
        if (request.SyntaxError is { } fault)
        {
            WriteError(answer.Json, default, RpcError.ParseError(connection.DescribeSyntaxError(fault)));
            return false;
        }

        using var exchange = new Exchange(connection, answer, new Utf8JsonWriter(answer.Json, WriterOptions), new CallClock(limits.CallTimeout, time, cancellation));
        answer.Json.Limit = connection.MaxResponseBytes;
        if (request.Batch is { } batch)
        {
            await AnswerBatchAsync(batch, exchange);
        }
        else
        {
            await AnswerOneAsync(request.Single, exchange);
        }

        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _heavyCalls.Dispose();

    private async ValueTask AnswerBatchAsync(List<RpcMessage> batch, Exchange exchange)
    {
        var answer = exchange.Answer.Json;
        if (batch.Count == 0)
        {
            WriteError(answer, default, RpcError.EmptyBatch);
            return;
        }

        answer.Write("["u8);
        if (batch.Count > limits.MaxBatchItems)
        {
            WriteError(answer, batch.Find(message => message.IsCall).Id, RpcError.BatchTooLarge);
            answer.Write("]"u8);
            return;
        }

        RpcError? stopped = null;
        foreach (var message in batch)
        {
            var before = answer.Length;
            WriteSeparator(answer);
            var start = answer.Length;
            stopped ??= exchange.Clock.IsTimeUp ? RpcError.TimedOut : null;
            if (stopped is null)
            {
                stopped = await AnswerOneAsync(message, exchange);
            }
            else if (!message.IsNotification && !message.IsResponse)
            {
                WriteError(answer, message.Id, stopped);
            }

            if (answer.Length == start)
            {
                answer.Truncate(before);
            }
        }

        FinishBatch(answer);
    }

    /// <summary>Answers one request; nothing is written for a notification.</summary>
    /// <returns>The error after which the rest of a batch is not tried either, or null.</returns>
    private async ValueTask<RpcError?> AnswerOneAsync(RpcMessage message, Exchange exchange)
    {
        var answer = exchange.Answer.Json;
        if (!message.IsCall && !message.IsNotification)
        {
            if (!message.IsResponse)
            {
                WriteError(answer, message.HasValidId ? message.Id : default, RpcError.InvalidRequest);
            }

            return null;
        }

        var start = answer.Length;
        RpcError? error;
        try
        {
            answer.Write("{\"jsonrpc\":\"2.0\",\"id\":"u8);
            answer.Write(message.Id.Span);
            answer.Write(",\"result\":"u8);
            error = await RunAsync(message, exchange);
            answer.Write("}"u8);
        }
        catch (BufferLimitException)
        {
            error = RpcError.ResponseTooLarge;
        }

        if (error is not null || message.IsNotification)
        {
            answer.Truncate(start);
        }

        if (error is not null && !message.IsNotification)
        {
            WriteError(answer, message.Id, error);
        }

        return error == RpcError.ResponseTooLarge ? error : null;
    }

    private async ValueTask<RpcError?> RunAsync(RpcMessage message, Exchange exchange)
    {
        var method = exchange.Connection.Methods.Find(message.Method.Span);
        var name = method?.Name ?? SubscriptionMethodName(message.Method.Span);
        var began = time.GetTimestamp();
        using var activity = RpcMetrics.Start(name, exchange.Connection.Transport);
        var error = method is null ? RunSubscriptionMethod(message, exchange) : await InvokeAsync(method, message, exchange);
        metrics.Called(name, error, time.GetElapsedTime(began));
        if (error is not null)
        {
            RpcMetrics.Fail(activity, error);
        }

        return error;
    }

    private async ValueTask<RpcError?> InvokeAsync(RpcMethod method, RpcMessage message, Exchange exchange)
    {
        exchange.Writer.Reset();
        try
        {
            var error = method.IsHeavy
                ? await InvokeHeavyAsync(method, message, exchange)
                : await method.Invoke(message.Parameters, new RpcCallInfo(exchange.Connection, exchange.Clock.Client), exchange.Writer);
            if (error is null)
            {
                await exchange.Writer.FlushAsync(exchange.Clock.Client);
            }

            return error;
        }
        catch (OperationCanceledException) when (exchange.Clock.IsTimeUp)
        {
            return RpcError.TimedOut;
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or BufferLimitException))
        {
            // Our bug, or the disk: this call fails, the server goes on, the log has the rest.
            Log.HandlerCrashed(logger, fault, method.Name);
            return RpcError.HandlerCrashed;
        }
    }

    private async ValueTask<RpcError?> InvokeHeavyAsync(RpcMethod method, RpcMessage message, Exchange exchange)
    {
        var token = exchange.Clock.Start();
        await _heavyCalls.WaitAsync(token);
        try
        {
            if (exchange.Connection.SupportsNotifications)
            {
                // Off the connection's reading loop, which goes on with the next message.
                await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            }

            return await method.Invoke(message.Parameters, new RpcCallInfo(exchange.Connection, token), exchange.Writer);
        }
        finally
        {
            _heavyCalls.Release();
        }
    }

    private static void FinishBatch(PooledBuffer answer)
    {
        if (answer.Length == 1)
        {
            answer.Truncate(0); // notifications alone
            return;
        }

        answer.Limit = int.MaxValue;
        answer.Write("]"u8);
    }

    private static void WriteSeparator(PooledBuffer answer)
    {
        if (answer.Length > 1)
        {
            var limit = answer.Limit;
            answer.Limit = int.MaxValue;
            answer.Write(","u8);
            answer.Limit = limit;
        }
    }

    private static void WriteError(PooledBuffer answer, ReadOnlyMemory<byte> id, RpcError error)
    {
        var limit = answer.Limit;
        answer.Limit = int.MaxValue; // an error must always find room
        answer.Write("{\"jsonrpc\":\"2.0\",\"id\":"u8);
        answer.Write(id.IsEmpty ? "null"u8 : id.Span);
        answer.Write(",\"error\":"u8);
        using (var writer = new Utf8JsonWriter(answer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteNumber("code"u8, error.Code);
            writer.WriteString("message"u8, error.Message);
            if (error.ErrorData is { } data)
            {
                writer.WriteString("data"u8, data);
            }

            writer.WriteEndObject();
        }

        answer.Write("}"u8);
        answer.Limit = limit;
    }

    /// <summary>What one message's calls share.</summary>
    private sealed record Exchange(RpcConnection Connection, RpcAnswer Answer, Utf8JsonWriter Writer, CallClock Clock) : IDisposable
    {
        public void Dispose()
        {
            Writer.Reset(); // what it still holds belongs to no answer
            Clock.Dispose();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(7001, LogLevel.Error, "The method {Method} failed by a fault of this program or machine")]
        public static partial void HandlerCrashed(ILogger logger, Exception fault, string method);
    }
}
