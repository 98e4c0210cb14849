using PoaSidechain.Chain;
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
            return new OpenChain(database, options);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public void Dispose() => Database.Dispose();
}
