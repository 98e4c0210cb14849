using System.Net;

namespace PoaSidechain.Node.Options;

/// <summary>Where telemetry goes.</summary>
/// <param name="Metrics">Where /metrics and /health are served; null for nowhere.</param>
/// <param name="OtlpEndpoint">The collector; null for none.</param>
/// <param name="OtlpOverHttp">True for HTTP with protobuf, false for gRPC.</param>
/// <param name="Verbosity">0 silent to 5 everything.</param>
/// <param name="JsonLogs">True for one JSON object a line.</param>
internal sealed record TelemetryOptions(IPEndPoint? Metrics, Uri? OtlpEndpoint, bool OtlpOverHttp, int Verbosity, bool JsonLogs);
