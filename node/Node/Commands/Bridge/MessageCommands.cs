using System.CommandLine;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>Commands of messages, and of what could not be delivered.</summary>
internal static class MessageCommands
{
    public static Command Message() => BridgeCommands.New(
        "message", "Have a contract on the other chain called, with or without coin", needsKey: true, (options, command) =>
        {
            var from = new Option<string>("--from") { Description = "Where it is sent: l1 or sidechain", Required = true }.AcceptOnlyFromAmong("l1", "sidechain");
            var to = new Option<string>("--to") { Description = "Who is called on the other chain", Required = true };
            var data = new Option<string>("--data") { Description = "Data of the call, hex; empty without it" };
            var value = new Option<string>("--value") { Description = "Coin that goes along, such as 0.25; none without it" };
            var gas = new Option<ulong>("--gas") { Description = "Gas for the call, 50000 to 5000000", DefaultValueFactory = _ => 200_000 };
            var fee = new Option<string>("--fee") { Description = "Part of the coin for whoever delivers it on L1; none without it" };
            foreach (var option in new Option[] { from, to, data, value, gas, fee })
            {
                command.Options.Add(option);
            }

            return async (result, cancellationToken) =>
            {
                var message = MessageText.Parse(
                    result.GetRequiredValue(to), result.GetValue(data), result.GetValue(value), result.GetValue(gas), result.GetValue(fee));
                using var session = await options.OpenAsync(result, cancellationToken);
                using var wallet = options.Wallet(result);
                var output = result.InvocationConfiguration.Output;
                await (result.GetRequiredValue(from) == "l1"
                    ? BridgeMessages.SendToSidechainAsync(session, wallet, message, output, cancellationToken)
                    : BridgeMessages.SendToL1Async(session, wallet, message, output, cancellationToken));
            };
        });

    public static Command Retry() => BridgeCommands.New(
        "retry", "Try a deposit or message again that the sidechain could not credit; anyone may", needsKey: true, (options, command) =>
        {
            var nonce = new Option<ulong>("--nonce") { Description = "Number of the deposit, as 'deposit', 'message' and 'history' tell it", Required = true };
            command.Options.Add(nonce);
            return async (result, cancellationToken) =>
            {
                using var session = await options.OpenAsync(result, cancellationToken);
                using var wallet = options.Wallet(result);
                await BridgeDeposits.RetryAsync(session, wallet, result.GetRequiredValue(nonce), result.InvocationConfiguration.Output, cancellationToken);
            };
        });

    public static Command Bounce() => BridgeCommands.New(
        "bounce", "Send back, seven days after it failed, a deposit (--nonce) or the coin of a message to L1 (--index); anyone may", needsKey: true, (options, command) =>
        {
            var nonce = new Option<ulong?>("--nonce") { Description = "Number of a deposit that the sidechain could not credit" };
            var index = new Option<ulong?>("--index") { Description = "Index of a message that L1 could not deliver" };
            command.Options.Add(nonce);
            command.Options.Add(index);
            return async (result, cancellationToken) =>
            {
                using var session = await options.OpenAsync(result, cancellationToken);
                using var wallet = options.Wallet(result);
                var output = result.InvocationConfiguration.Output;
                await ((result.GetValue(nonce), result.GetValue(index)) switch
                {
                    ({ } deposit, null) => BridgeDeposits.BounceAsync(session, wallet, deposit, output, cancellationToken),
                    (null, { } message) => BridgeMessages.BounceAsync(session, wallet, message, output, cancellationToken),
                    _ => throw new BridgeException("Name either --nonce or --index."),
                });
            };
        });
}
