using System.CommandLine;
using System.Globalization;
using PoaSidechain.Chain;
using PoaSidechain.Clique;
using PoaSidechain.Node.Genesis;
using PoaSidechain.Node.Options;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Node.Commands;

/// <summary><c>poa genesis</c>: writes, checks and explains genesis files.</summary>
internal static class GenesisCommands
{
    private const string DefaultReserveEther = "79228162514.264337593543950336"; // 2^96 wei: more than there will be, and still far from overflow

    private const ulong UsualPeriod = 2;

    public static Command Create()
    {
        var command = new Command("genesis", "Genesis files in geth's form");
        command.Subcommands.Add(New());
        command.Subcommands.Add(Check());
        command.Subcommands.Add(Show());
        command.Subcommands.Add(GenesisConvertCommand.Create());
        return command;
    }

    private static Command New()
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
        var output = new Option<FileInfo>("--out") { Description = "File to write; the terminal without it" };
        var command = new Command("new", "Write a genesis file; at a terminal, what flags do not say is asked for") { chainId, signers, period, epoch, template, gasLimit, funds, bridge, reserve, output };
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
                IsModern = result.GetValue(template) == "modern",
                GasLimit = result.GetValue(gasLimit),
                Timestamp = (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds(),
                Funds = (result.GetValue(funds) ?? []).SelectMany(text => text.Split(',')).Select(ReadFund).ToDictionary(fund => fund.Account, fund => fund.Wei),
                BridgeReserve = result.GetValue(bridge) || (isGuided && interview!.Confirm("Put the bridge's contracts into the genesis?")) ? ReadEther(result.GetRequiredValue(reserve)) : null,
            };
            var file = GenesisWriter.Write(draft);
            var findings = GenesisAdvice.For(GenesisFileReader.Read(file), file, TimeProvider.System.GetUtcNow());
            Write(file, result.GetValue(output)?.FullName);
            Console.Error.WriteLine(GenesisAdvice.ConsequenceOf(draft.Signers.Distinct().Count()) + ".");
            foreach (var finding in findings)
            {
                Console.Error.WriteLine($"note: {finding}");
            }

            return 0;
        });
        return command;
    }

    private static Command Check()
    {
        var file = new Argument<FileInfo>("genesis");
        var strict = new Option<bool>("--strict") { Description = "Exit code 1 when anything is noted" };
        var command = new Command("check", "Find mistakes in a genesis file, those too that geth takes without a word") { file, strict };
        command.SetAction(result =>
        {
            var json = File.ReadAllBytes(result.GetRequiredValue(file).FullName);
            var genesis = GenesisFileReader.Read(json);
            genesis.EnsureRunnable();
            var findings = GenesisAdvice.For(genesis, json, TimeProvider.System.GetUtcNow());
            foreach (var finding in findings)
            {
                Console.WriteLine($"note: {finding}");
            }

            Console.WriteLine($"{(findings.Count == 0 ? "good" : "can run")}: chain {genesis.Spec.ChainId}, genesis block {GenesisBlock.Create(genesis).Hash}");
            return findings.Count > 0 && result.GetValue(strict) ? 1 : 0;
        });
        return command;
    }

    private static Command Show()
    {
        var file = new Argument<FileInfo>("genesis");
        var command = new Command("show", "Show what a genesis file means") { file };
        command.SetAction(result =>
        {
            var genesis = GenesisFileReader.Read(File.ReadAllBytes(result.GetRequiredValue(file).FullName));
            genesis.EnsureRunnable();
            var block = GenesisBlock.Create(genesis).Header;
            var spec = genesis.Spec;
            Console.WriteLine($"chain id      {spec.ChainId}");
            Console.WriteLine($"genesis block {block.Hash}");
            Console.WriteLine($"state root    {block.StateRoot}");
            Console.WriteLine($"period        {spec.Clique!.PeriodSeconds} s, epoch {spec.Clique.EpochLength} blocks");
            Console.WriteLine($"rules         {spec.RulesAt(0, block.Timestamp).Fork} at block 0");
            foreach (var (fork, number) in spec.BlockForks.Where(fork => fork.Block > 0))
            {
                Console.WriteLine($"              {fork} from block {number}");
            }

            foreach (var (fork, time) in spec.TimeForks.Where(fork => fork.Time > block.Timestamp))
            {
                Console.WriteLine($"              {fork} from {DateTimeOffset.FromUnixTimeSeconds((long)time):u}");
            }

            foreach (var signer in CliqueHeader.ListedSigners(block))
            {
                Console.WriteLine($"signer        {signer.ToChecksumString()}");
            }

            Console.WriteLine($"accounts      {genesis.Alloc.Count}, {genesis.Alloc.Values.Count(account => !account.Code.IsEmpty)} of them with code");
            return 0;
        });
        return command;
    }

    private static OptionsException Needed(string option) => new([$"{option} is needed; at a terminal it would be asked for."]);

    internal static void Write(byte[] file, string? path)
    {
        if (path is null)
        {
            Console.WriteLine(System.Text.Encoding.UTF8.GetString(file));
            return;
        }

        if (File.Exists(path))
        {
            throw new IOException($"{path} is there already: a genesis file is never overwritten.");
        }

        File.WriteAllBytes(path, file);
        Console.Error.WriteLine($"Wrote {path}");
    }

    private static Address ReadAddress(string text) =>
        Address.TryParse(text.Trim(), out var address) ? address : throw new OptionsException([$"'{text}' is no address."]);

    private static (Address Account, UInt256 Wei) ReadFund(string text) =>
        text.Split('=') is [var account, var ether] ? (ReadAddress(account), ReadEther(ether)) : throw new OptionsException([$"'{text}': expected ADDRESS=ETHER."]);

    private static UInt256 ReadEther(string text)
    {
        const int decimals = 18;
        var parts = text.Split('.');
        var fraction = parts.Length == 2 ? parts[1] : "";
        return parts.Length <= 2 && fraction.Length <= decimals && text.All(c => char.IsAsciiDigit(c) || c == '.')
            && UInt256.TryParse(parts[0] + fraction.PadRight(decimals, '0'), out var wei)
            ? wei
            : throw new OptionsException([string.Create(CultureInfo.InvariantCulture, $"'{text}' is no amount of ether.")]);
    }
}
