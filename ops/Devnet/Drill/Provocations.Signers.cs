using System.Globalization;
using PoaSidechain.Devnet.Processes;

namespace PoaSidechain.Devnet.Drill;

internal sealed partial class Provocations
{
    private const int ClockAheadSeconds = 12;

    private ChildProcess? _clone;

    private IEnumerable<Provocation> OfSigners()
    {
        yield return Of(
            "one of four signers is stopped",
            "NodeDown SignerMissing NoSpareSigner InTurnShareLow",
            _ => network.Validators[1].StopAsync(),
            token => BackAsync(token, network.Validators[1]));
        yield return Of(
            "two of four signers are stopped: the chain stands still",
            "ChainStalled",
            async _ =>
            {
                await network.Validators[1].StopAsync();
                await network.Validators[2].StopAsync();
            },
            token => BackAsync(token, network.Validators[1], network.Validators[2]));
        yield return Of(
            "a signer's key is with a service that does not answer",
            "SealingRefused",
            _ => RestartAsync(LastSigner, "--signer", "http://127.0.0.1:9"),
            token => RestartedAsync(LastSigner, token));
        yield return Of(
            $"a signer's clock is {ClockAheadSeconds} s ahead, and it seals all the same",
            "ClockDrift BlocksRefused",
            WrongClockAsync,
            token => RestartedAsync(LastSigner, token));
        yield return Of("a second machine seals with a signer's key", "Equivocation", CloneAsync, EndCloneAsync);
    }

    private async Task BackAsync(CancellationToken cancellationToken, params Validator[] stopped)
    {
        foreach (var validator in stopped)
        {
            validator.Start(Everyone);
        }

        foreach (var validator in stopped)
        {
            await InStepAsync(validator, network.Validators[0], cancellationToken);
        }
    }

    private async Task RestartedAsync(Validator validator, CancellationToken cancellationToken)
    {
        await RestartAsync(validator);
        await InStepAsync(validator, network.Validators[0], cancellationToken);
    }

    private async Task WrongClockAsync(CancellationToken cancellationToken)
    {
        var library = Path.Combine(places.Root, "clock.so");
        await RunAsync("cc", cancellationToken, "-shared", "-fPIC", "-O1", "-o", library, places.ClockSource, "-ldl");
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["LD_PRELOAD"] = library,
            ["POA_DRILL_CLOCK"] = ClockAheadSeconds.ToString(CultureInfo.InvariantCulture),
        };
        await RestartAsync(LastSigner, Everyone, variables, "--clique.max-clock-drift", "1h");
    }

    /// <summary>What a standby that starts by mistake does: the same key, another machine, no seal journal.</summary>
    private async Task CloneAsync(CancellationToken cancellationToken)
    {
        var keystore = Path.Combine(places.Clone, "keystore");
        Directory.CreateDirectory(keystore);
        File.Copy(LastSigner.KeystoreFile, Path.Combine(keystore, Path.GetFileName(LastSigner.KeystoreFile)), overwrite: true);
        await RunAsync(places.Node, cancellationToken, "init", places.Genesis, "--datadir", places.Clone);
        _clone = ChildProcess.Start(
            "clone", places.Logs, TimeSpan.FromSeconds(20), places.Node,
            "run", "--datadir", places.Clone, "--cache", "64", "--port", "0", "--nodiscover", "--ipcdisable",
            "--staticpeers", string.Join(',', Everyone.Select(validator => validator.Enode)),
            "--mine", "--miner.etherbase", LastSigner.Signer.ToString(), "--password", places.Password, "--miner.extradata", "the other machine");
    }

    private async Task EndCloneAsync(CancellationToken cancellationToken)
    {
        await _clone!.DisposeAsync();
        Directory.Delete(places.Clone, recursive: true);
    }
}
