using Microsoft.Extensions.Logging;

namespace PoaSidechain.JsonRpc.Server;

/// <summary>What all transports share.</summary>
/// <param name="Limits">What a client may ask.</param>
/// <param name="Metrics">Where calls and connections are counted.</param>
/// <param name="Time">The clock.</param>
/// <param name="Loggers">Makes loggers.</param>
internal sealed record RpcServerContext(RpcLimits Limits, RpcMetrics Metrics, TimeProvider Time, ILoggerFactory Loggers);
