using PoaSidechain.Chain.Pool;
using PoaSidechain.Primitives;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Unit.Chain;

/// <summary>Chains of one signer for tests of the pool.</summary>
internal static class PoolChains
{
    /// <summary>Receives what is sent.</summary>
    public static Address Nobody { get; } = Address.FromNumber(0xdead);

    /// <summary>Who can send.</summary>
    public static Address[] Funded => [TestKeys.A.Address, TestKeys.B.Address, TestKeys.C.Address, TestKeys.D.Address, TestKeys.E.Address];

    /// <summary>A new chain that A signs.</summary>
    public static LocalChain NewChain(PoolOptions? options = null) => new(TestGenesis.Modern([TestKeys.A], funded: Funded), poolOptions: options);
}
