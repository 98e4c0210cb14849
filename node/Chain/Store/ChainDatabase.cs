using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.State;
using PoaSidechain.Storage;

namespace PoaSidechain.Chain.Store;

/// <summary>Opens the chain in a database, or begins it there from a genesis file.</summary>
public static class ChainDatabase
{
    /// <summary>Writes block 0 into an empty database; in one that has it, makes sure that it is the same.</summary>
    /// <param name="database">The database.</param>
    /// <param name="states">The state in it.</param>
    /// <param name="file">The genesis file.</param>
    /// <param name="config">The file's <c>config</c> object as text: kept, so that the node starts without the file.</param>
    /// <returns>Block 0.</returns>
    /// <exception cref="GenesisMismatchException">The database belongs to another chain, or past blocks were made under other rules.</exception>
    public static BlockHeader Initialise(IKeyValueStore database, StateStore states, GenesisFile file, ReadOnlySpan<byte> config)
    {
        var store = new ChainStore(database);
        if (store.ReadGenesis() is { } existing)
        {
            return Reinitialise(store, existing, file, config);
        }

        var block = GenesisBlock.Create(file, states.WriteGenesis(GenesisBlock.ChangesOf(file)));
        Begin(database, states, block, config);
        return block.Header;
    }

    /// <summary>Makes a block the first one; its state was written by <see cref="StateStore.WriteGenesis"/>.</summary>
    internal static void Begin(IKeyValueStore database, StateStore states, Block block, ReadOnlySpan<byte> config)
    {
        using var batch = database.CreateBatch();
        ChainStore.PutBlock(batch, block, block.Header.Difficulty);
        ChainStore.PutReceipts(batch, 0, block.Hash, []);
        ChainStore.PutCanonical(batch, new ProcessedBlock(block, [], states.Head));
        ChainStore.PutGenesis(batch, block.Hash, config);
        var commit = states.PrepareGenesis(block.Hash, batch);
        ChainStore.PutHead(batch, block.Hash);
        database.Write(batch, durable: true);
        states.Publish(commit);
    }

    /// <summary>The tree on the last head whose state is whole: with one batch a block, the stored head itself.</summary>
    public static BlockTree Open(IKeyValueStore database, StateStore states)
    {
        var store = new ChainStore(database);
        var genesis = store.ReadGenesis() is { } genesisHash ? store.ReadHeader(0, genesisHash) : null;
        if (genesis is null || !states.IsInitialised)
        {
            throw new StorageException(StorageError.NotInitialised, "The database has no genesis block: run 'poa init' with a genesis file first.");
        }

        var head = store.ReadHeader(states.HeadNumber, states.HeadHash);
        if (head is null || store.ReadHead() != head.Hash || head.StateRoot != states.Head.Root
            || store.ReadTotalDifficulty(head.Number, head.Hash) is not { } totalDifficulty)
        {
            throw new StorageException(
                StorageError.Corrupt, $"The database is damaged: block {states.HeadNumber} {states.HeadHash} is not whole. Import the chain into a new folder.");
        }

        return new BlockTree(store, genesis, new ChainHead(head, totalDifficulty, states.Head));
    }

    /// <summary>The same genesis with other future forks is taken over; a fork that blocks have passed already cannot move.</summary>
    private static BlockHeader Reinitialise(ChainStore store, in Hash256 existing, GenesisFile file, ReadOnlySpan<byte> config)
    {
        var block = GenesisBlock.Create(file);
        if (block.Hash != existing)
        {
            throw new GenesisMismatchException(
                $"The database already contains an incompatible genesis block: have {existing}, the file gives {block.Hash}.");
        }

        var before = GenesisConfig.Read(store.ReadGenesisConfig() ?? throw new GenesisMismatchException("The database has no chain configuration."));
        var head = store.ReadHead() is { } hash && store.ReadNumber(hash) is { } number ? store.ReadHeader(number, hash) : null;
        if (head is not null && GenesisConfig.FindConflict(before, file.Spec, head) is { } conflict)
        {
            throw new GenesisMismatchException(conflict);
        }

        using var batch = store.Database.CreateBatch();
        ChainStore.PutGenesis(batch, block.Hash, config);
        store.Database.Write(batch, durable: true);
        return block.Header;
    }
}
