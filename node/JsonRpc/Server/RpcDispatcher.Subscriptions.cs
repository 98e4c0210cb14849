using System.Text;
using System.Text.Json;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.JsonRpc.Json;

namespace PoaSidechain.JsonRpc.Server;

/// <content>Names that are no methods: <c>x_subscribe</c>, <c>x_unsubscribe</c>, and what does not exist.</content>
internal sealed partial class RpcDispatcher
{
    private const int MaxMethodNameLength = 2048;

    private static string? SubscriptionMethodName(ReadOnlySpan<byte> method) =>
        method.EndsWith("_subscribe"u8) ? "subscribe"
        : method.EndsWith("_unsubscribe"u8) ? "unsubscribe"
        : null;

    private RpcError? RunSubscriptionMethod(RpcMessage message, Exchange exchange)
    {
        var method = message.Method.Span;
        var info = new RpcCallInfo(exchange.Connection, exchange.Clock.Client);
        if (method.EndsWith("_subscribe"u8))
        {
            return Subscribe(message, exchange, info);
        }

        if (method.EndsWith("_unsubscribe"u8))
        {
            return Unsubscribe(message, exchange, info);
        }

        return method.Length > MaxMethodNameLength
            ? new RpcError(RpcErrorCode.InvalidRequest, $"method name too long: {method.Length} > {MaxMethodNameLength}")
            : RpcError.MethodNotFound(Encoding.UTF8.GetString(method));
    }

    private RpcError? Subscribe(RpcMessage message, Exchange exchange, in RpcCallInfo info)
    {
        var connection = exchange.Connection;
        if (!connection.SupportsNotifications)
        {
            return RpcError.NotificationsUnsupported;
        }

        if (!TryReadName(message.Parameters, out var name, out var fault))
        {
            return RpcError.InvalidParams(fault);
        }

        var method = Encoding.UTF8.GetString(message.Method.Span);
        var space = method[..method.IndexOf('_', StringComparison.Ordinal)];
        if (connection.Methods.FindSubscription(space, name) is not { } kind)
        {
            return new RpcError(RpcErrorCode.MethodNotFound, $"no \"{name}\" subscription in {space} namespace");
        }

        var arguments = new ArgumentList(message.Parameters, info);
        arguments.Next(Arg.Text);
        if (!kind.Prepare(ref arguments).TryGet(out var start, out var error))
        {
            return error;
        }

        if (connection.SubscriptionCount >= limits.MaxSubscriptionsPerConnection)
        {
            return RpcError.Refused("too many subscriptions on this connection");
        }

        var subscription = connection.Subscribe(space, Counted(start));
        exchange.Answer.StartLater(subscription);
        exchange.Answer.Json.Write(Encoding.UTF8.GetBytes($"\"{subscription.Id}\""));
        return null;
    }

    private static RpcError? Unsubscribe(RpcMessage message, Exchange exchange, in RpcCallInfo info)
    {
        var arguments = new ArgumentList(message.Parameters, info);
        var id = arguments.Next(Arg.Text);
        if (arguments.End() is { } error)
        {
            return error;
        }

        if (!exchange.Connection.SupportsNotifications)
        {
            return RpcError.NotificationsUnsupported;
        }

        if (!exchange.Connection.Unsubscribe(id))
        {
            return RpcError.SubscriptionNotFound;
        }

        exchange.Answer.Json.Write("true"u8);
        return null;
    }

    /// <summary>The same start, with the number of running subscriptions kept.</summary>
    private Func<RpcSubscription, IDisposable> Counted(Func<RpcSubscription, IDisposable> start) => subscription =>
    {
        metrics.Subscribed(1);
        var flow = start(subscription);
        return new Ending(() =>
        {
            flow.Dispose();
            metrics.Subscribed(-1);
        });
    };

    private static bool TryReadName(ReadOnlyMemory<byte> parameters, out string name, out string fault)
    {
        name = "";
        fault = "non-array args";
        var reader = new Utf8JsonReader(parameters.IsEmpty ? "null"u8 : parameters.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        fault = "expected subscription name as first argument";
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
        {
            return false;
        }

        name = reader.Text();
        return true;
    }
}
