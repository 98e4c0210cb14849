// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @dev Shapes shared by both chains, the checkpointer and the users. Field order is part of every hash: never reorder.

/// @notice What a quorum of signers says about the sidechain up to and including block `lastBlock`.
/// @dev EIP-712 struct; all fields static, so `hashStruct = keccak256(abi.encode(TYPEHASH, checkpoint))`.
struct Checkpoint {
    /// Position in the sequence of accepted checkpoints; the first is 1.
    uint64 index;
    /// Attempt at this index: a later round may be signed when an earlier one failed to reach quorum.
    uint32 round;
    /// First sidechain block covered: predecessor's `lastBlock` + 1.
    uint64 firstBlock;
    /// Last sidechain block covered; at most 65536 blocks are covered.
    uint64 lastBlock;
    /// Timestamp of `lastBlock`, seconds.
    uint64 lastTimestamp;
    /// `Outbox.count` in the state of `lastBlock`.
    uint64 withdrawalCount;
    /// `Inbox.count` in the state of `lastBlock`.
    uint64 depositCount;
    /// Digest of the checkpoint with `index - 1`; for index 1 the genesis digest.
    bytes32 parentDigest;
    /// Hash of block `lastBlock`.
    bytes32 lastBlockHash;
    /// State root of block `lastBlock`.
    bytes32 stateRoot;
    /// Root of the depth-16 tree over (number, hash) of the blocks covered.
    bytes32 blocksRoot;
    /// `Outbox.root` in the state of `lastBlock`.
    bytes32 withdrawalRoot;
    /// `Inbox.acc` in the state of `lastBlock`.
    bytes32 depositAcc;
    /// Hash of the signer set that sealed the covered blocks and signs this checkpoint.
    bytes32 setHash;
    /// Hash of the set that signs the next checkpoint; equal to `setHash` when unchanged.
    bytes32 nextSetHash;
}

/// @notice What `Anchor.submit` needs beyond the ordinary case; passed as `abi.encode(Extras)` or as empty bytes.
struct Extras {
    /// Signer set named by `nextSetHash` when it differs from `setHash`, else empty.
    bytes nextSet;
    /// RLP of the newest epoch block of the covered range when there is one, else empty.
    bytes epochHeader;
    /// Which siblings of the epoch block's path in `blocksRoot` are supplied.
    uint256 epochMask;
    /// The supplied siblings, lowest level first.
    bytes32[] epochSiblings;
    /// Passed to the extra verifier if the anchor has one.
    bytes proof;
}

/// @notice One withdrawal as written into the sidechain's outbox tree.
/// @dev Hashed twice, together with version, sidechain id, L1 chain id and vault (see `WithdrawalTree.leafHash`).
struct Leaf {
    /// Position in the tree; the key of replay protection.
    uint64 index;
    /// Kind of asset, see `Kinds`.
    uint8 kind;
    /// Chain id of the chain the asset comes from.
    uint256 originChain;
    /// Address of the asset on its origin chain; zero for ETH.
    address token;
    /// Account that gave the asset up on the sidechain.
    address from;
    /// Account that receives it on L1.
    address to;
    /// Amount in the asset's smallest unit (for later kinds: hash of ids and amounts).
    uint256 amount;
    /// Part of `amount` paid to whoever carries the claim to L1, unless that is `to` itself.
    uint256 fee;
    /// Hash of a message payload; zero if none.
    bytes32 dataHash;
}

/// @notice What a message from the sidechain says besides its leaf, whose `dataHash` is `keccak256(abi.encode(gasLimit, fee, data))`.
struct Message {
    /// Gas the recipient gets at least.
    uint64 gasLimit;
    /// Part of the coin paid to whoever delivers, wei.
    uint256 fee;
    /// Data of the call.
    bytes data;
}

/// @notice Path of a leaf to a tree root. Bit i of `mask` says that `siblings` holds the sibling of level i; all other
/// siblings are the empty subtree of their level.
struct LeafProof {
    uint256 mask;
    bytes32[] siblings;
}

/// @notice One deposit as made on L1.
struct DepositData {
    /// Position in the deposit chain; the first is 0.
    uint64 nonce;
    /// Kind of asset, see `Kinds`.
    uint8 kind;
    /// L1 account that deposited, or that the depositor named to be paid back.
    address from;
    /// Sidechain account that is credited.
    address to;
    /// L1 address of the token; zero for ETH.
    address token;
    /// Amount the vault received, smallest unit.
    uint256 amount;
    /// Gas the recipient may use on the sidechain when it is called.
    uint64 gasLimit;
    /// For tokens the metadata `abi.encode(string name, string symbol, uint8 decimals)`; for messages the data of the call; empty for ETH.
    bytes data;
}

/// @notice What a quorum of signers says about the deposits on L1. EIP-712 struct; all fields static.
struct DepositAttestation {
    /// Finalized L1 block the signers looked at.
    uint64 l1Block;
    /// Deposits on L1 at that block (or fewer, as the signers chose).
    uint64 count;
    /// Accumulator over the first `count` deposits.
    bytes32 acc;
}

/// @notice Speed limits of withdrawals of one sort of asset, relative to what the vault holds of it.
struct Limits {
    /// A single claim up to this share of the ledger may be paid at once, basis points.
    uint16 instantBps;
    /// All instant claims together may take this share of the ledger in one refill period, basis points.
    uint16 bucketBps;
    /// A claim above this share waits `largeQueueSeconds`, basis points.
    uint16 largeBps;
    /// Time in which an empty bucket fills up again, seconds.
    uint32 refillSeconds;
    /// Wait of a claim over the instant limit or the bucket, seconds.
    uint32 queueSeconds;
    /// Wait of a large claim, seconds.
    uint32 largeQueueSeconds;
}
