using System.CommandLine;
using PoaSidechain.Chain;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Node.Commands.Bridge.Deploying;

/// <summary><c>poa bridge plan|deploy|verify</c>: the contracts on L1, by one who founds a bridge or wants to trust one.</summary>
internal static class DeployCommands
{
    public static Command Plan()
    {
        var chainId = new Option<ulong>("--l1-chain-id") { Description = "Chain id of L1", Required = true };
        var guardians = new Option<string>("--guardians") { Description = "Addresses that may pause for 48 hours, parted by commas", HelpName = "addresses" };
        var weth = new Option<string>("--weth") { Description = "Wrapped ETH of L1: a router for deposits without an approval is deployed too", HelpName = "address" };
        var permit2 = new Option<string>("--permit2") { Description = "Permit2 of L1, for the router", HelpName = "address" };
        var file = new Option<FileInfo>("--out") { Description = "The plan file; it must not be there yet", HelpName = "file", Required = true };
        var command = new Command("plan", "Write a plan file with recommended terms, to be edited before 'deploy'") { chainId, guardians, weth, permit2, file };
        command.SetAction(result =>
        {
            var terms = BridgeTerms.Recommended(result.GetRequiredValue(chainId), Addresses(result.GetValue(guardians)) ?? []) with
            {
                Router = Router(BridgeOptions.AddressOf(result.GetValue(weth)), BridgeOptions.AddressOf(result.GetValue(permit2)))
                    ?? (result.GetValue(permit2) is null ? null : throw new BridgeException("--permit2 is for the router, which needs --weth.")),
            };
            using var stream = new FileStream(result.GetRequiredValue(file).FullName, FileMode.CreateNew);
            stream.Write(System.Text.Encoding.UTF8.GetBytes(BridgeTermsFile.Write(terms)));
            return 0;
        });
        return command;
    }

    public static Command Deploy()
    {
        var l1 = L1Option();
        var plan = new Option<FileInfo>("--plan") { Description = "The plan file ('poa bridge plan' writes one)", HelpName = "file", Required = true };
        var genesis = new Option<FileInfo>("--genesis") { Description = "Genesis file of the sidechain", HelpName = "file", Required = true };
        var file = new Option<FileInfo>("--out") { Description = "The deployment file to write", HelpName = "file", Required = true };
        var options = new BridgeOptions();
        var command = new Command("deploy", "Create the bridge's contracts on L1; run again after a kill, it goes on where it was") { l1, plan, genesis, file };
        options.AddKey(command);
        command.SetAction(async (result, cancellationToken) =>
        {
            var (header, spec) = ReadGenesis(result.GetRequiredValue(genesis));
            var path = result.GetRequiredValue(plan).FullName;
            var text = await File.ReadAllTextAsync(path, cancellationToken);
            var terms = Sentence(() => BridgeTermsFile.Parse(text, path, header, spec.ChainId, spec.Clique!.EpochLength));
            using var chain = new ChainConnection("L1", result.GetRequiredValue(l1));
            using var wallet = options.Wallet(result);
            var deployer = new BridgeDeployer(chain, wallet, result.InvocationConfiguration.Output);
            await deployer.RunAsync(terms, result.GetRequiredValue(file).FullName, cancellationToken);
            return 0;
        });
        return command;
    }

    public static Command Verify()
    {
        var l1 = L1Option();
        var file = new Option<FileInfo>("--deployment") { Description = "The deployment file", HelpName = "file", Required = true };
        var genesis = new Option<FileInfo>("--genesis") { Description = "Genesis file that it must be of", HelpName = "file" };
        var signers = new Option<string>("--signers")
        {
            Description = "Signers that L1 must have, parted by commas; those of genesis without it",
            HelpName = "addresses",
        };
        var sidechain = new Option<string>("--sidechain")
        {
            Description = "JSON-RPC address of the sidechain (eth, debug, clique): its half is compared with L1's too",
            HelpName = "url",
        };
        var command = new Command("verify", "Compare the bridge on L1 with its deployment file, and the sidechain with L1; exit code 1 if anything deviates") { l1, file, genesis, signers, sidechain };
        command.SetAction(async (result, cancellationToken) =>
        {
            var path = result.GetRequiredValue(file).FullName;
            var text = await File.ReadAllTextAsync(path, cancellationToken);
            var deployment = Sentence(() => Deployment.Parse(text, path));
            var plan = deployment.Plan ?? throw new BridgeException($"{path} has no plan: it was not written by 'poa bridge deploy'.");
            if (result.GetValue(genesis) is { } expected && !ReadGenesis(expected).Header.AsSpan().SequenceEqual(plan.Terms.GenesisHeader.Span))
            {
                throw new BridgeException($"{path} is of another genesis than {expected.FullName}.");
            }

            using var chain = new ChainConnection("L1", result.GetRequiredValue(l1));
            var set = Addresses(result.GetValue(signers)) is { } members ? new SignerSet(members) : null;
            List<string> deviations = [.. await new BridgeVerifier(chain, deployment, plan).RunAsync(set, cancellationToken)];
            var agreed = "";
            if (result.GetValue(sidechain) is { } endpoint)
            {
                using var other = new ChainConnection("The sidechain", endpoint);
                var verifier = new SidechainVerifier(chain, other, deployment);
                deviations.AddRange(await verifier.RunAsync(cancellationToken));
                agreed = verifier.ProvenTo is { } block
                    ? $" The sidechain agrees with L1, by proofs up to block {block}."
                    : " The sidechain agrees with L1, which has no checkpoint to prove anything by yet.";
            }

            var output = result.InvocationConfiguration.Output;
            foreach (var deviation in deviations)
            {
                await output.WriteLineAsync(deviation);
            }

            await output.WriteLineAsync(deviations.Count == 0 ? $"All of {path} stands on L1 as planned.{agreed}" : $"{deviations.Count} {(deviations.Count == 1 ? "deviation" : "deviations")}.");
            return deviations.Count == 0 ? 0 : 1;
        });
        return command;
    }

    /// <summary>The router on given contracts of L1; null without WETH, without which there is none.</summary>
    public static RouterTerms? Router(Address? weth, Address? permit2) => weth is { } wrapped ? new RouterTerms(wrapped, permit2 ?? default) : null;

    private static Option<string> L1Option() => new("--l1") { Description = "JSON-RPC address of L1", HelpName = "url", Required = true };

    private static (byte[] Header, ChainSpec Spec) ReadGenesis(FileInfo file)
    {
        var genesis = GenesisFileReader.Read(File.ReadAllBytes(file.FullName));
        genesis.EnsureRunnable();
        return (GenesisBlock.Create(genesis).Header.Encode(), genesis.Spec);
    }

    private static Address[]? Addresses(string? text) =>
        text is null ? null : [.. text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(a => BridgeOptions.AddressOf(a)!.Value)];

    /// <summary>Mistakes in a file are told as sentences.</summary>
    private static T Sentence<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            throw new BridgeException(e.Message, e);
        }
    }
}
