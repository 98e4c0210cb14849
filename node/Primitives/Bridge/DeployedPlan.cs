namespace PoaSidechain.Primitives.Bridge;

/// <summary>How a bridge was deployed: enough to compute every contract again and compare.</summary>
/// <param name="Terms">What was decided.</param>
/// <param name="Deployer">Who created the contracts.</param>
/// <param name="FirstNonce">Its nonce before the first.</param>
public sealed record DeployedPlan(BridgeTerms Terms, Address Deployer, ulong FirstNonce);
