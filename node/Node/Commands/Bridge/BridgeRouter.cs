using PoaSidechain.Node.Commands.Bridge.Deploying;
using PoaSidechain.Primitives;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>The router of deposits without an approval. Nothing on the chains names it, so whoever tells its address has to be checked.</summary>
internal static class BridgeRouter
{
    /// <summary>Where a router leads, and on what it is built.</summary>
    /// <exception cref="BridgeException">It is no router, or not this bridge's.</exception>
    public static async Task<string> StatusAsync(L1Session session, Address router, CancellationToken cancellationToken)
    {
        var name = router.ToChecksumString();
        var code = await BridgeDeployer.CodeAtAsync(session.L1, router, cancellationToken);
        if (code.Length == 0)
        {
            throw new BridgeException($"There is no contract at {name} on L1.");
        }

        var vault = await AskAsync(session, router, "VAULT", cancellationToken);
        if (vault != session.Identity.Vault)
        {
            throw new BridgeException($"The router {name} leads to the vault {vault.ToChecksumString()}, not to this bridge's {session.Identity.Vault.ToChecksumString()}.");
        }

        var permit2 = await AskAsync(session, router, "PERMIT2", cancellationToken);
        var weth = await AskAsync(session, router, "WETH", cancellationToken);
        return !IsRouter(code, [vault, weth, permit2])
            ? throw new BridgeException($"The code at {name} is not that of a router of this program.")
            : $"Router {name}: leads to this vault; WETH {weth.ToChecksumString()}, Permit2 {(permit2.IsZero ? "none" : permit2.ToChecksumString())}";
    }

    /// <summary>True for the code of a router: byte for byte but for immutables, which must be what its views tell.</summary>
    private static bool IsRouter(byte[] code, IReadOnlyList<Address> immutables)
    {
        const byte push1 = 0x60, push32 = 0x7f;
        var expected = BridgeContracts.Artifact("Router").DeployedBytecode.Span;
        if (code.Length != expected.Length)
        {
            return false;
        }

        for (var i = 0; i < code.Length;)
        {
            var length = 1 + (expected[i] is >= push1 and <= push32 ? expected[i] - push1 + 1 : 0);
            var end = Math.Min(i + length, code.Length);
            var found = code[i..end];
            var wanted = expected[i..end];
            var isImmutable = wanted.Length == 33 && wanted[0] == push32 && !wanted[1..].ContainsAnyExcept((byte)0); // zeros until the constructor writes them
            if (isImmutable ? found[0] != push32 || !Contains(immutables, found[1..]) : !wanted.SequenceEqual(found))
            {
                return false;
            }

            i += length;
        }

        return true;
    }

    private static bool Contains(IReadOnlyList<Address> addresses, byte[] word)
    {
        foreach (var address in addresses)
        {
            if (address.ToWord().ToHash256().Bytes.SequenceEqual(word))
            {
                return true;
            }
        }

        return false;
    }

    private static async Task<Address> AskAsync(L1Session session, Address router, string view, CancellationToken cancellationToken)
    {
        try
        {
            return (await session.L1.ViewAsync(router, BridgeContracts.Router.Function(view), cancellationToken)).Get<Address>(0);
        }
        catch (BridgeException e)
        {
            throw new BridgeException($"{router.ToChecksumString()} is no router: {e.Message}", e);
        }
    }
}
