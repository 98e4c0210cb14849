using System.Globalization;
using System.Text;
using System.Text.Json;
using PoaSidechain.JsonRpc.Arguments;
using PoaSidechain.Primitives;
using PoaSidechain.Tests.Integration.JsonRpc;

namespace PoaSidechain.Tests.Integration.Reference;

/// <summary>Writes the methods of the node's JSON-RPC, as the modules register them.</summary>
internal static class RpcPage
{
    private static readonly Dictionary<Type, string> Words = new()
    {
        [typeof(Address)] = "address", [typeof(Hash256)] = "hash", [typeof(ulong)] = "quantity", [typeof(ulong?)] = "quantity or null", [typeof(UInt256)] = "quantity", [typeof(int)] = "number",
        [typeof(byte[])] = "data", [typeof(ReadOnlyMemory<byte>)] = "data", [typeof(bool)] = "boolean", [typeof(string)] = "string",
        [typeof(BlockParameter)] = "block", [typeof(Action<Utf8JsonWriter>)] = "object",
    };

    public static async Task<(string Text, IReadOnlyList<string> Methods)> WriteAsync()
    {
        await using var rig = await RpcRig.StartAsync();
        var registry = rig.Registry();
        var text = new StringBuilder(Page.Head("JSON-RPC", "The methods of the node."));
        text.Append("""

            *block* is a number, a tag (`latest`, `pending`, `safe`: attested by a quorum of signers, `finalized`: in a checkpoint that is final on L1, `earliest`) or, where geth
            takes it, a hash or `{"blockHash": …}`. *quantity* is hex without leading zeros, *data* hex of whole bytes. A parameter in brackets may be left out.
            *Privileged* methods are served on the Unix socket and by `--authrpc` only, whatever `--http.api` names. *Heavy* ones run only so many at once, each for so long:
            [RpcLimits.cs](../../../node/JsonRpc/Server/RpcLimits.cs). HTTP and WebSocket serve `eth`, `net`, `web3` unless told otherwise; errors: [errors.md](errors.md).

            """);
        foreach (var space in registry.Methods.Values.GroupBy(method => method.Namespace).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {space.Key}\n\n| method | parameters | answer | | meaning |\n|---|---|---|---|---|\n");
            foreach (var method in space.OrderBy(method => method.Name, StringComparer.Ordinal))
            {
                var parameters = string.Join(", ", method.Parameters.Select(parameter => parameter.IsOptional ? $"[{Word(parameter.Type)}]" : Word(parameter.Type)));
                string[] marks = [.. method.IsPrivileged ? ["privileged"] : Array.Empty<string>(), .. method.IsHeavy ? ["heavy"] : Array.Empty<string>()];
                text.Append(CultureInfo.InvariantCulture,
                    $"| `{method.Name}` | {parameters} | {Word(method.Result)} | {string.Join(", ", marks)} | {Page.Cell(RpcSummaries.Of(method.Name))} |\n");
            }
        }

        text.Append("\n## Subscriptions\n\nBy `eth_subscribe` over WebSocket and the Unix socket; `eth_unsubscribe` ends them.\n\n| name | meaning |\n|---|---|\n");
        foreach (var name in registry.Subscriptions.Keys.Order(StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{name.Split('/')[1]}` | {Page.Cell(RpcSummaries.Of(name))} |\n");
        }

        return (text.ToString(), [.. registry.Methods.Keys, .. registry.Subscriptions.Keys]);
    }

    private static string Word(Type type)
    {
        if (Words.TryGetValue(type, out var word))
        {
            return word;
        }

        if (type.IsArray)
        {
            return "list of " + Word(type.GetElementType()!);
        }

        if (type.IsGenericType && type.Name.StartsWith("IReadOnlyList", StringComparison.Ordinal))
        {
            return "list of " + Word(type.GetGenericArguments()[0]);
        }

        return "object";
    }
}
