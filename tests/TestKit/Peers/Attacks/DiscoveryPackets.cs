using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Tests.TestKit.Peers.Attacks;

/// <summary>Packets of discovery that are good only as far as they should be.</summary>
internal static class DiscoveryPackets
{
    /// <summary>Puts the right hash in front of anything.</summary>
    public static byte[] WithHash(ReadOnlySpan<byte> rest) => [.. Keccak256.Hash(rest).Bytes, .. rest];
}
