using PoaSidechain.State;
using PoaSidechain.Storage;

namespace PoaSidechain.Chain.Joining;

/// <summary>What a node needs to join by downloading a recent state: where the chain is put together, and what it becomes part of.</summary>
public sealed class ChainJoin
{
    /// <summary>The node's tree, at genesis.</summary>
    public required BlockTree Tree { get; init; }

    /// <summary>The node's database.</summary>
    public required IKeyValueStore Database { get; init; }

    /// <summary>The node's state.</summary>
    public required StateStore States { get; init; }

    /// <summary>How much of the past it keeps.</summary>
    public required StateOptions StateOptions { get; init; }

    /// <summary>Judges headers.</summary>
    public required HeaderVerifier Verifier { get; init; }

    /// <summary>The importer, which alone moves the head.</summary>
    public required BlockImporter Importer { get; init; }

    /// <summary>Opens the database of the draft, or makes it.</summary>
    public required Func<IKeyValueStore> OpenDraft { get; init; }

    /// <summary>Deletes it, after it was closed.</summary>
    public required Action DeleteDraft { get; init; }

    /// <summary>True while the node has nothing but genesis: only then can it join so.</summary>
    public bool IsPossible => Tree.Head.Number == 0;

    /// <summary>True while a downloaded chain is being taken in: what it is taken from must stay until that is done.</summary>
    public bool IsUnderWay => ChainInstall.IsPending(Database);

    /// <summary>Opens what was downloaded so far.</summary>
    public ChainDraft Open() => new(OpenDraft(), this);
}
