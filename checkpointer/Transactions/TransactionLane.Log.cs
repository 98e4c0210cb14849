using Microsoft.Extensions.Logging;
using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Primitives;

namespace PoaSidechain.Checkpointer.Transactions;

/// <content>What it says.</content>
internal sealed partial class TransactionLane
{
    private static partial class Log
    {
        [LoggerMessage(9100, LogLevel.Information, "{Chain}: sending {Purpose}, nonce {Nonce}, {Hash}, at most {MaxFee} wei per gas, tip {Tip}, gas limit {GasLimit}")]
        public static partial void Sending(
            ILogger logger, string chain, string purpose, ulong nonce, Hash256 hash, UInt256 maxFee, UInt256 tip, ulong gasLimit);

        [LoggerMessage(9101, LogLevel.Information, "{Chain}: sending {Purpose} again after a restart, nonce {Nonce}, {Hash}")]
        public static partial void Recovering(ILogger logger, string chain, string purpose, ulong nonce, Hash256 hash);

        [LoggerMessage(9102, LogLevel.Information, "{Chain}: {Purpose}, nonce {Nonce}, is in block {Block}, gas used {GasUsed}, succeeded {Succeeded}")]
        public static partial void Mined(ILogger logger, string chain, string purpose, ulong nonce, ulong block, ulong gasUsed, bool succeeded);

        [LoggerMessage(9103, LogLevel.Warning, "{Chain}: {Purpose}, nonce {Nonce}, was reorganised out of the chain")]
        public static partial void ReorgedOut(ILogger logger, string chain, string purpose, ulong nonce);

        [LoggerMessage(9104, LogLevel.Information, "{Chain}: raising {Purpose}, nonce {Nonce}, {Hash}, to {MaxFee} wei per gas, tip {Tip}")]
        public static partial void Bumping(ILogger logger, string chain, string purpose, ulong nonce, Hash256 hash, UInt256 maxFee, UInt256 tip);

        [LoggerMessage(9105, LogLevel.Warning, "{Chain}: {Purpose}, nonce {Nonce}, was not taken: {Verdict}, {Error}")]
        public static partial void NotTaken(ILogger logger, string chain, string purpose, ulong nonce, SendVerdict verdict, RpcError error);

        [LoggerMessage(9106, LogLevel.Warning, "{Chain}: the nonce {Nonce} of {Purpose} was used by something else; is the fee key shared?")]
        public static partial void NonceTaken(ILogger logger, string chain, string purpose, ulong nonce);

        [LoggerMessage(9107, LogLevel.Warning, "{Chain}: nothing is sent: {Trouble}")]
        public static partial void CannotPay(ILogger logger, string chain, string trouble);

        [LoggerMessage(9108, LogLevel.Debug, "{Chain}: {Purpose} would revert: {Reason}")]
        public static partial void WouldRevert(ILogger logger, string chain, string purpose, string reason);
    }
}
