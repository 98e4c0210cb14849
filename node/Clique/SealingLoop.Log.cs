using Microsoft.Extensions.Logging;
using PoaSidechain.Clique.Signing;
using PoaSidechain.Primitives;

namespace PoaSidechain.Clique;

public sealed partial class SealingLoop
{
    private static partial class Log
    {
        [LoggerMessage(5001, LogLevel.Information, "Sealing as {Signer}")]
        public static partial void Started(ILogger logger, Address signer);

        [LoggerMessage(5002, LogLevel.Information,
            "Sealed block number={Number} hash={Hash} txs={Transactions} gas={GasUsed} in-turn={InTurn} built-in={BuildMilliseconds:F0}ms")]
        public static partial void Sealed(
            ILogger logger, ulong number, Hash256 hash, int transactions, ulong gasUsed, bool inTurn, double buildMilliseconds);

        [LoggerMessage(5003, LogLevel.Debug, "{Signer} may not seal block {Number}: not among the {Signers} signers")]
        public static partial void NotASigner(ILogger logger, Address signer, ulong number, int signers);

        [LoggerMessage(5004, LogLevel.Debug, "Signed recently: block {Number} is for others (in turn: {InTurn}), this signer may seal from {Allowed} on")]
        public static partial void SignedRecently(ILogger logger, ulong number, ulong allowed, Address? inTurn);

        [LoggerMessage(5005, LogLevel.Error, "The block sealed here was refused here number={Number} reason={Reason}")]
        public static partial void Refused(ILogger logger, ulong number, string reason);

        [LoggerMessage(5006, LogLevel.Debug, "Sealing waits for transactions")]
        public static partial void WaitingForTransactions(ILogger logger);

        [LoggerMessage(5007, LogLevel.Error, "Block {Number} was not sealed: {Refusal} {Detail}")]
        public static partial void NotSigned(ILogger logger, ulong number, SealRefusal refusal, string? detail);

        [LoggerMessage(5008, LogLevel.Warning, "Block {Number} on this head was given out for sealing before and is published now; another one would be equivocation")]
        public static partial void Recalled(ILogger logger, ulong number);
    }
}
