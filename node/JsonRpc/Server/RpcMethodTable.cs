using System.Collections.Frozen;
using System.Text;

namespace PoaSidechain.JsonRpc.Server;

/// <summary>The methods of one transport: those of its namespaces.</summary>
/// <remarks>Immutable. Thread: any.</remarks>
internal sealed class RpcMethodTable
{
    private const int MaxKnownLength = 128;
    private const string MetaNamespace = "rpc";

    private readonly FrozenDictionary<string, RpcMethod> _methods;
    private readonly FrozenDictionary<string, RpcMethod>.AlternateLookup<ReadOnlySpan<char>> _byText;
    private readonly FrozenDictionary<string, RpcSubscriptionKind> _subscriptions;

    /// <summary>Picks methods.</summary>
    /// <param name="registry">All methods.</param>
    /// <param name="namespaces">Which namespaces; null for all.</param>
    /// <param name="isPrivileged">True to take privileged methods too.</param>
    public RpcMethodTable(RpcMethodRegistry registry, IReadOnlyCollection<string>? namespaces, bool isPrivileged)
    {
        bool IsOpen(string space) => namespaces is null || space == MetaNamespace || namespaces.Contains(space, StringComparer.Ordinal);

        RpcMethod[] methods = [.. registry.Methods.Values.Where(method => IsOpen(method.Namespace) && (isPrivileged || !method.IsPrivileged))];
        Namespaces = [.. methods.Select(method => method.Namespace).Append(MetaNamespace).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _methods = methods.Append(Modules(Namespaces)).ToFrozenDictionary(method => method.Name, StringComparer.Ordinal);
        _byText = _methods.GetAlternateLookup<ReadOnlySpan<char>>();
        _subscriptions = registry.Subscriptions
            .Where(entry => IsOpen(entry.Key[..entry.Key.IndexOf('/', StringComparison.Ordinal)]))
            .ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>The namespaces that have methods here, in alphabetical order.</summary>
    public IReadOnlyList<string> Namespaces { get; }

    /// <summary>A method by its name in UTF-8, or null.</summary>
    public RpcMethod? Find(ReadOnlySpan<byte> name)
    {
        if (name.Length > MaxKnownLength)
        {
            return null;
        }

        Span<char> text = stackalloc char[MaxKnownLength];
        return Encoding.UTF8.TryGetChars(name, text, out var length) && _byText.TryGetValue(text[..length], out var method) ? method : null;
    }

    /// <summary>geth's <c>rpc_modules</c>: which namespaces are offered here, each with a version that never changes.</summary>
    private static RpcMethod Modules(IReadOnlyList<string> namespaces)
    {
        var registry = new RpcMethodRegistry();
        ResultWriter<IReadOnlyList<string>> write = (writer, names) =>
        {
            writer.WriteStartObject();
            foreach (var name in names)
            {
                writer.WriteString(name, "1.0");
            }

            writer.WriteEndObject();
        };
        return registry.Add("rpc_modules", write, () => new RpcResult<IReadOnlyList<string>>(namespaces));
    }

    /// <summary>A subscription, or null.</summary>
    public RpcSubscriptionKind? FindSubscription(string space, string name) => _subscriptions.GetValueOrDefault($"{space}/{name}");
}
