using System.Text.Json.Nodes;

namespace PoaSidechain.Checkpointer.Chains;

/// <summary>One JSON-RPC request.</summary>
/// <param name="Method">The method.</param>
/// <param name="Parameters">Its positional parameters.</param>
internal sealed record RpcCall(string Method, params JsonNode?[] Parameters);
