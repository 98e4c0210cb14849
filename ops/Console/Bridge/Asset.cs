using PoaSidechain.Primitives;

namespace PoaSidechain.Console.Bridge;

/// <summary>What is moved: ether, or a token by its address on L1.</summary>
/// <param name="Token">The token's L1 address; zero for ether.</param>
/// <param name="Symbol">Its symbol, as it says itself.</param>
/// <param name="Decimals">Digits behind the point.</param>
/// <param name="Mirror">Its mirror's address on the sidechain; zero for ether, and where none exists yet.</param>
internal sealed record Asset(Address Token, string Symbol, int Decimals, Address Mirror)
{
    /// <summary>Most digits behind the point that are believed: 10^77 is the greatest power of ten in 256 bits.</summary>
    public const int MostDecimals = 77;

    public static Asset Ether { get; } = new(Address.Zero, "ETH", 18, Address.Zero);

    public bool IsEther => Token == Address.Zero;

    /// <summary>The amount in whole units, exactly: nothing is rounded.</summary>
    public string Format(in UInt256 amount)
    {
        var digits = amount.ToString().PadLeft(Decimals + 1, '0');
        var fraction = digits[^Decimals..].TrimEnd('0');
        var whole = digits[..^Decimals];
        return fraction.Length == 0 ? whole : $"{whole}.{fraction}";
    }

    /// <summary>Reads an amount in whole units. Refuses more digits behind the point than the asset has: nothing is rounded.</summary>
    public bool TryParse(string? text, out UInt256 amount, out string error)
    {
        amount = UInt256.Zero;
        error = "";
        var parts = (text ?? "").Trim().Split('.');
        var fraction = parts.Length == 2 ? parts[1] : "";
        if (parts.Length > 2 || parts[0].Length == 0 || !parts[0].All(char.IsAsciiDigit) || !fraction.All(char.IsAsciiDigit))
        {
            error = "An amount is digits, with at most one point: 1.5";
        }
        else if (fraction.Length > Decimals)
        {
            error = $"{Symbol} has {Decimals} digits behind the point.";
        }
        else if (!UInt256.TryParse(parts[0] + fraction.PadRight(Decimals, '0'), out amount))
        {
            error = "That is more than there can be.";
        }
        else if (amount.IsZero)
        {
            error = "The amount is zero.";
        }

        return error.Length == 0;
    }
}
