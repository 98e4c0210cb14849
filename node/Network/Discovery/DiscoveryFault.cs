namespace PoaSidechain.Network.Discovery;

/// <summary>Why a discovery packet, a node in it or a node record is not used. Each member names one rule.</summary>
/// <remarks>Nobody is banned for these: UDP's sender address can be forged, so a ban would be a weapon.</remarks>
internal enum DiscoveryFault
{
    /// <summary>Nothing.</summary>
    None = 0,

    // ---- Packets (discv4, "Wire Protocol") ---------------------------------------------------------------------------------

    /// <summary>Shorter than hash, signature and type: 98 bytes.</summary>
    PacketTooSmall,

    /// <summary>Longer than 1280 bytes.</summary>
    PacketTooLarge,

    /// <summary>The hash in front is not that of the rest: damaged, or of another protocol.</summary>
    HashMismatch,

    /// <summary>No key made the signature.</summary>
    InvalidSignature,

    /// <summary>A type that discv4 does not have.</summary>
    UnknownType,

    /// <summary>The data is not the RLP that the type has (EIP-8 allows further items and bytes behind it).</summary>
    Malformed,

    /// <summary>The time until which the packet may be used has passed.</summary>
    Expired,

    /// <summary>A question that came before, byte for byte: answered once, so that nobody can have our answers sent to a victim.</summary>
    Replayed,

    /// <summary>A question by somebody who has not answered a ping of ours at this address within 12 h (discv4, "Endpoint Proof").</summary>
    NoEndpointProof,

    /// <summary>An answer that nobody waits for, or that names another question's hash.</summary>
    Unsolicited,

    /// <summary>Signed by our own key.</summary>
    OwnKey,

    /// <summary>From outside the networks that the operator allows.</summary>
    RestrictedAddress,

    /// <summary>More packets than one sender, or all unknown ones together, may send; it was not even read.</summary>
    TooManyPackets,

    // ---- Nodes that others name --------------------------------------------------------------------------------------------

    /// <summary>An address where no node can be, or a local one named from outside.</summary>
    UnusableAddress,

    /// <summary>A UDP port of the system's, at most 1024: no node is there, but some other service may be that one would flood.</summary>
    LowPort,

    /// <summary>An id that is no point of the curve.</summary>
    InvalidId,

    /// <summary>Another chain, or a fork that one of the two does not know (EIP-2124).</summary>
    IncompatibleFork,

    // ---- Node records (EIP-778) --------------------------------------------------------------------------------------------

    /// <summary>A record of more than 300 bytes.</summary>
    RecordTooLarge,

    /// <summary>A record that is not signature, number and pairs in RLP, or lacks its key.</summary>
    RecordMalformed,

    /// <summary>Keys of a record that do not rise, or come twice.</summary>
    RecordUnsorted,

    /// <summary>Another identity scheme than v4.</summary>
    RecordUnknownScheme,

    /// <summary>The record's signature is not by its key.</summary>
    RecordInvalidSignature,

    /// <summary>A record with another node's key.</summary>
    RecordOfAnother,
}
