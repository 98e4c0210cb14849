using PoaSidechain.Primitives;

namespace PoaSidechain.Node.Commands.Bridge;

/// <summary>A message as it was asked for.</summary>
/// <param name="To">Who is called on the other chain.</param>
/// <param name="Data">Data of the call.</param>
/// <param name="Value">Coin that goes with it, wei.</param>
/// <param name="GasLimit">Gas for the call.</param>
/// <param name="Fee">Part of the coin for whoever delivers it, wei; null if none was named.</param>
internal sealed record MessageText(Address To, byte[] Data, UInt256 Value, ulong GasLimit, UInt256? Fee)
{
    /// <summary>Longest data, bytes: what the contracts take.</summary>
    private const int MaxData = 16_384;

    /// <summary>Reads what was typed.</summary>
    /// <exception cref="BridgeException">Something of it cannot be sent.</exception>
    public static MessageText Parse(string to, string? data, string? value, ulong gasLimit, string? fee)
    {
        var bytes = data is null ? [] : Hex.TryDecode(data, out var decoded) ? decoded : throw new BridgeException($"'{data}' is not hex with 0x.");
        if (bytes.Length > MaxData)
        {
            throw new BridgeException($"The data has {bytes.Length} bytes; a message may have {MaxData}.");
        }

        if (gasLimit is < 50_000 or > 5_000_000)
        {
            throw new BridgeException($"The gas must be between 50000 and 5000000, not {gasLimit}.");
        }

        var coin = value is null ? UInt256.Zero : AmountText.Parse(value, 18);
        UInt256? share = fee is null ? null : AmountText.Parse(fee, 18);
        return share > coin
            ? throw new BridgeException("The fee is taken from the coin that goes along, so it cannot be more.")
            : new MessageText(BridgeOptions.AddressOf(to)!.Value, bytes, coin, gasLimit, share);
    }
}
