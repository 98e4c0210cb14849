using PoaSidechain.Chain;
using PoaSidechain.Chain.Joining;
using PoaSidechain.Chain.Store;
using PoaSidechain.Clique;
using PoaSidechain.Evm.Precompiles;
using PoaSidechain.Node.Options;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;
using PoaSidechain.Storage;
using PoaSidechain.Storage.LevelDb;

namespace PoaSidechain.Node.Hosting;

/// <summary>The chain of a data folder, open: what every command that looks at it needs.</summary>
internal sealed class OpenChain : IDisposable
{
    private OpenChain(LevelDbStore database, NodeOptions options)
    {
        Database = database;
        Store = new ChainStore(database);
        States = StateStore.Open(database, options.State);
        Tree = ChainDatabase.Open(database, States);
        Spec = GenesisConfig.Read(Store.ReadGenesisConfig()
            ?? throw new StorageException(StorageError.NotInitialised, "The database has no chain configuration: run 'poa init' again."));
        if (PrecompileLibraries.WhatIsMissing(Spec) is { } missing)
        {
            throw new GenesisFileException("config.cancunTime", missing);
        }

        Engine = new CliqueEngine(Spec, new SnapshotStore(database), options.ForkChoice.TieBreak);
        Pin = new CheckpointPin(database);
    }

    public LevelDbStore Database { get; }

    public ChainStore Store { get; }

    public StateStore States { get; }

    public BlockTree Tree { get; }

    public ChainSpec Spec { get; }

    public CliqueEngine Engine { get; }

    public CheckpointPin Pin { get; }

    /// <summary>Opens an initialised data folder.</summary>
    public static OpenChain Open(NodeOptions options)
    {
        if (!Directory.Exists(options.Data.Database))
        {
            throw new StorageException(
                StorageError.NotInitialised, $"There is no chain in {options.Data.Root}: run 'poa init --datadir {options.Data.Root} genesis.json' first.");
        }

        var database = LevelDbStore.Open(options.Storage);
        try
        {
            ResumeInstall(database, options);
            return new OpenChain(database, options);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public void Dispose() => Database.Dispose();

    /// <summary>Ends what a node was killed in: taking in a chain that it had downloaded with its state.</summary>
    private static void ResumeInstall(LevelDbStore database, NodeOptions options)
    {
        if (!ChainInstall.IsPending(database))
        {
            return;
        }

        if (!Directory.Exists(options.Data.ChainDraft))
        {
            throw new StorageException(
                StorageError.Corrupt, $"The folder {options.Data.ChainDraft} is gone, from which a downloaded chain was being taken in. Sync into a new folder.");
        }

        using (var draft = LevelDbStore.Open(DraftOptions(options)))
        {
            ChainInstall.Resume(draft, database, options.State);
        }

        Directory.Delete(options.Data.ChainDraft, recursive: true);
    }

    /// <summary>How the database of a chain that is being downloaded is opened.</summary>
    public static StorageOptions DraftOptions(NodeOptions options) => new() { Directory = options.Data.ChainDraft, CacheMegabytes = 64 };
}
