using System.Globalization;
using System.Text.Json.Nodes;
using PoaSidechain.Clique;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Node.Commands.Bridge.Deploying;

/// <summary>Compares a bridge on L1 with its deployment file: every contract's code, immutables included, and all that can still change.</summary>
/// <remarks>The file is not believed about itself: addresses and code follow from its plan by this program's own contracts and EVM.</remarks>
internal sealed class BridgeVerifier(ChainConnection l1, Deployment deployment, DeployedPlan deployed)
{
    private static readonly Address[] EthAndToken = [Address.Zero, Address.FromNumber(1)];

    private readonly DeploymentPlan _plan = new(deployed.Terms, deployed.Deployer, deployed.FirstNonce, BridgeContracts.Artifact);
    private readonly List<string> _deviations = [];
    private readonly HashSet<string> _sound = new(StringComparer.Ordinal);

    /// <summary>Everything that is not as the file says.</summary>
    /// <param name="signers">Members that the Anchor must have; those of genesis for null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<IReadOnlyList<string>> RunAsync(SignerSet? signers, CancellationToken cancellationToken)
    {
        var chainId = await l1.NumberAsync("eth_chainId", cancellationToken);
        if (chainId != _plan.Terms.L1ChainId)
        {
            return [$"L1: the endpoint serves chain {chainId}, the bridge is on chain {_plan.Terms.L1ChainId}"];
        }

        CheckFile();
        var replay = PlanReplay.Run(_plan, await BridgeDeployer.TimelockDelayAsync(l1, _plan.Terms, cancellationToken));
        foreach (var step in _plan.Steps)
        {
            await CheckCodeAsync(replay, step.Contract, step.Address, cancellationToken);
        }

        await CheckCodeAsync(replay, "StateProofs", _plan.StateProofs, cancellationToken);
        foreach (var (name, address) in BridgeDeployer.Expected(_plan.Terms))
        {
            if ((await BridgeDeployer.CodeAtAsync(l1, address, cancellationToken)).Length == 0)
            {
                _deviations.Add($"{address.ToChecksumString()}, {name}: there is no code");
            }
        }

        if (_sound.Contains("Anchor"))
        {
            await CheckAnchorAsync(signers ?? GenesisSigners(), cancellationToken);
        }

        if (_sound.Contains("PauseBoard"))
        {
            await CheckPauseBoardAsync(cancellationToken);
        }

        return _deviations;
    }

    /// <summary>The addresses that the file states beside its plan.</summary>
    private void CheckFile()
    {
        Compare("file, l1.anchor", deployment.Identity.Anchor.ToChecksumString(), _plan.Identity.Anchor.ToChecksumString());
        Compare("file, l1.vault", deployment.Identity.Vault.ToChecksumString(), _plan.Identity.Vault.ToChecksumString());
        Compare("file, l1.chainId", deployment.Identity.L1ChainId.ToString(), _plan.Identity.L1ChainId.ToString());
        Compare("file, sidechain.genesisHash", deployment.Identity.GenesisHash.ToString(), _plan.Identity.GenesisHash.ToString());
    }

    private async Task CheckCodeAsync(PlanReplay replay, string contract, Address address, CancellationToken cancellationToken)
    {
        var code = await BridgeDeployer.CodeAtAsync(l1, address, cancellationToken);
        var planned = replay.CodeOf(address);
        if (code.AsSpan().SequenceEqual(planned))
        {
            _sound.Add(contract);
            return;
        }

        if (code.Length == 0)
        {
            _deviations.Add($"{contract} {address.ToChecksumString()}: there is no code");
            return;
        }

        _deviations.Add($"{contract} {address.ToChecksumString()}: the code is another (hash {Keccak256.Hash(code)}, planned {Keccak256.Hash(planned)})");
        await CheckConstantsAsync(replay, contract, address, cancellationToken);
    }

    /// <summary>Names what differs where code does: constants and immutables by the views that tell them, and the Vault's limits.</summary>
    private async Task CheckConstantsAsync(PlanReplay replay, string contract, Address address, CancellationToken cancellationToken)
    {
        foreach (var function in BridgeContracts.Artifact(contract).Abi.Functions.Where(f => f.Inputs.Count == 0 && !f.Name.Any(char.IsAsciiLetterLower)))
        {
            await CheckViewAsync(replay, contract, address, function, [], cancellationToken);
        }

        foreach (var token in contract == "Vault" ? EthAndToken : [])
        {
            await CheckViewAsync(replay, contract, address, BridgeContracts.Vault.Function("limits"), [token], cancellationToken);
        }
    }

    private async Task CheckViewAsync(
        PlanReplay replay, string contract, Address address, AbiFunction function, object[] arguments, CancellationToken cancellationToken)
    {
        var data = function.EncodeCall(arguments);
        var call = new JsonObject { ["to"] = address.ToString(), ["data"] = Hex.Encode(data) };
        var planned = function.DecodeResult(replay.View(address, data)).ToString();
        string found;
        try
        {
            var answer = (await l1.AskAsync("eth_call", cancellationToken, call, "latest")).ToString();
            found = Hex.TryDecode(answer, out var bytes) ? function.DecodeResult(bytes).ToString() : answer;
        }
        catch (Exception e) when (e is BridgeException or AbiException)
        {
            found = $"no answer ({e.Message})";
        }

        Compare($"{contract}.{function.Name}{(arguments.Length == 0 ? "" : $"({string.Join(", ", arguments)})")}", found, planned);
    }

    private SignerSet GenesisSigners() => new(CliqueHeader.ListedSigners(BlockHeader.Decode(_plan.Terms.GenesisHeader.Span)));

    private async Task CheckAnchorAsync(SignerSet signers, CancellationToken cancellationToken)
    {
        var anchor = _plan.AddressOf("Anchor");
        async Task<AbiTuple> AskAsync(string function, params object[] arguments) =>
            await l1.ViewAsync(anchor, BridgeContracts.Anchor.Function(function), cancellationToken, arguments);

        Compare("Anchor: hash of the signer set", (await AskAsync("setHash")).Get<Hash256>(0).ToString(), signers.Hash.ToString());
        Compare("Anchor: number of signers", (await AskAsync("signerSet")).Get<ulong>("size").ToString(CultureInfo.InvariantCulture), signers.Size.ToString(CultureInfo.InvariantCulture));
        foreach (var signer in signers.Members)
        {
            if ((await AskAsync("isExcluded", signer)).Get<bool>(0))
            {
                _deviations.Add($"Anchor: the signer {signer.ToChecksumString()} is excluded for signing twice");
            }
        }

        if ((await AskAsync("exitState")).Get<bool>("dead"))
        {
            _deviations.Add("Anchor: the bridge was declared dead");
        }
    }

    /// <summary>Guardians and council as they are now: the one part of the configuration that the timelock can change.</summary>
    private async Task CheckPauseBoardAsync(CancellationToken cancellationToken)
    {
        var board = _plan.AddressOf("PauseBoard");
        var council = (await l1.ViewAsync(board, BridgeContracts.PauseBoard.Function("council"), cancellationToken)).Get<Address>(0);
        Compare("PauseBoard: council", council.ToChecksumString(), _plan.Terms.Council.ToChecksumString());
        HashSet<Address> seen = [.. _plan.Terms.Guardians, _plan.Deployer];

        // The board is the first contract of all: at most as many blocks before the Anchor as a deployment may take.
        var from = deployment.L1StartBlock - Math.Min(deployment.L1StartBlock, 50_000);
        foreach (var change in await l1.EventsAsync(board, BridgeContracts.PauseBoard.Event("GuardianSet"), from, cancellationToken))
        {
            seen.Add(change.Get<Address>("guardian"));
        }

        foreach (var account in seen)
        {
            var isGuardian = (await l1.ViewAsync(board, BridgeContracts.PauseBoard.Function("isGuardian"), cancellationToken, account)).Get<bool>(0);
            if (isGuardian != _plan.Terms.Guardians.Contains(account))
            {
                _deviations.Add($"PauseBoard: {account.ToChecksumString()} is {(isGuardian ? "a" : "no")} guardian");
            }
        }
    }

    private void Compare(string what, string found, string planned)
    {
        if (found != planned)
        {
            _deviations.Add($"{what}: {found}, planned {planned}");
        }
    }
}
