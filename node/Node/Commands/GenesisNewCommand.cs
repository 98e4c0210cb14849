using System.CommandLine;
using System.Globalization;
using PoaSidechain.Node.Genesis;
using PoaSidechain.Node.Options;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Node.Commands;

/// <summary><c>poa genesis new</c>: a genesis file, and with a bridge the plan for its contracts on L1.</summary>
internal static class GenesisNewCommand
{
    private const string DefaultReserveEther = "79228162514.264337593543950336"; // 2^96 wei: more than there will be, and still far from overflow

    private const ulong UsualPeriod = 2;

    public static Command Create()
    {
        var chainId = new Option<ulong?>("--chainid") { Description = "Chain id; choose one that no other chain has" };
        var signers = new Option<string[]>("--signer") { AllowMultipleArgumentsPerToken = true, Description = "Address of a first signer; 4, 5, 7 or 10 of them are good numbers" };
        var period = new Option<ulong?>("--period") { Description = "Seconds between blocks. Default: 2" };
        var epoch = new Option<ulong>("--epoch") { DefaultValueFactory = _ => CliqueParameters.DefaultEpochLength, Description = "Blocks between two signer lists" };
        var template = new Option<string>("--template") { DefaultValueFactory = _ => "modern", Description = "modern: all forks to Osaka; london: what other Clique clients run too" };
        template.AcceptOnlyFromAmong("modern", "london");
        var gasLimit = new Option<ulong>("--gaslimit") { DefaultValueFactory = _ => 30_000_000, Description = "Gas limit of block 0" };
        var funds = new Option<string[]>("--fund") { AllowMultipleArgumentsPerToken = true, Description = "ADDRESS=ETHER: a balance" };
        var bridge = new Option<bool>("--bridge") { Description = "Put the bridge's contracts into the genesis" };
        var reserve = new Option<string>("--bridge.reserve") { DefaultValueFactory = _ => DefaultReserveEther, Description = "Native coin that the bridge may pay out, in ether" };
        var l1 = new Option<ulong?>("--bridge.l1") { Description = "Chain id of L1: writes a plan for 'poa bridge deploy' beside the genesis file", HelpName = "chain id" };
        var guardians = new Option<string[]>("--bridge.guardian") { AllowMultipleArgumentsPerToken = true, Description = "Address on L1 that may pause the bridge for 48 hours, for the plan" };
        var weth = new Option<string>("--bridge.weth") { Description = "Wrapped ETH of L1, for a router in the plan: deposits without an approval", HelpName = "address" };
        var permit2 = new Option<string>("--bridge.permit2") { Description = "Permit2 of L1, for the router in the plan", HelpName = "address" };
        var output = new Option<FileInfo>("--out") { Description = "File to write; the terminal without it" };
        var command = new Command("new", "Write a genesis file; at a terminal, what flags do not say is asked for") { chainId, signers, period, epoch, template, gasLimit, funds, bridge, reserve, l1, guardians, weth, permit2, output };
        command.SetAction(result =>
        {
            // Questions go to the error stream: the file may go to the other.
            var interview = Console.IsInputRedirected ? null : new GenesisInterview(Console.In, Console.Error);
            var isGuided = interview is not null && (result.GetValue(chainId) is null || result.GetValue(signers) is not { Length: > 0 });
            var draft = new GenesisDraft
            {
                ChainId = result.GetValue(chainId) ?? interview?.ChainId() ?? throw Needed("--chainid"),
                Signers = result.GetValue(signers) is { Length: > 0 } given ? [.. given.SelectMany(text => text.Split(',')).Select(ReadAddress)]
                    : interview?.Signers() ?? throw Needed("--signer"),
                PeriodSeconds = result.GetValue(period) ?? (isGuided ? interview!.PeriodSeconds(UsualPeriod) : UsualPeriod),
                EpochLength = result.GetValue(epoch),
                IsModern = isGuided && result.GetResult(template) is not { Implicit: false }
                    ? interview!.Confirm("All forks of today? No: London rules, which other Clique clients run too.")
                    : result.GetValue(template) == "modern",
                GasLimit = result.GetValue(gasLimit),
                Timestamp = (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
                Funds = isGuided && result.GetValue(funds) is not { Length: > 0 }
                    ? interview!.Funds(text => TryReadEther(text))
                    : (result.GetValue(funds) ?? []).SelectMany(text => text.Split(',')).Select(ReadFund).ToDictionary(fund => fund.Account, fund => fund.Wei),
                BridgeReserve = result.GetValue(bridge) || (isGuided && interview!.Confirm("Put the bridge's contracts into the genesis?")) ? ReadEther(result.GetRequiredValue(reserve)) : null,
            };
            var path = result.GetValue(output)?.FullName;
            var router = RouterOf(result.GetValue(weth), result.GetValue(permit2), result.GetValue(l1));
            var plan = PlanOf(result.GetValue(l1), result.GetValue(guardians) ?? [], router, path, draft, isGuided ? interview : null);
            var planPath = Path.ChangeExtension(path, ".plan.json");
            if (plan is not null && File.Exists(planPath))
            {
                throw new IOException($"{planPath} is there already and is not overwritten.");
            }

            var file = GenesisWriter.Write(draft);
            var findings = GenesisAdvice.For(GenesisFileReader.Read(file), file, TimeProvider.System.GetUtcNow());
            GenesisCommands.Write(file, path);
            if (plan is not null)
            {
                GenesisCommands.Write(System.Text.Encoding.UTF8.GetBytes(plan), planPath);
            }
            else if (draft.BridgeReserve is not null)
            {
                Console.Error.WriteLine("note: no plan for L1 was written; --bridge.l1 does, or 'poa bridge plan' later");
            }

            Console.Error.WriteLine(GenesisAdvice.ConsequenceOf(draft.Signers.Distinct().Count()) + ".");
            foreach (var finding in findings)
            {
                Console.Error.WriteLine($"note: {finding}");
            }

            return 0;
        });
        return command;
    }

    /// <summary>The plan of the contracts on L1; null when none is wanted yet.</summary>
    private static string? PlanOf(ulong? l1ChainId, string[] guardians, RouterTerms? router, string? path, GenesisDraft draft, GenesisInterview? interview)
    {
        var asked = draft.BridgeReserve is not null && path is not null ? l1ChainId ?? interview?.L1ChainId() : l1ChainId;
        if (asked is not { } l1)
        {
            return null;
        }

        if (draft.BridgeReserve is null || path is null)
        {
            throw new OptionsException(["--bridge.l1 needs --bridge, and --out for the place of its file."]);
        }

        var terms = BridgeTerms.Recommended(l1, [.. guardians.SelectMany(text => text.Split(',')).Select(ReadAddress)]) with { Router = router };
        var bucket = interview?.BucketBps(terms.EthLimits.BucketBps) ?? terms.EthLimits.BucketBps;
        return BridgeTermsFile.Write(terms with { EthLimits = terms.EthLimits with { BucketBps = bucket }, Erc20Limits = terms.Erc20Limits with { BucketBps = bucket } });
    }

    /// <summary>The router that was asked for; null for none.</summary>
    private static RouterTerms? RouterOf(string? weth, string? permit2, ulong? l1ChainId) => (weth, permit2) switch
    {
        (null, null) => null,
        (null, _) => throw new OptionsException(["--bridge.permit2 needs --bridge.weth."]),
        _ when l1ChainId is null => throw new OptionsException(["--bridge.weth needs --bridge.l1."]),
        _ => new RouterTerms(ReadAddress(weth), permit2 is null ? default : ReadAddress(permit2)),
    };

    private static OptionsException Needed(string option) => new([$"{option} is needed; at a terminal it would be asked for."]);

    private static Address ReadAddress(string text) =>
        Address.TryParse(text.Trim(), out var address) ? address : throw new OptionsException([$"'{text}' is no address."]);

    private static (Address Account, UInt256 Wei) ReadFund(string text) =>
        text.Split('=') is [var account, var ether] ? (ReadAddress(account), ReadEther(ether)) : throw new OptionsException([$"'{text}': expected ADDRESS=ETHER."]);

    private static UInt256 ReadEther(string text) =>
        TryReadEther(text) ?? throw new OptionsException([string.Create(CultureInfo.InvariantCulture, $"'{text}' is no amount of ether.")]);

    private static UInt256? TryReadEther(string text)
    {
        const int decimals = 18;
        var parts = text.Split('.');
        var fraction = parts.Length == 2 ? parts[1] : "";
        return parts.Length <= 2 && fraction.Length <= decimals && text.All(c => char.IsAsciiDigit(c) || c == '.')
            && UInt256.TryParse(parts[0] + fraction.PadRight(decimals, '0'), out var wei)
            ? wei
            : null;
    }
}
