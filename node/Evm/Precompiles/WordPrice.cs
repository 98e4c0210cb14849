namespace PoaSidechain.Evm.Precompiles;

/// <summary>Prices that rise with each word of input.</summary>
internal static class WordPrice
{
    public static long Of(ReadOnlySpan<byte> input, long fixedPart, long perWord) => fixedPart + (perWord * ((input.Length + 31L) / 32));
}
