namespace PoaSidechain.JsonRpc.Server;

/// <summary>Calls by HTTP POST: each request is answered, and nothing else is ever sent.</summary>
internal sealed class HttpConnection : RpcConnection
{
    /// <inheritdoc/>
    public override bool SupportsNotifications => false;

    /// <inheritdoc/>
    public override string DescribeSyntaxError(string fault) => "parse error"; // geth's text on HTTP

    /// <inheritdoc/>
    public override void Send(PooledBuffer message) => throw new InvalidOperationException("HTTP carries no notifications.");

    /// <inheritdoc/>
    public override void Abort() => throw new InvalidOperationException("HTTP carries no notifications.");
}
