using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Storage;

namespace PoaSidechain.Clique;

/// <summary>What this node's operator wants to vote for: kept over restarts, voted again in every own block while it would change something.</summary>
/// <remarks>Stored under one key as RLP [[account, add], …]. Thread: any.</remarks>
public sealed class ProposalStore
{
    private readonly IKeyValueStore _database;
    private readonly Lock _proposalsLock = new();
    private readonly SortedDictionary<Address, bool> _proposals = [];

    /// <summary>Reads what was stored.</summary>
    public ProposalStore(IKeyValueStore database)
    {
        _database = database;
        if (database.Get(Schema.CliqueProposals) is not { } stored)
        {
            return;
        }

        var reader = new RlpReader(stored);
        var list = reader.ReadList();
        while (!list.IsAtEnd)
        {
            var item = list.ReadList();
            _proposals[item.ReadAddress()] = item.ReadBool();
        }
    }

    /// <summary>All proposals, by account.</summary>
    public IReadOnlyDictionary<Address, bool> All
    {
        get
        {
            lock (_proposalsLock)
            {
                return new SortedDictionary<Address, bool>(_proposals);
            }
        }
    }

    /// <summary>Proposes to let an account in or to put it out.</summary>
    public void Propose(Address account, bool add)
    {
        lock (_proposalsLock)
        {
            _proposals[account] = add;
            Store();
        }
    }

    /// <summary>Takes a proposal back; false when there was none.</summary>
    public bool Discard(Address account)
    {
        lock (_proposalsLock)
        {
            var removed = _proposals.Remove(account);
            Store();
            return removed;
        }
    }

    private void Store()
    {
        using var writer = new RlpWriter();
        var list = writer.BeginList();
        foreach (var (account, add) in _proposals)
        {
            var item = writer.BeginList();
            writer.Write(account);
            writer.Write(add ? 1UL : 0UL);
            writer.EndList(item);
        }

        writer.EndList(list);
        using var batch = _database.CreateBatch();
        batch.Put(Schema.CliqueProposals, writer.Written);
        _database.Write(batch, durable: true);
    }
}
