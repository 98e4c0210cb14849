using System.ComponentModel.DataAnnotations;

namespace PoaSidechain.Checkpointer.Options;

/// <summary>The connection to the signer's own node, which is trusted.</summary>
public sealed class NodeOptions
{
    /// <summary>Path of the node's IPC socket, or a loopback http:// address.</summary>
    [Required]
    public string Endpoint { get; set; } = "";

    /// <summary>File with the 32-byte hex secret of the node's authenticated port; needed over HTTP, where <c>checkpoint_*</c> asks for a token.</summary>
    public string? JwtSecretFile { get; set; }

    /// <summary>Time a request may take. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Time between looks at the node. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);
}
