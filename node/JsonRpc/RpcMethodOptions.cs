using PoaSidechain.Primitives;

namespace PoaSidechain.JsonRpc;

/// <summary>Limits and defaults of single methods; the names follow geth's flags.</summary>
public sealed class RpcMethodOptions
{
    /// <summary>Most gas for eth_call and its kin (<c>--rpc.gascap</c>); 0 for no cap but 2^63.</summary>
    public ulong GasCap { get; init; } = 50_000_000;

    /// <summary>Longest time for eth_call and its kin (<c>--rpc.evmtimeout</c>).</summary>
    public TimeSpan EvmTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Most fee in wei that a sent transaction may offer, against slips of the decimal point (<c>--rpc.txfeecap</c>); 0 for no cap. 1 ether.</summary>
    public UInt256 TransactionFeeCap { get; init; } = 1_000_000_000_000_000_000UL;

    /// <summary>Most blocks that eth_getLogs may have to read; the index leads past all others.</summary>
    public int MaxLogBlocks { get; init; } = 20_000;

    /// <summary>Most logs that eth_getLogs answers.</summary>
    public int MaxLogs { get; init; } = 20_000;

    /// <summary>Most addresses and alternatives of a topic in a log filter.</summary>
    public int MaxLogAlternatives { get; init; } = 1000;

    /// <summary>How long a filter lives without being asked.</summary>
    public TimeSpan FilterTimeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Most filters at once, over all clients.</summary>
    public int MaxFilters { get; init; } = 4096;

    /// <summary>Most changes that a filter keeps for its client; one that lets more pile up is dropped.</summary>
    public int MaxFilterChanges { get; init; } = 20_000;

    /// <summary>Blocks that the gas price oracle looks at (<c>--gpo.blocks</c>).</summary>
    public int GasPriceBlocks { get; init; } = 20;

    /// <summary>Percentile of recent tips that the oracle suggests (<c>--gpo.percentile</c>).</summary>
    public int GasPricePercentile { get; init; } = 60;

    /// <summary>Most tip in wei per gas that the oracle suggests (<c>--gpo.maxprice</c>). 500 gwei.</summary>
    public UInt256 MaxSuggestedTip { get; init; } = 500_000_000_000UL;

    /// <summary>Tips below this, in wei per gas, are not looked at (<c>--gpo.ignoreprice</c>).</summary>
    public UInt256 IgnoredTip { get; init; } = 2UL;

    /// <summary>What the oracle suggests, in wei per gas, while nobody pays anything.</summary>
    public UInt256 DefaultTip { get; init; } = 1_000_000_000UL;

    /// <summary>Most bytes that the trace of one transaction may take (debug_trace*).</summary>
    public int MaxTraceBytes { get; init; } = 100_000_000;

    /// <summary>Most blocks of eth_feeHistory.</summary>
    public int MaxFeeHistory { get; init; } = 1024;

    /// <summary>Longest that eth_sendRawTransactionSync waits for a receipt.</summary>
    public TimeSpan MaxReceiptWait { get; init; } = TimeSpan.FromMinutes(1);
}
