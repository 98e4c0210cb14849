using System.ComponentModel.DataAnnotations;

namespace PoaSidechain.Checkpointer.Options;

/// <summary>Metrics and health.</summary>
public sealed class TelemetryOptions
{
    /// <summary>Loopback address of <c>/metrics</c> and <c>/health</c>; empty for none. Default http://127.0.0.1:9650.</summary>
    public string Listen { get; set; } = "http://127.0.0.1:9650";

    /// <summary>OTLP receiver (gRPC) for metrics, traces and logs; empty for none.</summary>
    public string OtlpEndpoint { get; set; } = "";

    /// <summary>Value of <c>service.instance.id</c>. Default: the machine's name.</summary>
    [Required]
    public string InstanceId { get; set; } = Environment.MachineName;
}
