namespace PoaSidechain.Network.Peers;

/// <summary>What a peer did wrong. Each member names one rule; <see cref="PeerFaults"/> says what follows from it.</summary>
public enum PeerFault
{
    /// <summary>Nothing.</summary>
    None = 0,

    // ---- RLPx and the base protocol ----------------------------------------------------------------------------------------

    /// <summary>The handshake's auth or ack cannot be decrypted, has the wrong form or a bad key (RLPx, EIP-8).</summary>
    InvalidHandshake,

    /// <summary>Handshake, Hello or Status did not come in time.</summary>
    HandshakeTimeout,

    /// <summary>A frame's MAC is wrong, or its header is none.</summary>
    InvalidFrame,

    /// <summary>A message is larger than it may be: 2 KiB in the base protocol, 10 MiB in eth.</summary>
    MessageTooLarge,

    /// <summary>A payload is not Snappy, or claims more than it has.</summary>
    InvalidCompression,

    /// <summary>The message id belongs to no negotiated protocol.</summary>
    UnknownMessage,

    /// <summary>The payload is not the strict RLP that the message has.</summary>
    MalformedMessage,

    /// <summary>Hello is missing or comes twice.</summary>
    UnexpectedHello,

    /// <summary>Hello names another key than the handshake had.</summary>
    IdentityMismatch,

    /// <summary>No eth version in common.</summary>
    NoCommonProtocol,

    /// <summary>No frame came for 30 s.</summary>
    ReadTimeout,

    /// <summary>A frame could not be written within 20 s.</summary>
    WriteTimeout,

    // ---- eth ---------------------------------------------------------------------------------------------------------------

    /// <summary>Another message came where Status must be the first, or Status came twice.</summary>
    UnexpectedStatus,

    /// <summary>Status names another eth version than was negotiated.</summary>
    WrongProtocolVersion,

    /// <summary>Another network id.</summary>
    WrongNetwork,

    /// <summary>Another genesis block.</summary>
    WrongGenesis,

    /// <summary>Another fork history, or stale software (EIP-2124).</summary>
    IncompatibleFork,

    /// <summary>A total difficulty of more than 100 bits, or other values that no chain has.</summary>
    AbsurdValue,

    /// <summary>More items in a message than the protocol allows.</summary>
    TooManyItems,

    /// <summary>Answers that nobody asked for.</summary>
    UnrequestedResponse,

    /// <summary>An answer that does not fit the question: other headers, bodies of other blocks, gaps.</summary>
    WrongResponse,

    /// <summary>Requests were not answered in time.</summary>
    RequestTimeout,

    /// <summary>Does not have the blocks that it says it has.</summary>
    WithheldBlocks,

    /// <summary>Sent a block that breaks a rule; the detail has the block's verdict.</summary>
    InvalidBlock,

    /// <summary>Sent transactions that no node may send: no signature, impossible values.</summary>
    InvalidTransactions,

    /// <summary>Announced a transaction with another type or size than it has (eth/68).</summary>
    AnnouncementMismatch,

    // ---- snap --------------------------------------------------------------------------------------------------------------

    /// <summary>A range of accounts or slots that its proof does not bear out: a leaf missing, added or changed, a wrong edge, no proof.</summary>
    InvalidRange,

    /// <summary>A code that was not asked for: its hash is another.</summary>
    WrongCode,

    /// <summary>A trie node that was not asked for: its hash is another.</summary>
    WrongTrieNode,

    /// <summary>Does not have the state of a recent block of its own chain, or does not give it.</summary>
    WithheldState,
}
