using System.Globalization;
using System.Reflection;
using System.Text;
using PoaSidechain.Chain.Pool;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Checkpointer.Signing;
using PoaSidechain.Clique.Signing;
using PoaSidechain.Evm;
using PoaSidechain.JsonRpc.Server;
using PoaSidechain.Network.Discovery;
using PoaSidechain.Network.Peers;
using PoaSidechain.Storage;

namespace PoaSidechain.Tests.Integration.Reference;

/// <summary>Writes every verdict with its rule, and the codes of JSON-RPC.</summary>
internal static class ErrorPage
{
    private static readonly (string Title, Type Type, Func<object, string>? Text)[] Verdicts =
    [
        ("Blocks", typeof(BlockError), error => ((BlockError)error).Text()),
        ("Transactions, by the rules of execution", typeof(TransactionError), null),
        ("Transactions, by the pool", typeof(PoolError), null),
        ("Execution", typeof(EvmError), null),
        ("Peers", typeof(PeerFault), null),
        ("Discovery", typeof(DiscoveryFault), null),
        ("Sealing", typeof(SealRefusal), null),
        ("Attesting (checkpointer)", typeof(SigningRefusal), null),
        ("Database", typeof(StorageError), null),
    ];

    public static string Write()
    {
        var text = new StringBuilder(Page.Head("Errors", "Why something was refused, with the rule it breaks."));
        text.Append("\nThe names stand in logs, in metrics (`reason`, `fault`) and in answers.\n");
        foreach (var (title, type, shortText) in Verdicts)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n{EnumDocs.Of(type)}\n\n");
            text.Append(shortText is null ? "| name | rule |\n|---|---|\n" : "| name | in logs and metrics | rule |\n|---|---|---|\n");
            foreach (var member in Enum.GetNames(type).Where(name => name != "None"))
            {
                var inLogs = shortText is null ? "" : $"| `{shortText(Enum.Parse(type, member))}` ";
                text.Append(CultureInfo.InvariantCulture, $"| `{member}` {inLogs}| {EnumDocs.Of(type, member)} |\n");
            }
        }

        text.Append("\n## JSON-RPC\n\n| code | name | meaning |\n|---:|---|---|\n");
        foreach (var code in typeof(RpcErrorCode).GetFields(BindingFlags.Public | BindingFlags.Static).OrderBy(field => (int)field.GetRawConstantValue()!))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {code.GetRawConstantValue()} | {code.Name} | {EnumDocs.Of(typeof(RpcErrorCode), code.Name)} |\n");
        }

        return text.ToString();
    }
}
