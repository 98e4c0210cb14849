namespace PoaSidechain.Node.Options;

/// <summary>What lies where in the data folder.</summary>
/// <param name="Root">The folder (<c>--datadir</c>).</param>
/// <param name="Keystore">The folder of encrypted keys.</param>
/// <param name="NodeKey">The file of the node's network key.</param>
internal sealed record DataFolder(string Root, string Keystore, string NodeKey)
{
    /// <summary>The database.</summary>
    public string Database => Path.Combine(Root, "poa", "chaindata");

    /// <summary>The database of a chain that is being downloaded with its state; there only until it is part of the other one.</summary>
    public string ChainDraft => Path.Combine(Root, "poa", "chaindraft");

    /// <summary>The journal of what was sealed: apart from the database, which may be thrown away and synced again.</summary>
    public string SealJournal => Path.Combine(Root, "poa", "seal-journal");

    /// <summary>The shared secret of the authenticated port.</summary>
    public string JwtSecret => Path.Combine(Root, "poa", "jwtsecret");

    /// <summary>Enode URLs to stay connected to, a JSON array as geth has it.</summary>
    public string StaticNodes => Path.Combine(Root, "poa", "static-nodes.json");

    /// <summary>Nodes that discovery found, kept for the next start.</summary>
    public string DiscoveredNodes => Path.Combine(Root, "poa", "discovered-nodes");

    /// <summary>The Unix socket.</summary>
    public string IpcSocket => Path.Combine(Root, "poa.ipc");

    /// <summary>The folder when none is named.</summary>
    public static string DefaultRoot => Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".poa");

    /// <summary>Opens the data folder's conventions on a path.</summary>
    public static DataFolder At(string? root, string? keystore = null, string? nodeKey = null)
    {
        var path = Path.GetFullPath(root ?? DefaultRoot);
        return new DataFolder(
            path,
            Path.GetFullPath(keystore ?? Path.Combine(path, "keystore")),
            Path.GetFullPath(nodeKey ?? Path.Combine(path, "poa", "nodekey")));
    }
}
