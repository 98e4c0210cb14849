using System.Text;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Tests.TestKit;

/// <summary>Throwaway keys for tests: derived from public text, the same in every run. Never send value to their accounts.</summary>
public static class TestKeys
{
    public static PrivateKey A { get; } = Named("A");

    public static PrivateKey B { get; } = Named("B");

    public static PrivateKey C { get; } = Named("C");

    public static PrivateKey D { get; } = Named("D");

    public static PrivateKey E { get; } = Named("E");

    public static PrivateKey F { get; } = Named("F");

    /// <summary>The throwaway key of a name: the letters of voting scenarios, for one.</summary>
    public static PrivateKey Named(string name) => new(Keccak256.Hash(Encoding.UTF8.GetBytes("PoaSidechain throwaway test key " + name)).Bytes);
}
