using System.Text.Json;
using System.Text.Json.Nodes;
using PoaSidechain.Devnet.Processes;

namespace PoaSidechain.Devnet;

/// <summary>The checkpointer beside one validator.</summary>
internal static class CheckpointerProcess
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes its settings and starts it. Intervals are short, because everything here is: a person is waiting.</summary>
    public static ChildProcess Start(Places places, KeyBox keys, Validator validator, IEnumerable<string> l1, int metricsPort)
    {
        var number = validator.Number;
        Directory.CreateDirectory(places.CheckpointerData(number));
        var settings = new JsonObject
        {
            ["DeploymentFile"] = places.Deployment,
            ["DataDirectory"] = places.CheckpointerData(number),
            ["Node"] = new JsonObject { ["Endpoint"] = validator.Socket, ["PollInterval"] = "00:00:00.500" },
            ["L1"] = new JsonObject { ["Endpoints"] = new JsonArray([.. l1.Select(endpoint => JsonValue.Create(endpoint))]), ["PollInterval"] = "00:00:00.500" },
            ["SignerKey"] = Key(validator.KeystoreFile, places),
            ["FeeKey"] = Key(keys.FileOf(FeeKeyName(number)), places),
            ["Checkpoints"] = new JsonObject
            {
                ["IntervalBlocks"] = 30,
                ["WithdrawalIntervalBlocks"] = 2,
                ["MinimumBurial"] = 2,
                ["RoundTimeout"] = "00:00:10",
                ["TakeoverTime"] = "00:00:10",
            },
            ["Deposits"] = new JsonObject { ["TakeoverTime"] = "00:00:08" },
            ["Telemetry"] = new JsonObject { ["Listen"] = $"http://127.0.0.1:{metricsPort}", ["InstanceId"] = $"checkpointer-{number}" },
        };
        var file = Path.Combine(places.CheckpointerData(number), "checkpointer.json");
        File.WriteAllText(file, new JsonObject { ["Checkpointer"] = settings }.ToJsonString(Indented));
        return ChildProcess.Start($"checkpointer-{number}", places.Logs, TimeSpan.FromSeconds(15), places.Checkpointer, "run", "--config", file);
    }

    /// <summary>Name of the key that pays a checkpointer's fees on both chains.</summary>
    public static string FeeKeyName(int number) => $"fee-{number}";

    private static JsonObject Key(string file, Places places) => new() { ["KeystoreFile"] = file, ["PasswordFile"] = places.Password };
}
