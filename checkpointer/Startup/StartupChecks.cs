using PoaSidechain.Checkpointer.Bindings;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Checkpointer.Contracts;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Startup;

/// <summary>Compares both chains with the deployment file before anything is signed or sent.</summary>
internal sealed class StartupChecks(NodeClient node, EndpointPool l1, int agreement, Deployment deployment)
{
    private BridgeIdentity Bridge => deployment.Identity;

    /// <summary>All checks; the first that fails decides.</summary>
    public async Task<StartupVerdict> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var verdict = await CheckNodeAsync(cancellationToken);
            return verdict.Outcome == StartupOutcome.Good ? await CheckL1Async(cancellationToken) : verdict;
        }
        catch (RpcUnavailableException e)
        {
            return StartupVerdict.Wait(e.Message);
        }
        catch (RpcException e) when (e.Error.Code == RpcError.MethodNotFound)
        {
            return StartupVerdict.Refuse(
                $"{e.Message}. The node must offer clique_* and checkpoint_* to this process: use its IPC socket, or its authenticated port with Node:JwtSecretFile.");
        }
        catch (Exception e) when (e is RpcException or AbiException)
        {
            return StartupVerdict.Wait(e.Message);
        }
    }

    private async Task<StartupVerdict> CheckNodeAsync(CancellationToken cancellationToken)
    {
        if (await node.Chain.ChainIdAsync(cancellationToken) is var chainId && chainId != Bridge.SidechainChainId)
        {
            return StartupVerdict.Refuse($"The node at {node.Chain.Name} has chain id {chainId}, the deployment file says {Bridge.SidechainChainId}.");
        }

        var genesis = await node.Chain.HeaderAsync(BlockTag.At(0), cancellationToken);
        if (genesis?.Hash != Bridge.GenesisHash)
        {
            return StartupVerdict.Refuse($"The node's genesis block is {genesis?.Hash}, the deployment file says {Bridge.GenesisHash}.");
        }

        foreach (var (name, address) in Predeploys.All)
        {
            if ((await node.Chain.CodeAsync(address, BlockTag.Latest, cancellationToken)).Length == 0)
            {
                return StartupVerdict.Refuse($"The sidechain has no contract {name} at {address}: its genesis was made without the bridge.");
            }
        }

        await node.SignersAfterAsync(Bridge.GenesisHash, cancellationToken);
        await node.StatusAsync(cancellationToken);
        var registry = await RegistryState.ReadAsync(node, cancellationToken);
        return registry.IsBound && !registry.IsBoundTo(Bridge)
            ? StartupVerdict.Refuse($"The sidechain is bound to anchor {registry.Anchor} and vault {registry.Vault} on chain {registry.L1ChainId}, not to the contracts of the deployment file.")
            : StartupVerdict.Good;
    }

    /// <summary>One endpoint that contradicts stops nobody while enough others agree, as in every later round; it does when they can no longer be enough.</summary>
    private async Task<StartupVerdict> CheckL1Async(CancellationToken cancellationToken)
    {
        var reached = 0;
        var trouble = "";
        List<string> contradictions = [];
        foreach (var endpoint in l1.All)
        {
            try
            {
                var verdict = await CheckEndpointAsync(endpoint, cancellationToken);
                switch (verdict.Outcome)
                {
                    case StartupOutcome.Good:
                        reached++;
                        break;
                    case StartupOutcome.Wait:
                        trouble = verdict.Reason;
                        break;
                    default:
                        contradictions.Add(verdict.Reason);
                        break;
                }
            }
            catch (Exception e) when (e is RpcUnavailableException or RpcException or AbiException)
            {
                trouble = e.Message;
            }
        }

        var against = string.Join(' ', contradictions);
        return reached >= agreement ? StartupVerdict.GoodBut(against)
            : l1.All.Count - contradictions.Count < agreement ? StartupVerdict.Refuse(against)
            : StartupVerdict.Wait($"{reached} of {l1.All.Count} L1 endpoints are ready, {agreement} are needed: {trouble} {against}".TrimEnd());
    }

    private async Task<StartupVerdict> CheckEndpointAsync(ChainClient endpoint, CancellationToken cancellationToken)
    {
        if (await endpoint.ChainIdAsync(cancellationToken) is var chainId && chainId != Bridge.L1ChainId)
        {
            return StartupVerdict.Refuse($"The L1 endpoint {endpoint.Name} has chain id {chainId}, the deployment file says {Bridge.L1ChainId}.");
        }

        if (await endpoint.HeaderAsync(BlockTag.Finalized, cancellationToken) is not { } final || final.Number < deployment.L1StartBlock)
        {
            return StartupVerdict.Wait($"{endpoint.Name} has not finalized block {deployment.L1StartBlock}, in which the Anchor was created.");
        }

        var tag = BlockTag.At(final.Number);
        foreach (var (name, address) in new[] { ("Anchor", Bridge.Anchor), ("Vault", Bridge.Vault) })
        {
            if ((await endpoint.CodeAsync(address, tag, cancellationToken)).Length == 0)
            {
                return StartupVerdict.Wait($"{endpoint.Name} has no contract {name} at {address} in its finalized block {final.Number}.");
            }
        }

        return await FirstDifferenceAsync(endpoint, tag, cancellationToken) is { } difference
            ? StartupVerdict.Refuse($"On L1 ({endpoint.Name}) {difference}; the deployment file does not fit the contracts.")
            : StartupVerdict.Good;
    }

    private async Task<string?> FirstDifferenceAsync(ChainClient endpoint, BlockTag block, CancellationToken cancellationToken)
    {
        (string What, ContractAbi Abi, Address Contract, string Function, object Expected)[] facts =
        [
            ("the Anchor's sidechain id", BridgeAbi.Anchor, Bridge.Anchor, "SIDECHAIN_ID", Bridge.SidechainId),
            ("the Anchor's genesis hash", BridgeAbi.Anchor, Bridge.Anchor, "GENESIS_HASH", Bridge.GenesisHash),
            ("the Anchor's vault", BridgeAbi.Anchor, Bridge.Anchor, "VAULT", Bridge.Vault),
            ("the Anchor's epoch length", BridgeAbi.Anchor, Bridge.Anchor, "EPOCH_LENGTH", (UInt256)deployment.EpochLength),
            ("the Anchor's EIP-712 domain", BridgeAbi.Anchor, Bridge.Anchor, "domainSeparator", Bridge.DomainSeparator),
            ("the Vault's anchor", BridgeAbi.Vault, Bridge.Vault, "ANCHOR", Bridge.Anchor),
        ];
        foreach (var (what, abi, contract, name, expected) in facts)
        {
            var function = abi.Function(name);
            var answer = await endpoint.CallAsync(null, contract, function.EncodeCall(), block, cancellationToken);
            var actual = function.DecodeResult(answer.Require(name).Span)[0];
            if (!actual.Equals(expected))
            {
                return $"{what} is {actual}, not {expected}";
            }
        }

        return null;
    }
}
