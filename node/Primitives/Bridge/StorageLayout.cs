using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Primitives.Bridge;

/// <summary>Where the bridge's contracts keep what others prove by <c>eth_getProof</c>. Written beside the layouts the contracts state.</summary>
public static class StorageLayout
{
    /// <summary>Digests the Anchor keeps: those of the newest 64 checkpoints.</summary>
    public const ulong AnchorRingSize = 64;

    /// <summary>Anchor: the packed head, see <see cref="AnchorHeadSlot"/>.</summary>
    public static Hash256 AnchorHead { get; } = Slot(0);

    /// <summary>Anchor: hash of the current signer set.</summary>
    public static Hash256 AnchorSetHash { get; } = Slot(1);

    /// <summary>Vault: number of deposits.</summary>
    public static Hash256 VaultDepositCount { get; } = Slot(1);

    /// <summary>Outbox: root of the withdrawal tree.</summary>
    public static Hash256 OutboxRoot { get; } = Slot(0);

    /// <summary>Outbox: number of withdrawals.</summary>
    public static Hash256 OutboxCount { get; } = Slot(1);

    /// <summary>Inbox: number of deposits processed.</summary>
    public static Hash256 InboxCount { get; } = Slot(0);

    /// <summary>Inbox: accumulator over them; zero until the first.</summary>
    public static Hash256 InboxAcc { get; } = Slot(1);

    /// <summary>NativeVault: coin that its reserve began with.</summary>
    public static Hash256 NativeReserve { get; } = Slot(0);

    /// <summary>NativeVault: all that it ever paid out, wei.</summary>
    public static Hash256 NativeCredited { get; } = Slot(1);

    /// <summary>NativeVault: all that it ever took back, wei.</summary>
    public static Hash256 NativeWithdrawn { get; } = Slot(2);

    /// <summary>SignerRegistry: hash of the current signer set.</summary>
    public static Hash256 RegistrySetHash { get; } = Slot(0);

    /// <summary>Anchor: digest of an accepted checkpoint, overwritten 64 checkpoints later.</summary>
    public static Hash256 AnchorDigest(ulong index) => Slot(5 + (index % AnchorRingSize));

    /// <summary>Vault: accumulator over the first so many deposits.</summary>
    public static Hash256 VaultDepositAcc(ulong count) => MappingSlot(count, 0);

    /// <summary>Mirror of an ERC-20: an account's balance.</summary>
    public static Hash256 MirrorBalance(in Address account) => MappingSlot(WordOf(account), 0);

    /// <summary>Mirror of ERC-721s: the owner of a token.</summary>
    public static Hash256 NftOwner(in UInt256 id) => MappingSlot(id.ToHash256(), 2);

    /// <summary>Mirror of ERC-1155s: how many of a token an account has.</summary>
    public static Hash256 NftBalance(in UInt256 id, in Address account) => Hashed(WordOf(account), MappingSlot(id.ToHash256(), 0));

    /// <summary>Inbox: hash of a deposit that could not be credited; zero for all others.</summary>
    public static Hash256 InboxFailed(ulong nonce) => MappingSlot(nonce, 3);

    private static Hash256 Slot(ulong number) => ((UInt256)number).ToHash256();

    private static Hash256 MappingSlot(ulong key, ulong mapping) => MappingSlot(Slot(key), mapping);

    private static Hash256 MappingSlot(in Hash256 key, ulong mapping) => Hashed(key, Slot(mapping));

    private static Hash256 WordOf(in Address account)
    {
        Span<byte> word = stackalloc byte[32];
        new WordWriter(word).Write(account);
        return new Hash256(word);
    }

    private static Hash256 Hashed(in Hash256 key, in Hash256 mapping)
    {
        Span<byte> words = stackalloc byte[2 * 32];
        var writer = new WordWriter(words);
        writer.Write(key);
        writer.Write(mapping);
        return Keccak256.Hash(words);
    }
}
