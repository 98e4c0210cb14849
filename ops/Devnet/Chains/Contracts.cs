using PoaSidechain.Primitives.Abi;

namespace PoaSidechain.Devnet.Chains;

/// <summary>The contracts as they were compiled (bridge-contracts/artifacts).</summary>
internal sealed class Contracts(Places places)
{
    private readonly Dictionary<string, ContractArtifact> _loaded = new(StringComparer.Ordinal);

    public ContractArtifact this[string name] =>
        _loaded.TryGetValue(name, out var artifact) ? artifact : _loaded[name] = ContractArtifact.Parse(File.ReadAllText(places.Artifact(name)));

    public AbiFunction Function(string contract, string name) => this[contract].Abi.Function(name);
}
