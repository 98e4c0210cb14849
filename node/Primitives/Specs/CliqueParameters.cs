namespace PoaSidechain.Primitives.Specs;

/// <summary>The genesis file's <c>config.clique</c>: the only place where these numbers may come from.</summary>
/// <param name="PeriodSeconds">Least seconds between two blocks; 0 seals only when there are transactions.</param>
/// <param name="EpochLength">Blocks after which votes are dropped and the signer list is written into a header (EIP-225); never 0.</param>
/// <param name="TieBreak">The tie break that the chain asks all its nodes to use (<c>tieBreak</c>, a key of our own); null leaves it to each node.</param>
public sealed record CliqueParameters(ulong PeriodSeconds, ulong EpochLength, CliqueTieBreak? TieBreak = null)
{
    /// <summary>EIP-225's suggestion, and geth's value where a genesis file has none or 0.</summary>
    public const ulong DefaultEpochLength = 30_000;
}
