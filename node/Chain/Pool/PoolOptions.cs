using PoaSidechain.Primitives;

namespace PoaSidechain.Chain.Pool;

/// <summary>Limits of the transaction pool; the names follow geth's <c>--txpool.*</c> flags.</summary>
public sealed class PoolOptions
{
    /// <summary>Least tip in wei per gas that a remote transaction must offer (<c>--txpool.pricelimit</c>).</summary>
    public UInt256 PriceLimit { get; init; } = 1UL;

    /// <summary>Per cent by which both fee caps must rise to replace a waiting transaction (<c>--txpool.pricebump</c>).</summary>
    public uint PriceBumpPercent { get; init; } = 10;

    /// <summary>Most executable remote transactions of one sender (<c>--txpool.accountslots</c>; geth's is a guaranteed minimum instead).</summary>
    public int AccountSlots { get; init; } = 4096;

    /// <summary>Most executable transactions in all (<c>--txpool.globalslots</c>).</summary>
    public int GlobalSlots { get; init; } = 65_536;

    /// <summary>Most remote ones waiting for an earlier nonce, of one sender (<c>--txpool.accountqueue</c>).</summary>
    public int AccountQueue { get; init; } = 256;

    /// <summary>Most waiting for an earlier nonce, in all (<c>--txpool.globalqueue</c>).</summary>
    public int GlobalQueue { get; init; } = 16_384;

    /// <summary>How long a transaction may wait for an earlier nonce (<c>--txpool.lifetime</c>).</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromHours(3);

    /// <summary>True to take transactions without replay protection (EIP-155) from RPC (<c>--rpc.allow-unprotected-txs</c>).</summary>
    public bool AllowUnprotected { get; init; }
}
