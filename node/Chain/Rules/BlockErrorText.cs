using System.Collections.Frozen;
using System.Text;

namespace PoaSidechain.Chain.Rules;

/// <summary>Stable short texts of <see cref="BlockError"/>, the same in logs, metric tags, tests and RPC: <c>clique.recently_signed</c>.</summary>
public static class BlockErrorText
{
    private static readonly FrozenDictionary<BlockError, string> Texts =
        Enum.GetValues<BlockError>().ToFrozenDictionary(error => error, MakeText);

    /// <summary>The text of an error.</summary>
    public static string Text(this BlockError error) => Texts[error];

    /// <summary>True when the same block may be good later, so that whoever sent it is not to blame.</summary>
    public static bool IsTransient(this BlockError error) =>
        error is BlockError.UnknownParent or BlockError.FutureBlock or BlockError.LeavesCheckpoint or BlockError.ReorgTooDeep;

    /// <summary>True when the body is not the one that the header commits to: the sender is to blame, the block is not.</summary>
    public static bool IsOfBodyAlone(this BlockError error) =>
        error is BlockError.InvalidTransactionsRoot or BlockError.InvalidUnclesHash or BlockError.InvalidWithdrawals;

    private static string MakeText(BlockError error)
    {
        var name = error.ToString();
        var text = new StringBuilder("block.");
        if (name.StartsWith("Clique", StringComparison.Ordinal))
        {
            name = name["Clique".Length..];
            text.Clear().Append("clique.");
        }

        for (var i = 0; i < name.Length; i++)
        {
            if (i > 0 && char.IsUpper(name[i]))
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
