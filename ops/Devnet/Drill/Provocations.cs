using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Devnet.Processes;
using PoaSidechain.Devnet.Scenario;

namespace PoaSidechain.Devnet.Drill;

/// <summary>Everything that is made to go wrong, in an order in which one leaves no trace for the next. Each is a real fault of a real process or chain.</summary>
internal sealed partial class Provocations(Places places, Network network, Bridge bridge, KeyBox keys)
{
    /// <summary>Alerts about what only a watchtower looks at; a devnet runs none, WatchtowerTests tries them.</summary>
    public static IReadOnlyList<string> OfWatchtowers { get; } = ["EventsImitated"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    // Signers are 1 to 4; the fifth node was voted out again and only follows.
    private Validator Follower => network.Validators[Network.FirstSigners];

    private Validator LastSigner => network.Validators[Network.FirstSigners - 1];

    private IEnumerable<Validator> Everyone => network.Validators;

    public IReadOnlyList<Provocation> All() =>
    [
        .. OfNodes(),
        .. OfSigners(),
        .. OfCheckpointers(),
        .. OfTheBridge(),
    ];

    private static Provocation Of(string what, string alerts, Func<CancellationToken, Task> provoke, Func<CancellationToken, Task>? mend = null) =>
        new(what, alerts.Split(' '), provoke, mend ?? (_ => Task.CompletedTask));

    private Task RestartAsync(Validator validator, params string[] flags) =>
        RestartAsync(validator, Everyone, new Dictionary<string, string>(StringComparer.Ordinal), flags);

    private static async Task RestartAsync(
        Validator validator, IEnumerable<Validator> peers, IReadOnlyDictionary<string, string> environment, params string[] flags)
    {
        await validator.StopAsync();
        validator.Start(peers, environment, flags);
    }

    private static Task InStepAsync(Validator behind, Validator model, CancellationToken cancellationToken) => behind.InStepWithAsync(model, Patience, cancellationToken);

    private static Task<string> RunAsync(string program, CancellationToken cancellationToken, params string[] arguments) => Tool.RunAsync(program, arguments, cancellationToken);

    /// <summary>Asks what is bound to fail inside the node.</summary>
    private static async Task AskInVainAsync(Validator validator, string method, CancellationToken cancellationToken, params System.Text.Json.Nodes.JsonNode?[] parameters)
    {
        try
        {
            await validator.Control.AskAsync(method, cancellationToken, parameters);
        }
        catch (RpcException)
        {
            return;
        }

        throw new DevnetException($"{method} was to fail at validator {validator.Number} and did not");
    }
}
