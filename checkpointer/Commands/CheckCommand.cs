using System.CommandLine;
using PoaSidechain.Checkpointer.Hosting;
using PoaSidechain.Checkpointer.Startup;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Commands;

/// <summary><c>poa-checkpointer check</c>: settings, keys and both chains, without signing or sending anything.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var command = new Command("check", "Check settings, keys and both chains; exit 0 when a run could start");
        var read = SettingsArguments.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            var options = read(result);
            var deployment = Deployment.Parse(await File.ReadAllTextAsync(options.DeploymentFile, cancellation), options.DeploymentFile);
            using var keys = KeyLoader.Load(options);
            using var connections = CheckpointerConnections.Create(options, TimeProvider.System);
            var verdict = await new StartupChecks(connections.Node, connections.L1, options.L1.Agreement, deployment).RunAsync(cancellation);
            Console.WriteLine($"signer    {keys.Signer?.Address.ToChecksumString() ?? "none: this process observes"}");
            Console.WriteLine($"fee key   {keys.Fee?.Address.ToChecksumString() ?? "none: this process sends nothing"}");
            Console.WriteLine($"sidechain {deployment.Identity.SidechainChainId}, genesis {deployment.Identity.GenesisHash}");
            Console.WriteLine($"l1        {deployment.Identity.L1ChainId}, anchor {deployment.Identity.Anchor.ToChecksumString()}, vault {deployment.Identity.Vault.ToChecksumString()}");
            Console.WriteLine($"checks    {verdict.Outcome}{(verdict.Reason.Length > 0 ? ": " + verdict.Reason : "")}");
            return verdict.Outcome == StartupOutcome.Good ? 0 : 1;
        });
        return command;
    }
}
