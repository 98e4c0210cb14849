namespace PoaSidechain.Console.Bridge;

/// <summary>The wallet refused, or there is none.</summary>
/// <param name="message">What to tell the user.</param>
/// <param name="code">The wallet's code (EIP-1193), 0 for none.</param>
internal sealed class WalletException(string message, long code = 0) : Exception(message)
{
    /// <summary>The wallet's code (EIP-1193); 0 for none.</summary>
    public long Code => code;
}
