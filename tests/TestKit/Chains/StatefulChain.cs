using System.Text;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Tests.TestKit.Chains;

/// <summary>A chain with something in its state: many accounts, contracts with small storages and one with a large one, and blocks that change all of it.</summary>
public static class StatefulChain
{
    /// <summary>Stores the number of the block under itself, and removes what it stored eight blocks before.</summary>
    private const string Code = "4343556000600843035500";

    private static readonly PrivateKey[] Signers = [TestKeys.A, TestKeys.B];

    /// <summary>A chain at genesis; it belongs to the caller.</summary>
    /// <param name="accounts">Plain accounts.</param>
    /// <param name="contracts">Contracts with ten slots each, every one with a code of its own.</param>
    /// <param name="slots">Slots of the one with many.</param>
    public static LocalChain Create(int accounts, int contracts, int slots)
    {
        var alloc = new StringBuilder($"\"{ContractAt(0)}\":{{\"balance\":\"0\",\"code\":\"0x{Code}\",\"storage\":{{{Storage(slots)}}}}}");
        for (var i = 1; i <= contracts; i++)
        {
            alloc.Append($",\"{ContractAt(i)}\":{{\"balance\":\"{i}\",\"code\":\"0x{Code}{i:x8}\",\"storage\":{{{Storage(10)}}}}}");
        }

        for (var i = 0; i < accounts; i++)
        {
            alloc.Append($",\"{Address.FromNumber((ulong)(1_000_000 + i))}\":{{\"balance\":\"{i + 1}\"}}");
        }

        return new LocalChain(TestGenesis.London(Signers, funded: [TestKeys.C.Address], alloc: alloc.ToString()));
    }

    /// <summary>Seals blocks, each with a transfer to a new account and calls of two contracts.</summary>
    public static async Task SealAsync(LocalChain chain, int blocks, int contracts)
    {
        var nonce = chain.Tree.Head.Number * 3;
        for (var i = 0; i < blocks; i++)
        {
            var number = chain.Tree.Head.Number + 1;
            chain.Pool.Add(Transfers.Dynamic(TestKeys.C, nonce++, Address.FromNumber(50_000_000 + number)), isLocal: true);
            chain.Pool.Add(Transfers.Call(TestKeys.C, nonce++, ContractAt(0), default), isLocal: true);
            chain.Pool.Add(Transfers.Call(TestKeys.C, nonce++, ContractAt(1 + (int)(number % (ulong)contracts)), default), isLocal: true);
            await chain.SealInTurnAsync(Signers);
        }
    }

    /// <summary>The contracts by number; the first has the many slots.</summary>
    public static Address ContractAt(int index) => Address.FromNumber((ulong)(500_000 + index));

    private static string Storage(int slots) =>
        string.Join(',', Enumerable.Range(0, slots).Select(slot => $"\"0x{1_000_000 + slot:x64}\":\"0x{slot + 1:x64}\""));
}
