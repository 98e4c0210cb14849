namespace PoaSidechain.Console.Options;

/// <summary>What the console looks at and where it is served.</summary>
internal sealed record ConsoleOptions
{
    /// <summary>HTTP JSON-RPC of the sidechain's node.</summary>
    public required Uri Node { get; init; }

    /// <summary>WebSocket JSON-RPC of the same node: new blocks come by subscription. Without it they are asked for every second.</summary>
    public Uri? NodeSocket { get; init; }

    /// <summary>HTTP JSON-RPC of the L1; null when no bridge is shown.</summary>
    public Uri? L1 { get; init; }

    /// <summary>The bridge's deployment file; together with <see cref="L1"/>.</summary>
    public string? DeploymentFile { get; init; }

    /// <summary>Where the pages are served. Loopback unless said otherwise.</summary>
    public required Uri Listen { get; init; }

    /// <summary>True to offer a form by which the node's signer proposes and discards. The node must offer the namespace <c>clique</c> too.</summary>
    public bool AllowsVoting { get; init; }
}
