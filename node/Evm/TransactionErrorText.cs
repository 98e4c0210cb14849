using System.Collections.Frozen;
using System.Text;

namespace PoaSidechain.Evm;

/// <summary>Stable short texts of <see cref="TransactionError"/>, the same in logs, metric tags, tests and RPC: <c>transaction.nonce_too_low</c>.</summary>
public static class TransactionErrorText
{
    private static readonly FrozenDictionary<TransactionError, string> Texts =
        Enum.GetValues<TransactionError>().ToFrozenDictionary(error => error, MakeText);

    /// <summary>The text of an error.</summary>
    public static string Text(this TransactionError error) => Texts[error];

    private static string MakeText(TransactionError error)
    {
        var text = new StringBuilder("transaction.");
        foreach (var c in error.ToString())
        {
            if (char.IsUpper(c) && text[^1] != '.')
            {
                text.Append('_');
            }

            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
