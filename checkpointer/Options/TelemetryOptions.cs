using System.ComponentModel.DataAnnotations;

namespace PoaSidechain.Checkpointer.Options;

/// <summary>Metrics and health.</summary>
public sealed class TelemetryOptions
{
    /// <summary>Loopback address of <c>/metrics</c> and <c>/health</c>; empty for none. Default http://127.0.0.1:9650.</summary>
    public string Listen { get; set; } = "http://127.0.0.1:9650";

    /// <summary>OTLP receiver for metrics, traces and logs, such as http://127.0.0.1:4317; empty for none.</summary>
    public string OtlpEndpoint { get; set; } = "";

    /// <summary>True for OTLP by HTTP with protobuf (port 4318 by custom), false for gRPC. Default false.</summary>
    public bool OtlpOverHttp { get; set; }

    /// <summary>True for log lines as JSON. Default false.</summary>
    public bool JsonLogs { get; set; }

    /// <summary>Value of <c>service.instance.id</c>. Default: the machine's name.</summary>
    [Required]
    public string InstanceId { get; set; } = Environment.MachineName;
}
