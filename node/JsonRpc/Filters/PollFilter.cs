using PoaSidechain.JsonRpc.Blocks;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.JsonRpc.Filters;

/// <summary>What one client asks for by eth_getFilterChanges, and what has come for it since it last did.</summary>
/// <remarks>Thread: under the store's lock.</remarks>
internal sealed class PollFilter(PollFilterKind kind, LogFilter? logs, bool wantsWhole)
{
    /// <summary>What it is about.</summary>
    public PollFilterKind Kind => kind;

    /// <summary>Which logs, for a filter of logs.</summary>
    public LogFilter? LogFilter => logs;

    /// <summary>True for whole transactions instead of hashes.</summary>
    public bool WantsWhole => wantsWhole;

    /// <summary>Timestamp of the clock when it was last asked.</summary>
    public long AskedAt { get; set; }

    /// <summary>Hashes of new blocks.</summary>
    public List<Hash256> Blocks { get; private set; } = [];

    /// <summary>New pending transactions.</summary>
    public List<Transaction> Transactions { get; private set; } = [];

    /// <summary>New and removed logs.</summary>
    public List<LogPlace> Logs { get; private set; } = [];

    /// <summary>How much waits.</summary>
    public int Count => Blocks.Count + Transactions.Count + Logs.Count;

    /// <summary>What has come, which it forgets.</summary>
    public PollFilter TakeChanges()
    {
        var taken = new PollFilter(kind, logs, wantsWhole) { Blocks = Blocks, Transactions = Transactions, Logs = Logs };
        (Blocks, Transactions, Logs) = ([], [], []);
        return taken;
    }
}
