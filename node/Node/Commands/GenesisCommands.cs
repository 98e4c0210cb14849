using System.CommandLine;
using PoaSidechain.Chain;
using PoaSidechain.Clique;
using PoaSidechain.Node.Genesis;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Node.Commands;

/// <summary><c>poa genesis</c>: writes, checks and explains genesis files.</summary>
internal static class GenesisCommands
{
    public static Command Create()
    {
        var command = new Command("genesis", "Genesis files in geth's form");
        command.Subcommands.Add(GenesisNewCommand.Create());
        command.Subcommands.Add(Check());
        command.Subcommands.Add(Show());
        command.Subcommands.Add(GenesisConvertCommand.Create());
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
}
