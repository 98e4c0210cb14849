namespace PoaSidechain.Checkpointer.Chains;

/// <summary>An endpoint could not be reached or did not answer in time: to be tried again.</summary>
internal sealed class RpcUnavailableException(string endpoint, string reason, Exception? inner = null)
    : Exception($"{endpoint} {reason}", inner)
{
    public string Endpoint { get; } = endpoint;
}
