using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Primitives.Abi;

namespace PoaSidechain.Checkpointer.Contracts;

/// <summary>Interfaces of the bridge's contracts, out of the artifacts that were deployed.</summary>
/// <remarks>Thread: any.</remarks>
internal static class BridgeAbi
{
    public static ContractAbi Anchor { get; } = Of("Anchor");

    public static ContractAbi Vault { get; } = Of("Vault");

    public static ContractAbi SignerRegistry { get; } = Of("SignerRegistry");

    public static ContractAbi Attestations { get; } = Of("Attestations");

    public static ContractAbi Inbox { get; } = Of("Inbox");

    public static ContractAbi Outbox { get; } = Of("Outbox");

    public static ContractAbi NativeVault { get; } = Of("NativeVault");

    public static ContractAbi AssetBridge { get; } = Of("AssetBridge");

    public static ContractAbi PauseBoard { get; } = Of("PauseBoard");

    private static ContractAbi[] All { get; } = [Anchor, Vault, PauseBoard, SignerRegistry, Attestations, Inbox, Outbox, NativeVault, AssetBridge];

    /// <summary>Why a call failed, by the name of the contract's error where it has one.</summary>
    public static string Describe(RpcError failure)
    {
        if (failure.Data is not { } data)
        {
            return failure.ToString();
        }

        foreach (var abi in All)
        {
            if (abi.TryDecodeError(data.Span, out var error, out var arguments))
            {
                return error.Name + arguments;
            }
        }

        return failure.ToString();
    }

    /// <summary>The interface of any of the bridge's contracts.</summary>
    public static ContractAbi Of(string name)
    {
        using var stream = typeof(BridgeAbi).Assembly.GetManifestResourceStream(name + ".json")
            ?? throw new InvalidOperationException($"The program was built without the artifact of {name}.");
        using var reader = new StreamReader(stream);
        return ContractAbi.Parse(reader.ReadToEnd());
    }
}
