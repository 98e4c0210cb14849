using PoaSidechain.Primitives;

namespace PoaSidechain.Console.Chains;

/// <summary>A signer's part in the newest blocks.</summary>
/// <param name="Signer">The signer.</param>
/// <param name="Turns">Blocks that were its turn.</param>
/// <param name="InTurn">Those of them that it sealed.</param>
/// <param name="OutOfTurn">Blocks of others' turns that it sealed.</param>
/// <param name="Last">The newest block it sealed; null for none among those kept.</param>
internal sealed record SignerRow(Address Signer, int Turns, int InTurn, int OutOfTurn, BlockSummary? Last)
{
    /// <summary>True when it had turns and sealed nothing: it is down, cut off, or its clock is wrong.</summary>
    public bool IsMissing => Turns > 1 && Last is null;

    /// <summary>Per cent of its turns that it took.</summary>
    public int Share => Turns == 0 ? 100 : 100 * InTurn / Turns;

    /// <summary>A row for each signer. Turns are counted by today's signer set, over the blocks of its newest four rounds at most.</summary>
    public static IReadOnlyList<SignerRow> Of(ChainView view)
    {
        var window = view.Blocks.Take(view.Signers.Length * 4).Where(block => block.Number > 0).ToArray();
        return [.. view.Signers.Select(signer => new SignerRow(
            signer,
            window.Count(block => view.TurnAt(block.Number) == signer),
            window.Count(block => block.Signer == signer && block.InTurn),
            window.Count(block => block.Signer == signer && !block.InTurn),
            view.Blocks.FirstOrDefault(block => block.Signer == signer)))];
    }
}
