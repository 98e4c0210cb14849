using System.Globalization;
using System.Text;
using PoaSidechain.Evm;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Tests.Fuzz.Generation;

/// <summary>Makes the cases of a run: the same seed and number make the same case.</summary>
internal sealed class CaseGenerator(int seed, Fork? onlyFork)
{
    public const ulong BlockGasLimit = 20_000_000;

    private static readonly Fork[] Forks = Enum.GetValues<Fork>();

    public FuzzCase Next(long number)
    {
        var values = new FuzzValues(HashCode(number));

        // Half of all cases are of the rules that new chains have.
        var fork = onlyFork ?? (values.Percent(50) ? Forks[^(1 + values.Below(3))] : values.Any(Forks));
        var programs = new ProgramGenerator(values, fork);
        var block = MakeBlock(values, ForkRules.Of(fork));
        var accounts = MakeAccounts(values, programs, fork);
        var transactions = new TransactionGenerator(values, programs, block, accounts);
        return new FuzzCase(number, block, accounts, [.. Enumerable.Range(0, 1 + values.Below(3)).Select(_ => transactions.Next())]);
    }

    private int HashCode(long number) =>
        BitConverter.ToInt32(Keccak256.Hash(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}/{number}"))).Bytes);

    private static BlockContext MakeBlock(FuzzValues values, ForkRules rules) => new()
    {
        Rules = rules,
        ChainId = UInt256.One,
        Number = 1000,
        Timestamp = 1_000_000 + (ulong)values.Below(1000),
        GasLimit = BlockGasLimit,
        FeeRecipient = values.Percent(70) ? FuzzWorld.FeeRecipient : values.Any(FuzzWorld.All),
        Difficulty = rules.Fork >= Fork.Paris ? 0 : 131_072,
        MixHash = new Hash256(values.Bytes(32)),
        BaseFeePerGas = rules.IsLondon ? 7 : 0,
        BlobBaseFee = rules.IsCancun ? 1 : 0,
        MaxBlobs = 0,
        BlockHash = number => Keccak256.Hash(Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture))),
    };

    private static List<FuzzAccount> MakeAccounts(FuzzValues values, ProgramGenerator programs, Fork fork)
    {
        List<FuzzAccount> accounts = [];
        foreach (var user in FuzzWorld.Users)
        {
            var code = fork >= Fork.Prague && values.Percent(20) ? CodeRules.DelegationTo(values.Any(FuzzWorld.All)).Bytes.ToArray() : [];
            var balance = values.Percent(97) ? UInt256.One << 70 : values.Number() >> 2; // no sum of balances passes 2^256
            accounts.Add(new FuzzAccount(user.Address, (ulong)values.Below(3) + (code.Length > 0 ? 1UL : 0), balance, code, []));
        }

        foreach (var address in FuzzWorld.Contracts)
        {
            var slots = Enumerable.Range(0, 5).Where(_ => values.Percent(30)).Select(slot => ((UInt256)slot, values.Number()));
            accounts.Add(new FuzzAccount(
                address, 1, values.Percent(60) ? values.Below(100) : 0, programs.Next(), [.. slots.Where(slot => !slot.Item2.IsZero)]));
        }

        if (values.Percent(50))
        {
            accounts.Add(new FuzzAccount(FuzzWorld.EmptyAccount, 0, 0, [], []));
        }

        return accounts;
    }
}
