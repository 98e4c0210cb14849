using System.Globalization;
using PoaSidechain.Primitives;

namespace PoaSidechain.Node.Genesis;

/// <summary>Asks a person at a terminal for what was not given by flags, and says what follows from it.</summary>
internal sealed class GenesisInterview(TextReader answers, TextWriter questions)
{
    public ulong ChainId() => Ask(
        "Chain id, one that no other chain has (see chainlist.org): ",
        text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? (id, null) : (0UL, "a whole number above 0"));

    /// <summary>Addresses, one after another, until the person is content with what their number means.</summary>
    public IReadOnlyList<Address> Signers()
    {
        List<Address> signers = [];
        while (true)
        {
            var signer = Ask<Address?>(
                signers.Count == 0 ? "Address of the first signer (poa account new makes one): " : "Address of the next signer, or nothing to go on: ",
                text => text.Length == 0 && signers.Count > 0 ? (null, null)
                    : !Address.TryParse(text, out var address) ? (null, "an address: 0x and 40 hex digits")
                    : signers.Contains(address) ? (null, "an address that is not there yet")
                    : (address, null));
            if (signer is { } given)
            {
                signers.Add(given);
                continue;
            }

            questions.WriteLine(GenesisAdvice.ConsequenceOf(signers.Count) + ".");
            if (Confirm("Go on with that?"))
            {
                return signers;
            }
        }
    }

    public ulong PeriodSeconds(ulong usual) => Ask(
        string.Create(CultureInfo.InvariantCulture, $"Seconds between blocks [{usual}]: "),
        text => text.Length == 0 ? (usual, null)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 3600 ? (seconds, null)
            : (0UL, "a whole number from 1 to 3600"));

    public bool Confirm(string question) => Ask(
        question + " [Y/n] ",
        text => text.ToLowerInvariant() switch { "" or "y" or "yes" => (true, null), "n" or "no" => (false, null), _ => (false, "y or n") });

    /// <summary>Asks until the answer is one.</summary>
    private T Ask<T>(string question, Func<string, (T Answer, string? Expected)> read)
    {
        while (true)
        {
            questions.Write(question);
            questions.Flush();
            var text = answers.ReadLine() ?? throw new IOException("The answers ended before the questions did: name everything by flags, see poa genesis new --help.");
            var (answer, expected) = read(text.Trim());
            if (expected is null)
            {
                return answer;
            }

            questions.WriteLine($"Expected {expected}.");
        }
    }
}
