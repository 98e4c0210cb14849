namespace PoaSidechain.Checkpointer.Chains;

/// <summary>Carries one JSON text there and one back: HTTP or a Unix socket.</summary>
internal interface IRpcTransport : IDisposable
{
    /// <summary>Name for logs, without credentials.</summary>
    string Name { get; }

    /// <summary>Sends a request and returns the whole answer. IO failures are exceptions of the transport's own kind.</summary>
    Task<byte[]> ExchangeAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken);
}
