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

    /// <summary>Accounts that begin with coin, one after another.</summary>
    public IReadOnlyDictionary<Address, UInt256> Funds(Func<string, UInt256?> readEther)
    {
        Dictionary<Address, UInt256> funds = [];
        while (true)
        {
            var account = Ask<Address?>(
                "Account that begins with coin of its own, or nothing to go on: ",
                text => text.Length == 0 ? (null, null) : Address.TryParse(text, out var address) ? (address, null) : (null, "an address: 0x and 40 hex digits"));
            if (account is not { } given)
            {
                return funds;
            }

            funds[given] = Ask("How much, in ether: ", text => readEther(text) is { } wei ? (wei, null) : (UInt256.Zero, "an amount such as 1000 or 0.5"));
        }
    }

    /// <summary>Chain id of L1; null for a plan that is to be written later.</summary>
    public ulong? L1ChainId() => Ask<ulong?>(
        "Chain id of L1, for the plan of its contracts (1 Ethereum, 11155111 Sepolia), or nothing to plan later: ",
        text => text.Length == 0 ? (null, null)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? (id, null)
            : (null, "a whole number above 0"));

    /// <summary>Speed limit of the bridge, in basis points of each asset in a day.</summary>
    public ulong BucketBps(ulong usual) => Ask(
        string.Create(CultureInfo.InvariantCulture, $"Share of each asset that claims may take at once in a day, percent: what stolen keys could take too [{usual / 100}]: "),
        text => text.Length == 0 ? (usual, null)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and <= 100 ? (percent * 100, null)
            : (0UL, "a whole number from 1 to 100"));

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
