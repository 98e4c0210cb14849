using PoaSidechain.JsonRpc.Server;

namespace PoaSidechain.JsonRpc.Arguments;

/// <summary>What surrounds a call.</summary>
/// <param name="Connection">Where it came from.</param>
/// <param name="Cancellation">Ends when the client has gone or the time for the call is up.</param>
internal readonly record struct RpcCallInfo(RpcConnection Connection, CancellationToken Cancellation);
