using System.Text.Json;
using PoaSidechain.Evm;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Rlp;
using PoaSidechain.Primitives.Specs;
using PoaSidechain.Tests.Conformance.Framework;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Suites;

/// <summary>TransactionTests: bytes are a valid transaction under a fork, with a hash, sender and intrinsic gas, or they are not.</summary>
public sealed class TransactionSuite : ISuite
{
    public string Name => "transaction";

    public string Summary => "ethereum/tests TransactionTests: decoding, validity under each fork, sender, intrinsic gas";

    public bool KnowsItsFiles => true;

    public IReadOnlyList<FixtureSet> Defaults => [new("basic.tar.gz", "TransactionTests/")];

    public IEnumerable<Case> Read(VectorFile file)
    {
        var root = file.Json().RootElement;
        return root.ValueKind == JsonValueKind.Object ? root.EnumerateObject().SelectMany(test => Cases(test.Name, test.Value)) : [];
    }

    private static IEnumerable<Case> Cases(string name, JsonElement test)
    {
        if (test.ValueKind != JsonValueKind.Object || !test.TryGetProperty("txbytes", out var bytes) || !test.TryGetProperty("result", out var results))
        {
            yield break;
        }

        foreach (var result in results.EnumerateObject())
        {
            yield return ForkNames.TryParse(result.Name, out var fork)
                ? new Case(name, result.Name, () => Check(bytes.GetString()!, ForkRules.Of(fork), result.Value))
                : Case.OfUnknownFork(name, result.Name);
        }
    }

    private static string? Check(string text, ForkRules rules, JsonElement expected)
    {
        var problem = ProblemOf(text, rules, out var transaction);
        if (expected.TryGetProperty("exception", out var exception))
        {
            return problem is null ? $"accepted, expected {exception.GetString()}" : null;
        }

        if (problem is not null)
        {
            return $"refused: {problem}";
        }

        transaction!.TryGetSender(out var sender);
        var gas = IntrinsicGas.Of(transaction, rules).Execution;
        return transaction.Hash != FixtureJson.Hash(expected.GetProperty("hash")) ? $"hash {transaction.Hash}"
            : sender != FixtureJson.Address(expected.GetProperty("sender")) ? $"sender {sender}"
            : gas != FixtureJson.UInt64(expected.GetProperty("intrinsicGas")) ? $"intrinsic gas {gas}"
            : null;
    }

    private static string? ProblemOf(string text, ForkRules rules, out Transaction? transaction)
    {
        transaction = null;
        if (!Hex.TryDecode(text, out var bytes))
        {
            return "no hex";
        }

        try
        {
            transaction = Transaction.Decode(bytes);
        }
        catch (RlpException e)
        {
            return e.Message;
        }

        var verdict = TransactionRules.Check(transaction, rules, UInt256.One);
        return !verdict.IsValid ? verdict.ToString()
            : UInt256.MultiplyOverflow(transaction.GasLimit, transaction.MaxFeePerGas, out _) ? "no account can pay 2^256 wei"
            : null;
    }
}
