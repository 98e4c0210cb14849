using System.Text.Json;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>Deposits and messages that the sidechain could not credit: tries them again, or sends them back to L1.</summary>
internal static class BridgeDeposits
{
    /// <summary>Tries a deposit again; everything beyond what it was promised goes to its recipient too.</summary>
    public static async Task RetryAsync(BridgeSession session, BridgeWallet wallet, ulong nonce, TextWriter output, CancellationToken cancellationToken)
    {
        var receipt = await SendAsync(session, wallet, "retry", nonce, cancellationToken);
        await output.WriteLineAsync($"Deposit {nonce} was credited (transaction {receipt.GetProperty("transactionHash")}).");
    }

    /// <summary>Writes a withdrawal of it back to whom it belongs on L1; seven days after it failed.</summary>
    public static async Task BounceAsync(BridgeSession session, BridgeWallet wallet, ulong nonce, TextWriter output, CancellationToken cancellationToken)
    {
        var receipt = await SendAsync(session, wallet, "bounce", nonce, cancellationToken);
        var index = ChainConnection.EventsIn(receipt, Predeploys.Inbox, BridgeContracts.Inbox.Event("Bounced")).Single().Get<ulong>("withdrawalIndex");
        await output.WriteLineAsync(
            $"Deposit {nonce} goes back as withdrawal {index} (transaction {receipt.GetProperty("transactionHash")}). "
            + $"Once a checkpoint with it is on L1: poa bridge claim --index {index}");
    }

    private static async Task<JsonElement> SendAsync(
        BridgeSession session, BridgeWallet wallet, string function, ulong nonce, CancellationToken cancellationToken)
    {
        var failed = await session.Sidechain.ViewAsync(Predeploys.Inbox, BridgeContracts.Inbox.Function("failed"), cancellationToken, nonce);
        if (failed.Get<ulong>("failedAt") == 0)
        {
            throw new BridgeException($"Deposit {nonce} is not one that failed: it waits, was credited, or was sent back.");
        }

        var made = await session.L1.EventsAsync(session.Identity.Vault, BridgeContracts.Vault.Event("Deposited"), 0, cancellationToken);
        var deposit = made.SingleOrDefault(e => e.Get<ulong>("nonce") == nonce)
            ?? throw new BridgeException($"L1's endpoint does not know deposit {nonce}.");
        var call = BridgeContracts.Inbox.Function(function).EncodeCall(new object[] { Deposit.FromEvent(deposit).ToAbi() });
        return await wallet.SendAsync(session.Sidechain, Predeploys.Inbox, call, UInt256.Zero, cancellationToken);
    }
}
