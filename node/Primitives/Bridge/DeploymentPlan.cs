using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Primitives.Bridge;

/// <summary>Which contracts a bridge has on L1, in which order they are created, with which arguments, and where they come to stand.</summary>
/// <remarks>
/// The contracts name each other, so the addresses of all are computed before the first is created; a contract that comes to stand elsewhere is
/// refused by the others. Immutable. Thread: any.
/// </remarks>
public sealed class DeploymentPlan
{
    private readonly Dictionary<string, Address> _addresses = new(StringComparer.Ordinal);

    /// <summary>The plan for an account that creates nothing else in between.</summary>
    /// <param name="terms">What was decided.</param>
    /// <param name="deployer">Who creates the contracts. It keeps no right over any of them.</param>
    /// <param name="firstNonce">Its nonce before the first.</param>
    /// <param name="artifacts">A contract's artifact by its name.</param>
    public DeploymentPlan(BridgeTerms terms, in Address deployer, ulong firstNonce, Func<string, ContractArtifact> artifacts)
    {
        Terms = terms;
        Deployer = deployer;
        FirstNonce = firstNonce;
        List<string> contracts = ["Anchor", "Vault", "Evidence", "Messenger", "MirrorBridge", "CollectionBridge"];
        if (terms.HasPauseBoard)
        {
            contracts.Insert(0, "PauseBoard"); // the Anchor looks at it when it is created
        }

        if (terms.FeePool is not null)
        {
            contracts.Add("FeePool"); // it looks at the Anchor
        }

        if (terms.Router is not null)
        {
            contracts.Add("Router"); // nothing names it
        }

        for (var i = 0; i < contracts.Count; i++)
        {
            _addresses[contracts[i]] = ContractAddress.Of(deployer, firstNonce + (ulong)i);
        }

        Steps =
        [
            .. contracts.Select((contract, i) => new DeploymentStep(
                contract, firstNonce + (ulong)i, AddressOf(contract), artifacts(contract).EncodeDeployment(ArgumentsOf(contract)))),
        ];
        Identity = new BridgeIdentity(
            terms.SidechainChainId, Keccak256.Hash(terms.GenesisHeader.Span), terms.L1ChainId, AddressOf("Anchor"), AddressOf("Vault"));
    }

    /// <summary>What was decided.</summary>
    public BridgeTerms Terms { get; }

    /// <summary>Who creates the contracts.</summary>
    public Address Deployer { get; }

    /// <summary>Its nonce before the first.</summary>
    public ulong FirstNonce { get; }

    /// <summary>The contracts in the order of their creation.</summary>
    public IReadOnlyList<DeploymentStep> Steps { get; }

    /// <summary>What everything that is signed for this bridge commits to.</summary>
    public BridgeIdentity Identity { get; }

    /// <summary>The verifier of state proofs, which the Anchor creates itself.</summary>
    public Address StateProofs => ContractAddress.Of(AddressOf("Anchor"), 1);

    /// <summary>Where a contract will stand; zero for one that this bridge does without.</summary>
    public Address AddressOf(string contract) => _addresses.GetValueOrDefault(contract);

    private object[] ArgumentsOf(string contract) => contract switch
    {
        "PauseBoard" => [AddressOf("Anchor"), AddressOf("Vault"), Terms.Timelock, Terms.Council, Terms.Guardians.Cast<object>().ToArray()],
        "Anchor" =>
        [
            Terms.GenesisHeader.ToArray(), Terms.SidechainChainId, Terms.EpochLength, AddressOf("Vault"), Terms.ExtraVerifier, Terms.QuarantineSeconds,
            AddressOf("PauseBoard"), AddressOf("Evidence"),
        ],
        "Vault" =>
        [
            AddressOf("Anchor"), AddressOf("Messenger"), AddressOf("MirrorBridge"), AddressOf("CollectionBridge"), Terms.EthLimits.ToAbi(),
            Terms.Erc20Limits.ToAbi(),
        ],
        "Evidence" => [AddressOf("Anchor")],
        "Messenger" => [AddressOf("Vault")],
        "MirrorBridge" or "CollectionBridge" => [AddressOf("Vault"), Terms.Erc20Limits.QueueSeconds],
        "FeePool" => [AddressOf("Anchor"), Terms.FeePool!.DailyBudget, Terms.FeePool.Reward],
        "Router" => [AddressOf("Vault"), Terms.Router!.Weth, Terms.Router.Permit2],
        _ => throw new ArgumentException($"{contract} is no contract of a plan.", nameof(contract)),
    };
}
