using PoaSidechain.Primitives;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>Amounts as people write them: a decimal number of whole coins. Exact: what does not fit the asset's decimals is refused.</summary>
internal static class AmountText
{
    /// <summary>The amount in the asset's smallest unit.</summary>
    /// <exception cref="BridgeException">Not a positive decimal number, or more digits than the asset has.</exception>
    public static UInt256 Parse(string text, int decimals)
    {
        var parts = text.Split('.');
        var fraction = parts.Length == 2 ? parts[1] : "";
        var wellFormed = parts.Length <= 2 && parts[0].Length > 0 && (parts.Length == 1 || fraction.Length > 0)
            && (parts[0] + fraction).All(char.IsAsciiDigit);
        if (!wellFormed)
        {
            throw new BridgeException($"'{text}' is no amount: expected a decimal number such as 1 or 0.25.");
        }

        if (fraction.Length > decimals)
        {
            throw new BridgeException($"'{text}' has {fraction.Length} decimals, the asset has {decimals}.");
        }

        if (!UInt256.TryParse(parts[0] + fraction.PadRight(decimals, '0'), out var amount))
        {
            throw new BridgeException($"'{text}' is too large.");
        }

        return amount.IsZero ? throw new BridgeException("The amount must be more than zero.") : amount;
    }

    /// <summary>The shortest text that <see cref="Parse"/> reads back.</summary>
    public static string Format(UInt256 amount, int decimals)
    {
        var digits = amount.ToString().PadLeft(decimals + 1, '0');
        var fraction = digits[^decimals..].TrimEnd('0');
        return fraction.Length == 0 ? digits[..^decimals] : $"{digits[..^decimals]}.{fraction}";
    }
}
