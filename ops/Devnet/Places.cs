namespace PoaSidechain.Devnet;

/// <summary>Where everything lies: the programs in the checkout, and the files of one devnet.</summary>
internal sealed class Places
{
    private readonly string _checkout;

    private Places(string checkout, string root)
    {
        _checkout = checkout;
        Root = root;
    }

    /// <summary>The devnet's own folder; deleting it forgets the chains and the throwaway keys.</summary>
    public string Root { get; }

    public string Logs => Path.Combine(Root, "logs");

    public string Keys => Path.Combine(Root, "keys");

    /// <summary>The one password of all keystores here: random, readable by the owner only, worthless outside.</summary>
    public string Password => Path.Combine(Root, "password");

    public string Genesis => Path.Combine(Root, "genesis.json");

    public string Deployment => Path.Combine(Root, "deployment.json");

    /// <summary>Token and other small things that a continued devnet must know again.</summary>
    public string Notes => Path.Combine(Root, "devnet.json");

    public string Prometheus => Path.Combine(Root, "prometheus");

    /// <summary>Recording and alert rules of the checkout.</summary>
    public string Rules => Path.Combine(_checkout, "ops", "prometheus");

    /// <summary>The drill's copy of the rules, with times that a person waits for.</summary>
    public string DrillRules => Path.Combine(Prometheus, "rules");

    /// <summary>What the drill saw, as a table for ops/DRILL.md.</summary>
    public string DrillTable => Path.Combine(Root, "drill.md");

    /// <summary>Folder of the second node that the drill starts with a signer's key.</summary>
    public string Clone => Path.Combine(Root, "clone");

    /// <summary>Source of the library that makes one process' clock wrong.</summary>
    public string ClockSource => Path.Combine(_checkout, "ops", "Devnet", "Drill", "clock.c");

    public string Dashboards => Path.Combine(_checkout, "ops", "grafana", "dashboards");

    public string L1State => Path.Combine(Root, "l1-state.json");

    public string Lock => Path.Combine(Root, "lock");

    public string Node => Program("node/Node", "poa");

    public string Checkpointer => Program("checkpointer", "poa-checkpointer");

    public string Console => Program("ops/Console", "poa-console");

    public string Anvil => Directory.EnumerateDirectories(Path.Combine(_checkout, "bridge-contracts", "node_modules", "@foundry-rs"), "anvil-*")
        .Select(folder => Path.Combine(folder, "bin", "anvil"))
        .FirstOrDefault(File.Exists) ?? throw new DevnetException("There is no anvil: run ops/setup.");

    public static Places Find(string? root)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PoaSidechain.sln")))
            {
                return new Places(folder.FullName, Path.GetFullPath(root ?? Path.Combine(folder.FullName, ".devnet")));
            }
        }

        throw new DevnetException("This program runs out of a checkout of PoaSidechain only.");
    }

    public string Validator(int number) => Path.Combine(Root, $"validator-{number}");

    public string CheckpointerData(int number) => Path.Combine(Root, $"checkpointer-{number}");

    public string Artifact(string contract) => Path.Combine(_checkout, "bridge-contracts", "artifacts", contract + ".json");

    private string Program(string project, string name)
    {
        // The same configuration and framework as this very program.
        var output = Path.GetRelativePath(Path.Combine(_checkout, "ops", "Devnet"), AppContext.BaseDirectory);
        var path = Path.Combine(_checkout, project, output, name);
        return File.Exists(path) ? path : throw new DevnetException($"{path} is not built: use ops/devnet, which builds it.");
    }
}
