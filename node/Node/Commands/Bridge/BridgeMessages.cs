using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>Messages between the chains: sends them, delivers on L1 those that have come there, sends their coin back.</summary>
internal static class BridgeMessages
{
    /// <summary>Has a contract of the sidechain called; ETH sent along arrives as native coin.</summary>
    public static async Task SendToSidechainAsync(
        BridgeSession session, BridgeWallet wallet, MessageText message, TextWriter output, CancellationToken cancellationToken)
    {
        if (message.Fee is not null)
        {
            throw new BridgeException("A message to the sidechain has no fee: whoever relays deposits delivers it.");
        }

        var messenger = await MessengerAsync(session, cancellationToken);
        var call = BridgeContracts.Messenger.Function("sendMessage").EncodeCall(message.To, message.GasLimit, message.Data);
        var receipt = await wallet.SendAsync(session.L1, messenger, call, message.Value, cancellationToken);
        var deposited = ChainConnection.EventsIn(receipt, session.Identity.Vault, BridgeContracts.Vault.Event("Deposited")).Single();
        await output.WriteLineAsync(
            $"Message to the sidechain, deposit {deposited.Get<ulong>("nonce")}: {AmountText.Format(message.Value, 18)} ETH and {message.Data.Length} bytes "
            + $"for {message.To.ToChecksumString()} (transaction {receipt.GetProperty("transactionHash")}).");
        await output.WriteLineAsync("It is delivered once L1 is final and the signers have attested it.");
    }

    /// <summary>Has a contract of L1 called; coin sent along arrives as ETH.</summary>
    public static async Task SendToL1Async(
        BridgeSession session, BridgeWallet wallet, MessageText message, TextWriter output, CancellationToken cancellationToken)
    {
        var fee = message.Fee ?? UInt256.Zero;
        var call = BridgeContracts.SideMessenger.Function("sendMessage").EncodeCall(message.To, message.GasLimit, fee, message.Data);
        var receipt = await wallet.SendAsync(session.Sidechain, Predeploys.Messenger, call, message.Value, cancellationToken);
        var index = ChainConnection.EventsIn(receipt, Predeploys.Messenger, Sent).Single().Get<ulong>("index");
        await output.WriteLineAsync(
            $"Message to L1, withdrawal {index}: {AmountText.Format(message.Value, 18)} ETH and {message.Data.Length} bytes "
            + $"for {message.To.ToChecksumString()} (transaction {receipt.GetProperty("transactionHash")}).");
        await output.WriteLineAsync($"Once a checkpoint with it is on L1: poa bridge claim --index {index}; again when its wait is over, which delivers it.");
    }

    /// <summary>True while a message has come to L1 and was neither delivered nor sent back.</summary>
    public static async Task<bool> IsWaitingAsync(BridgeSession session, WithdrawalLeaf leaf, CancellationToken cancellationToken) =>
        await ArrivedAtAsync(session, await MessengerAsync(session, cancellationToken), leaf, cancellationToken) != 0;

    /// <summary>Delivers a message on L1 whose wait is over.</summary>
    public static async Task DeliverAsync(
        BridgeSession session, BridgeWallet wallet, WithdrawalLeaf leaf, TextWriter output, CancellationToken cancellationToken)
    {
        var sent = (await session.Sidechain.EventsAsync(Predeploys.Messenger, Sent, 0, cancellationToken)).SingleOrDefault(e => e.Get<ulong>("index") == leaf.Index)
            ?? throw new BridgeException($"The sidechain's endpoint does not know what message {leaf.Index} says.");
        object[] message = [sent.Get<ulong>("gasLimit"), sent.Get<UInt256>("fee"), sent.Get<ReadOnlyMemory<byte>>("data").ToArray()];
        var messenger = await MessengerAsync(session, cancellationToken);
        var call = BridgeContracts.Messenger.Function("deliver").EncodeCall(leaf.ToAbi(), message);
        var receipt = await wallet.SendAsync(session.L1, messenger, call, UInt256.Zero, cancellationToken);
        await output.WriteLineAsync(
            $"Message {leaf.Index} was delivered to {leaf.To.ToChecksumString()} (transaction {receipt.GetProperty("transactionHash")}).");
    }

    /// <summary>Sends the coin of a message that could not be delivered for seven days back to its sender on the sidechain.</summary>
    public static async Task BounceAsync(BridgeSession session, BridgeWallet wallet, ulong index, TextWriter output, CancellationToken cancellationToken)
    {
        var leaf = (await session.WithdrawalsAsync(cancellationToken)).SingleOrDefault(l => l.Index == index && l.Kind == AssetKind.Message)
            ?? throw new BridgeException($"Withdrawal {index} is no message.");
        var call = BridgeContracts.Messenger.Function("bounce").EncodeCall(new object[] { leaf.ToAbi() });
        var receipt = await wallet.SendAsync(session.L1, await MessengerAsync(session, cancellationToken), call, UInt256.Zero, cancellationToken);
        var deposited = ChainConnection.EventsIn(receipt, session.Identity.Vault, BridgeContracts.Vault.Event("Deposited")).Single();
        await output.WriteLineAsync(
            $"The coin of message {index} goes back to {leaf.From.ToChecksumString()} as deposit {deposited.Get<ulong>("nonce")} "
            + $"(transaction {receipt.GetProperty("transactionHash")}).");
    }

    private static AbiEvent Sent => BridgeContracts.SideMessenger.Event("MessageSent");

    private static async Task<ulong> ArrivedAtAsync(BridgeSession session, Address messenger, WithdrawalLeaf leaf, CancellationToken cancellationToken) =>
        (await session.L1.ViewAsync(messenger, BridgeContracts.Messenger.Function("arrivedAt"), cancellationToken, leaf.Hash(session.Identity))).Get<ulong>(0);

    private static async Task<Address> MessengerAsync(BridgeSession session, CancellationToken cancellationToken)
    {
        var messenger = (await session.VaultAsync("MESSENGER", cancellationToken)).Get<Address>(0);
        return messenger != Address.Zero ? messenger : throw new BridgeException("This bridge was deployed without a messenger.");
    }
}
