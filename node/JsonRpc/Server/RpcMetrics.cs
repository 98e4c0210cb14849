using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace PoaSidechain.JsonRpc.Server;

/// <summary>Meter and activity source <c>PoaSidechain.JsonRpc</c>, by OpenTelemetry's conventions for RPC servers.</summary>
public sealed class RpcMetrics
{
    /// <summary>The meter's and the activity source's name.</summary>
    public const string MeterName = "PoaSidechain.JsonRpc";

    /// <summary>Spans of calls, named by the method.</summary>
    internal static readonly ActivitySource Activities = new(MeterName);

    private const string SystemName = "jsonrpc";
    private const string OtherMethod = "_OTHER";

    private readonly Histogram<double> _duration;
    private readonly UpDownCounter<long> _connections;
    private readonly UpDownCounter<long> _subscriptions;

    /// <summary>Creates the instruments.</summary>
    public RpcMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _duration = meter.CreateHistogram(
            "rpc.server.call.duration",
            "s",
            "Time to answer a call.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10] });
        _connections = meter.CreateUpDownCounter<long>("rpc.server.connections", "{connection}", "Open WebSocket and IPC connections.");
        _subscriptions = meter.CreateUpDownCounter<long>("rpc.server.subscriptions", "{subscription}", "Running subscriptions.");
    }

    internal void Called(string? method, RpcError? error, TimeSpan elapsed)
    {
        if (!_duration.Enabled)
        {
            return;
        }

        var tags = new TagList { { "rpc.system.name", SystemName }, { "rpc.method", method ?? OtherMethod } };
        if (error is not null)
        {
            var code = CodeText(error.Code);
            tags.Add("rpc.response.status_code", code);
            tags.Add("error.type", code);
        }

        _duration.Record(elapsed.TotalSeconds, tags);
    }

    internal void Connected(string transport, int change) => _connections.Add(change, new KeyValuePair<string, object?>("rpc.transport", transport));

    internal void Subscribed(int change) => _subscriptions.Add(change);

    /// <summary>The span of a call; null when nobody listens.</summary>
    internal static Activity? Start(string? method, string transport)
    {
        var activity = Activities.StartActivity(method ?? OtherMethod, ActivityKind.Server);
        activity?.SetTag("rpc.system.name", SystemName).SetTag("rpc.method", method ?? OtherMethod).SetTag("network.transport", transport);
        return activity;
    }

    /// <summary>Marks a span as failed.</summary>
    internal static void Fail(Activity? activity, RpcError error)
    {
        if (activity is null)
        {
            return;
        }

        var code = CodeText(error.Code);
        activity.SetTag("rpc.response.status_code", code).SetTag("error.type", code).SetStatus(ActivityStatusCode.Error, error.Message);
    }

    private static string CodeText(int code) => code switch
    {
        RpcErrorCode.ServerError => "-32000",
        RpcErrorCode.InvalidParams => "-32602",
        RpcErrorCode.MethodNotFound => "-32601",
        RpcErrorCode.Reverted => "3",
        _ => code.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };
}
