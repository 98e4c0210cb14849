using System.Text;

namespace PoaSidechain.Network;

/// <summary>Turns names of verdicts into the texts that logs, metric tags and tests use: WrongGenesis of peers becomes <c>peer.wrong_genesis</c>.</summary>
internal static class FaultText
{
    /// <summary>The text of a verdict.</summary>
    public static string Make(string family, string name)
    {
        var text = new StringBuilder(family).Append('.');
        foreach (var c in name)
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
