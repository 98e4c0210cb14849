using System.Text.Json;
using PoaSidechain.JsonRpc.Arguments;

namespace PoaSidechain.JsonRpc.Server;

/// <summary>Runs a method with raw parameters and writes its result; answers why it failed, or null.</summary>
internal delegate ValueTask<RpcError?> RpcInvoker(ReadOnlyMemory<byte> parameters, RpcCallInfo info, Utf8JsonWriter result);
