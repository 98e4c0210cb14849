using System.CommandLine;
using PoaSidechain.Node.Commands.Bridge.Deploying;
using PoaSidechain.Node.Commands.Bridge.Escape;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary><c>poa bridge</c>: what users and founders do with the bridge, by RPC alone.</summary>
internal static class BridgeCommands
{
    private const string Whole = "Amount in whole coins, such as 0.25";

    public static Command Create()
    {
        var command = new Command("bridge", "Move assets between L1 and the sidechain");
        command.Subcommands.Add(Status());
        command.Subcommands.Add(Deposit());
        command.Subcommands.Add(Withdraw());
        command.Subcommands.Add(Claim());
        command.Subcommands.Add(MessageCommands.Message());
        command.Subcommands.Add(MessageCommands.Retry());
        command.Subcommands.Add(MessageCommands.Bounce());
        command.Subcommands.Add(History());
        command.Subcommands.Add(Rotate());
        command.Subcommands.Add(SubmitSealed());
        command.Subcommands.Add(Challenge());
        command.Subcommands.Add(EscapeCommand.Create());
        command.Subcommands.Add(DeployCommands.Plan());
        command.Subcommands.Add(DeployCommands.Deploy());
        command.Subcommands.Add(DeployCommands.Verify());
        return command;
    }

    private static Command Status() => New(
        "status", "Show how the bridge stands", needsKey: false, (options, command) =>
        {
            var asset = new AssetOptions(command);
            return async (result, cancellationToken) =>
            {
                using var session = await options.OpenAsync(result, cancellationToken);
                var (token, isHome) = await asset.OfAsync(session, result, cancellationToken);
                await BridgeReports.StatusAsync(session, token, isHome, result.InvocationConfiguration.Output, cancellationToken);
            };
        });

    private static Command Deposit() => New(
        "deposit", "Lock ETH or tokens on L1 for an account of the sidechain, or give mirrors of the sidechain's own tokens back", needsKey: true, (options, command) =>
        {
            var amount = new Option<string>("--amount") { Description = Whole, Required = true };
            var to = new Option<string>("--to") { Description = "Recipient on the sidechain; the depositor's own address without it" };
            command.Options.Add(amount);
            command.Options.Add(to);
            var asset = new AssetOptions(command);
            return async (result, cancellationToken) =>
            {
                using var session = await options.OpenAsync(result, cancellationToken);
                using var wallet = options.Wallet(result);
                var recipient = BridgeOptions.AddressOf(result.GetValue(to));
                var output = result.InvocationConfiguration.Output;
                var (token, isHome) = await asset.OfAsync(session, result, cancellationToken);
                await (isHome
                    ? HomeTokens.DepositAsync(session, wallet, token, result.GetRequiredValue(amount), recipient, output, cancellationToken)
                    : BridgeTransfers.DepositAsync(session, wallet, token, result.GetRequiredValue(amount), recipient, output, cancellationToken));
            };
        });

    private static Command Withdraw() => New(
        "withdraw", "Give coin or tokens up on the sidechain for an account of L1", needsKey: true, (options, command) =>
        {
            var amount = new Option<string>("--amount") { Description = Whole, Required = true };
            var fee = new Option<string>("--fee") { Description = "Part of it for whoever carries the claim to L1; none without it" };
            var to = new Option<string>("--to") { Description = "Recipient on L1; the holder's own address without it" };
            command.Options.Add(amount);
            command.Options.Add(fee);
            command.Options.Add(to);
            var asset = new AssetOptions(command);
            return async (result, cancellationToken) =>
            {
                using var session = await options.OpenAsync(result, cancellationToken);
                using var wallet = options.Wallet(result);
                var recipient = BridgeOptions.AddressOf(result.GetValue(to));
                var output = result.InvocationConfiguration.Output;
                var (whole, share) = (result.GetRequiredValue(amount), result.GetValue(fee));
                var (token, isHome) = await asset.OfAsync(session, result, cancellationToken);
                await (isHome
                    ? HomeTokens.WithdrawAsync(session, wallet, token, whole, share, recipient, output, cancellationToken)
                    : BridgeTransfers.WithdrawAsync(session, wallet, token, whole, share, recipient, output, cancellationToken));
            };
        });

    private static Command Claim() => New(
        "claim", "Take a withdrawal its next step on L1: prove it, have it paid, deliver a message; anyone may", needsKey: true, (options, command) =>
        {
            var index = new Option<ulong>("--index") { Description = "Index of the withdrawal, as 'withdraw' and 'history' tell it", Required = true };
            command.Options.Add(index);
            return async (result, cancellationToken) =>
            {
                using var session = await options.OpenAsync(result, cancellationToken);
                using var wallet = options.Wallet(result);
                await BridgeTransfers.ClaimAsync(session, wallet, result.GetRequiredValue(index), result.InvocationConfiguration.Output, cancellationToken);
            };
        });

    private static Command History() => New(
        "history", "Show an account's deposits and withdrawals", needsKey: false, (options, command) =>
        {
            var account = new Option<string>("--account") { Description = "The account", Required = true };
            var from = new Option<ulong>("--l1-from-block") { Description = "L1 block to look from: the Anchor's, to save time", DefaultValueFactory = _ => 0 };
            command.Options.Add(account);
            command.Options.Add(from);
            return async (result, cancellationToken) =>
            {
                using var session = await options.OpenAsync(result, cancellationToken);
                var who = BridgeOptions.AddressOf(result.GetRequiredValue(account))!.Value;
                await BridgeReports.HistoryAsync(session, who, result.GetValue(from), result.InvocationConfiguration.Output, cancellationToken);
            };
        });

    private static Command Rotate() => New(
        "rotate", "Change the signers on L1 and then on the sidechain by their votes in sealed headers, after a day without checkpoints; anyone may", needsKey: true, (options, _) =>
            async (result, cancellationToken) =>
            {
                using var session = await options.OpenAsync(result, cancellationToken);
                using var wallet = options.Wallet(result);
                await BridgeRotation.RunAsync(session, wallet, result.InvocationConfiguration.Output, cancellationToken);
            });

    private static Command SubmitSealed() => New(
        "submit-sealed", "Have L1 accept the sealed chain itself, after three days without checkpoints; anyone may", needsKey: true, (options, _) =>
            async (result, cancellationToken) =>
            {
                using var session = await options.OpenAsync(result, cancellationToken);
                using var wallet = options.Wallet(result);
                await BridgeEvidence.SubmitSealedAsync(session, wallet, result.InvocationConfiguration.Output, cancellationToken);
            });

    private static Command Challenge() => New(
        "challenge", "Show L1 that a checkpoint it accepted is false, so that it is taken back; anyone may", needsKey: true, (options, command) =>
        {
            var index = new Option<ulong?>("--index") { Description = "The checkpoint; without it all from the newest down to the first true one are looked at" };
            command.Options.Add(index);
            return async (result, cancellationToken) =>
            {
                using var session = await options.OpenAsync(result, cancellationToken);
                using var wallet = options.Wallet(result);
                await BridgeChallenge.RunAsync(session, wallet, result.GetValue(index), result.InvocationConfiguration.Output, cancellationToken);
            };
        });

    /// <summary>A command with the options that all of them share.</summary>
    public static Command New(
        string name, string description, bool needsKey, Func<BridgeOptions, Command, Func<ParseResult, CancellationToken, Task>> build)
    {
        var command = new Command(name, description);
        var options = new BridgeOptions();
        options.AddChains(command);
        if (needsKey)
        {
            options.AddKey(command);
        }

        var action = build(options, command);
        command.SetAction(async (result, cancellationToken) =>
        {
            await action(result, cancellationToken);
            return 0;
        });
        return command;
    }
}
