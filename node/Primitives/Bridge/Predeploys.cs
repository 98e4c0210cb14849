namespace PoaSidechain.Primitives.Bridge;

/// <summary>Addresses of the bridge's contracts on the sidechain; fixed by the contracts themselves (bridge-contracts/src/l2/Predeploys.sol).</summary>
public static class Predeploys
{
    /// <summary>Signer set and identity of the bridge.</summary>
    public static Address SignerRegistry { get; } = Address.FromNumber(0x0ca10001);

    /// <summary>Notice board for signatures.</summary>
    public static Address Attestations { get; } = Address.FromNumber(0x0ca10002);

    /// <summary>Arrival of deposits.</summary>
    public static Address Inbox { get; } = Address.FromNumber(0x0ca10003);

    /// <summary>Tree of withdrawals.</summary>
    public static Address Outbox { get; } = Address.FromNumber(0x0ca10004);

    /// <summary>Reserve of native coin.</summary>
    public static Address NativeVault { get; } = Address.FromNumber(0x0ca10005);

    /// <summary>Mints and burns mirrors.</summary>
    public static Address AssetBridge { get; } = Address.FromNumber(0x0ca10006);

    /// <summary>Creates mirrors.</summary>
    public static Address MirrorFactory { get; } = Address.FromNumber(0x0ca10007);

    /// <summary>Mints and burns mirrors of NFTs.</summary>
    public static Address NftBridge { get; } = Address.FromNumber(0x0ca10008);

    /// <summary>Creates mirrors of NFTs.</summary>
    public static Address NftMirrorFactory { get; } = Address.FromNumber(0x0ca10009);

    /// <summary>Sends messages to L1.</summary>
    public static Address Messenger { get; } = Address.FromNumber(0x0ca1000a);

    /// <summary>Delivers messages of L1.</summary>
    public static Address Executor { get; } = Address.FromNumber(0x0ca1000b);

    /// <summary>Keeps tokens that come from the sidechain while they are on L1.</summary>
    public static Address TokenVault { get; } = Address.FromNumber(0x0ca1000c);

    /// <summary>Keeps NFTs that come from the sidechain while they are on L1.</summary>
    public static Address CollectionVault { get; } = Address.FromNumber(0x0ca1000d);

    /// <summary>Those that a deployment file repeats, with the names of their contracts.</summary>
    public static IReadOnlyList<(string Name, Address Address)> All { get; } =
    [
        ("SignerRegistry", SignerRegistry),
        ("Attestations", Attestations),
        ("Inbox", Inbox),
        ("Outbox", Outbox),
        ("NativeVault", NativeVault),
        ("AssetBridge", AssetBridge),
        ("MirrorFactory", MirrorFactory),
    ];
}
