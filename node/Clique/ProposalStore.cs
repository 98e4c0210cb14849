using PoaSidechain.Primitives;
using PoaSidechain.Storage;

namespace PoaSidechain.Clique;

/// <summary>What this node's operator wants to vote for: kept over restarts, voted again in every own block while it would change something.</summary>
/// <remarks>One key an account, value 1 (let in) or 0 (put out). Thread: any.</remarks>
public sealed class ProposalStore
{
    private readonly IKeyValueStore _database;
    private readonly Lock _proposalsLock = new();
    private readonly SortedDictionary<Address, bool> _proposals = [];

    /// <summary>Reads what was stored.</summary>
    public ProposalStore(IKeyValueStore database)
    {
        _database = database;
        using var cursor = database.Seek([Schema.ProposalPrefix]);
        for (; cursor.IsValid && cursor.Key[0] == Schema.ProposalPrefix; cursor.MoveNext())
        {
            _proposals[new Address(cursor.Key[1..])] = cursor.Value[0] == 1;
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
            using var batch = _database.CreateBatch();
            batch.Put(Schema.Proposal(stackalloc byte[Schema.MaxKeyLength], account), [add ? (byte)1 : (byte)0]);
            _database.Write(batch, durable: true);
            _proposals[account] = add;
        }
    }

    /// <summary>Takes a proposal back; false when there was none.</summary>
    public bool Discard(Address account)
    {
        lock (_proposalsLock)
        {
            using var batch = _database.CreateBatch();
            batch.Delete(Schema.Proposal(stackalloc byte[Schema.MaxKeyLength], account));
            _database.Write(batch, durable: true);
            return _proposals.Remove(account);
        }
    }
}
