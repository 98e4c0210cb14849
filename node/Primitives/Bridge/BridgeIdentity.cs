using System.Text;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Primitives.Bridge;

/// <summary>Which bridge it is: both chains and both L1 contracts. Every leaf, deposit hash and signature commits to it.</summary>
/// <remarks>Immutable. Thread: any. Formulas: bridge-contracts/README.md, section Encodings.</remarks>
public sealed class BridgeIdentity
{
    private static readonly Hash256 DomainTypeHash =
        HashOf("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract,bytes32 salt)");

    private static readonly Hash256 DomainName = HashOf("PoaSidechain Bridge");
    private static readonly Hash256 DomainVersion = HashOf("1");
    private static readonly Hash256 GenesisPrefix = HashOf("PoaSidechain.GenesisCheckpoint.v1");

    /// <summary>Names the bridge by what never changes about it.</summary>
    /// <param name="sidechainChainId">Chain id of the sidechain.</param>
    /// <param name="genesisHash">Hash of the sidechain's block 0.</param>
    /// <param name="l1ChainId">Chain id of L1.</param>
    /// <param name="anchor">The Anchor on L1.</param>
    /// <param name="vault">The Vault on L1.</param>
    public BridgeIdentity(UInt256 sidechainChainId, Hash256 genesisHash, UInt256 l1ChainId, Address anchor, Address vault)
    {
        SidechainChainId = sidechainChainId;
        GenesisHash = genesisHash;
        L1ChainId = l1ChainId;
        Anchor = anchor;
        Vault = vault;
        SidechainId = ComputeSidechainId(sidechainChainId, genesisHash);
        DomainSeparator = ComputeDomainSeparator();
        GenesisDigest = ComputeGenesisDigest();
        DepositStart = DepositChain.Start(SidechainId, vault);
    }

    /// <summary>Chain id of the sidechain.</summary>
    public UInt256 SidechainChainId { get; }

    /// <summary>Hash of the sidechain's block 0.</summary>
    public Hash256 GenesisHash { get; }

    /// <summary>Chain id of L1.</summary>
    public UInt256 L1ChainId { get; }

    /// <summary>The Anchor on L1.</summary>
    public Address Anchor { get; }

    /// <summary>The Vault on L1.</summary>
    public Address Vault { get; }

    /// <summary><c>keccak256(abi.encode(chainId, genesisHash))</c>: the sidechain's name.</summary>
    public Hash256 SidechainId { get; }

    /// <summary>EIP-712 domain separator, one for all messages of the bridge on both chains.</summary>
    public Hash256 DomainSeparator { get; }

    /// <summary>What checkpoint 1 names as its parent.</summary>
    public Hash256 GenesisDigest { get; }

    /// <summary>Deposit accumulator over no deposits.</summary>
    public Hash256 DepositStart { get; }

    /// <summary>The name of a sidechain.</summary>
    public static Hash256 ComputeSidechainId(in UInt256 chainId, in Hash256 genesisHash)
    {
        Span<byte> words = stackalloc byte[2 * 32];
        var writer = new WordWriter(words);
        writer.Write(chainId);
        writer.Write(genesisHash);
        return Keccak256.Hash(words);
    }

    /// <summary>EIP-712 digest of a message in this bridge's domain: what is signed.</summary>
    public Hash256 Digest(IBridgeMessage message) => DigestOfEncoded(message.Encode());

    /// <summary>EIP-712 digest of a message given as <see cref="IBridgeMessage.Encode"/> wrote it.</summary>
    public Hash256 DigestOfEncoded(ReadOnlySpan<byte> encoded)
    {
        Span<byte> preimage = stackalloc byte[2 + (2 * 32)];
        preimage[0] = 0x19;
        preimage[1] = 0x01;
        DomainSeparator.CopyTo(preimage[2..]);
        Keccak256.Hash(encoded, preimage[34..]);
        return Keccak256.Hash(preimage);
    }

    internal static Hash256 HashOf(string text) => Keccak256.Hash(Encoding.UTF8.GetBytes(text));

    private Hash256 ComputeDomainSeparator()
    {
        Span<byte> words = stackalloc byte[6 * 32];
        var writer = new WordWriter(words);
        writer.Write(DomainTypeHash);
        writer.Write(DomainName);
        writer.Write(DomainVersion);
        writer.Write(L1ChainId);
        writer.Write(Anchor);
        writer.Write(SidechainId);
        return Keccak256.Hash(words);
    }

    private Hash256 ComputeGenesisDigest()
    {
        Span<byte> words = stackalloc byte[2 * 32];
        var writer = new WordWriter(words);
        writer.Write(GenesisPrefix);
        writer.Write(SidechainId);
        return Keccak256.Hash(words);
    }
}
