using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Primitives.Specs;

/// <summary>A genesis file in geth's form, read: the chain's rules, the fields of block 0 and the accounts that exist from the start.</summary>
/// <remarks>Immutable. Thread: any. Read one with <see cref="GenesisFileReader"/>.</remarks>
public sealed class GenesisFile
{
    private const ulong DefaultGasLimit = 4_712_388;        // where the file says 0
    private const ulong InitialBaseFee = 1_000_000_000;     // EIP-1559, in wei
    private const int VanityLength = 32;                    // EIP-225
    private const int SealLength = 65;                      // EIP-225

    // SHA-256 of nothing: the requests hash of a block without requests (EIP-7685).
    private static readonly Hash256 EmptyRequestsHash = Hash256.Parse("0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");

    /// <summary>Chain id, forks and Clique parameters. The chain id is 0 when the file has none; see <see cref="EnsureRunnable"/>.</summary>
    public required ChainSpec Spec { get; init; }

    /// <summary>True when <c>config.chainId</c> is given.</summary>
    public required bool HasChainId { get; init; }

    /// <summary><c>config.terminalTotalDifficultyPassed</c>: the file's word that the chain left Clique long ago.</summary>
    public bool TerminalTotalDifficultyPassed { get; init; }

    /// <summary>The accounts of block 0.</summary>
    public required IReadOnlyDictionary<Address, GenesisAccount> Alloc { get; init; }

    /// <summary>The header's nonce.</summary>
    public ulong Nonce { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public ulong Timestamp { get; init; }

    /// <summary>Extra data: on a Clique chain vanity, the first signers and an empty seal.</summary>
    public ReadOnlyMemory<byte> ExtraData { get; init; }

    /// <summary>Gas limit of block 0 as the file says; 0 stands for geth's default.</summary>
    public ulong GasLimit { get; init; }

    /// <summary>Gas used.</summary>
    public ulong GasUsed { get; init; }

    /// <summary>Difficulty.</summary>
    public UInt256 Difficulty { get; init; }

    /// <summary>Mix hash.</summary>
    public Hash256 MixHash { get; init; }

    /// <summary>The file's <c>coinbase</c>.</summary>
    public Address Beneficiary { get; init; }

    /// <summary>Parent hash.</summary>
    public Hash256 ParentHash { get; init; }

    /// <summary>Base fee in wei per gas, null when the file has none.</summary>
    public UInt256? BaseFeePerGas { get; init; }

    /// <summary>Excess blob gas, null when the file has none.</summary>
    public ulong? ExcessBlobGas { get; init; }

    /// <summary>Blob gas used, null when the file has none.</summary>
    public ulong? BlobGasUsed { get; init; }

    /// <summary>Block 0 over a state root made from <see cref="Alloc"/>, with the fields of the forks active at its number and time.</summary>
    public BlockHeader CreateHeader(in Hash256 stateRoot)
    {
        var rules = Spec.RulesAt(0, Timestamp);
        return new BlockHeader
        {
            ParentHash = ParentHash,
            Beneficiary = Beneficiary,
            StateRoot = stateRoot,
            Difficulty = Difficulty,
            GasLimit = GasLimit == 0 ? DefaultGasLimit : GasLimit,
            GasUsed = GasUsed,
            Timestamp = Timestamp,
            ExtraData = ExtraData,
            MixHash = MixHash,
            Nonce = Nonce,
            BaseFeePerGas = BaseFeePerGas ?? (rules.IsLondon ? (UInt256?)InitialBaseFee : null),
            WithdrawalsRoot = rules.IsShanghai ? Keccak256.OfEmptyTrie : null,
            BlobGasUsed = rules.IsCancun ? BlobGasUsed ?? 0 : null,
            ExcessBlobGas = rules.IsCancun ? ExcessBlobGas ?? 0 : null,
            ParentBeaconBlockRoot = rules.IsCancun ? Hash256.Zero : null,
            RequestsHash = rules.IsPrague ? EmptyRequestsHash : null,
        };
    }

    /// <summary>Refuses what geth's <c>init</c> takes although no node can run it: no chain id, no Clique, no signers, a chain that was merged.</summary>
    /// <exception cref="GenesisFileException">The file names no chain that this node can run.</exception>
    public void EnsureRunnable()
    {
        if (!HasChainId)
        {
            throw new GenesisFileException("config.chainId", "required, but missing");
        }

        if (Spec.Clique is null)
        {
            throw new GenesisFileException("config.clique", "required, but missing: this node runs Clique chains only (EIP-225)");
        }

        if (TerminalTotalDifficultyPassed)
        {
            throw new GenesisFileException("config.terminalTotalDifficultyPassed", "the chain has left Clique");
        }

        var signers = ExtraData.Length - VanityLength - SealLength;
        if (signers <= 0 || signers % Address.Size != 0)
        {
            throw new GenesisFileException(
                "extraData",
                $"expected {VanityLength} bytes of vanity, at least one signer of {Address.Size} bytes and {SealLength} bytes of seal, found {ExtraData.Length} bytes");
        }
    }
}
