using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Options;

namespace PoaSidechain.Checkpointer;

/// <summary>The connections to both chains. Nothing is opened before the first request.</summary>
internal sealed record CheckpointerConnections(NodeClient Node, EndpointPool L1) : IDisposable
{
    public static CheckpointerConnections Create(CheckpointerOptions options, TimeProvider time)
    {
        var token = string.IsNullOrEmpty(options.Node.JwtSecretFile) ? null : JwtToken.FromFile(options.Node.JwtSecretFile, time);
        var node = new NodeClient(new ChainClient(RpcClient.Create(options.Node.Endpoint, options.Node.RequestTimeout, token)));
        var l1 = options.L1.Endpoints.Select(e => new ChainClient(RpcClient.Create(e, options.L1.RequestTimeout))).ToArray();
        return new CheckpointerConnections(node, new EndpointPool(l1));
    }

    public void Dispose()
    {
        Node.Chain.Dispose();
        L1.Dispose();
    }
}
