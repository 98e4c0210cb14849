
namespace PoaSidechain.Tests.TestKit.Nodes;

/// <summary>What the end-to-end tests start.</summary>
public static class Repository
{
    private static readonly DirectoryInfo Output = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    /// <summary>The node's program, of the same configuration as the tests.</summary>
    public static string Poa { get; } =
        Checkout.PathOf("node", "Node", "bin", Output.Parent!.Name, Output.Name, "poa");

    /// <summary>The devnet, of the same configuration as the tests.</summary>
    public static string Devnet { get; } = Checkout.PathOf("ops", "Devnet", "bin", Output.Parent!.Name, Output.Name, "PoaSidechain.Devnet");

    /// <summary>foundry's cast, as bridge-contracts/setup installs it.</summary>
    public static string Cast =>
        Checkout.FoundryProgram("cast") ?? throw new FileNotFoundException("No cast: run bridge-contracts/setup.");

    /// <summary>The scripts that drive a node with client libraries.</summary>
    public static string Clients { get; } = Checkout.PathOf("tests", "EndToEnd", "clients");

    /// <summary>The other client, as its set-up script installs it.</summary>
    public static string Peer { get; } = Checkout.PathOf("tests", "EndToEnd", "peer");
}
