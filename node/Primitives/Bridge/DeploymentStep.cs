namespace PoaSidechain.Primitives.Bridge;

/// <summary>One contract to be created.</summary>
/// <param name="Contract">Its name, as its artifact has it.</param>
/// <param name="Nonce">Nonce of the deployer's transaction.</param>
/// <param name="Address">Where it will stand.</param>
/// <param name="InitCode">Data of that transaction.</param>
public sealed record DeploymentStep(string Contract, ulong Nonce, Address Address, ReadOnlyMemory<byte> InitCode);
