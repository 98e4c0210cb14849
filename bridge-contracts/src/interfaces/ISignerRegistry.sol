// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint} from "./BridgeTypes.sol";

/// @title Sidechain's own record of the bridge's identity and of the signer set
/// @dev Trust: a quorum of the set whose hash the genesis wrote into slot 0, and its successors; when it was silent for a day, more than
/// half of it (see `rotateByVotes`). Nobody else can change anything.
/// Slots: 0 set hash · 1 set id and last handover · 2 deployment id (genesis) · 3 sidechain id · 4 vault, L1 chain id · 5 anchor ·
/// 6 domain separator · 7 epoch length (genesis) · 8 time and block of the last change.
interface ISignerRegistry {
    /// @notice The sidechain learned which L1 contracts it belongs to. Happens once.
    event Bound(bytes32 indexed sidechainId, bytes32 genesisHash, uint256 l1ChainId, address anchor, address vault);
    /// @notice The set gained or lost one member; same meaning as the anchor's event.
    event SignerSetChanged(uint24 indexed setId, address indexed changed, bool added, bytes32 setHash, uint64 atBlock);

    /// @notice The bridge is bound already.
    error AlreadyBound(bytes32 sidechainId);
    /// @notice The bridge is not bound yet.
    error NotBound();
    /// @notice A value of the binding is zero or too large.
    error BadBinding(string what);
    /// @notice Block 0 has another hash (checked while the EVM still knows it).
    error WrongGenesis(bytes32 given, bytes32 actual);
    /// @notice The set given is not the current one.
    error WrongSignerSet(bytes32 given, bytes32 expected);
    /// @notice The checkpoint changes nothing, or names another next set than the one given.
    error WrongNextSet(bytes32 given, bytes32 expected);
    /// @notice A handover of this or a later index was seen already.
    error StaleHandover(uint64 index, uint64 last);
    /// @notice A quorum has spoken, or the set changed, too recently for votes to count.
    error TooEarly(uint256 earliest);
    /// @notice A vote stands in a block that this chain does not have yet.
    error VoteFromTheFuture(uint64 number, uint256 current);
    /// @notice The genesis did not write how long an epoch is: votes cannot be counted.
    error NoEpochLength();

    /// @notice Fixes the bridge's identity, once. Anyone may call; a quorum of the genesis set must have signed.
    /// @dev Digest: struct `Binding(bytes32 deploymentId,uint256 sidechainChainId,bytes32 genesisHash,address vault)` in the domain
    /// built from the arguments.
    /// @param genesisHash Hash of this chain's block 0.
    /// @param l1ChainId Chain id of L1.
    /// @param anchor The anchor on L1.
    /// @param vault The vault on L1.
    /// @param set Genesis signer set, 20 bytes each, ascending.
    /// @param bitmap Members that signed.
    /// @param sigs 64-byte EIP-2098 signatures in rising order of bits.
    function bind(
        bytes32 genesisHash,
        uint256 l1ChainId,
        address anchor,
        address vault,
        bytes calldata set,
        uint256 bitmap,
        bytes calldata sigs
    ) external;

    /// @notice Follows a change of the signer set, by the same signed checkpoint that changes it on L1. Anyone may call.
    /// @param c The checkpoint whose `nextSetHash` differs from its `setHash`.
    /// @param set Current set.
    /// @param nextSet Next set: one member more or less.
    /// @param bitmap Members of `set` that signed.
    /// @param sigs 64-byte EIP-2098 signatures in rising order of bits.
    function handover(
        Checkpoint calldata c,
        bytes calldata set,
        bytes calldata nextSet,
        uint256 bitmap,
        bytes calldata sigs
    ) external;

    /// @notice Follows a rotation by votes on L1 (`IEvidence.rotateByVotes`), by the same headers, when no quorum has stood behind the
    /// current set for 24 hours and the set did not change for as long. Anyone may call.
    /// @dev This chain cannot see L1, so it judges the same evidence anew. Why that is sound:
    /// - *It gives nothing to anyone who lacks it.* More than half of the members having sealed one vote within one epoch is what makes
    ///   Clique change its set; whoever has these keys already says who seals the chain that this contract is part of.
    /// - *It takes nothing from a quorum that works.* Each checkpoint that a quorum attests in the name of the current set puts votes off
    ///   for a day (`IAttestations.lastQuorum`), and a quorum follows Clique by `handover`. Only a checkpoint of this bridge that names
    ///   the current set counts: what others sign, or these signers under the set that L1 already has, does not hold the registry back.
    ///   Fewer members than a quorum can neither feign that it works nor prevent it from showing that it does, unless they seal every
    ///   block; then they are more than half.
    /// - *No vote counts twice.* Votes in blocks up to the newest that a quorum attested, up to the last handover, and up to the votes of
    ///   the last rotation are settled: a set that comes back does not bring old votes back to life. L1 settles votes by its head.
    /// - *It is slow and bounded.* One member a day. False credits by a set that was stolen so are refused by L1 with the next
    ///   checkpoint, because their accumulator is not the vault's.
    /// What it does not know: whom L1 excluded as an equivocator (it stays a member of Clique, so its votes are votes), and a veto on L1:
    /// then the registry comes back by the opposite votes, or by a `handover` that its own set signs.
    /// @param set Current set.
    /// @param nextSet Next set: one member more or less.
    /// @param headers RLP of the headers with votes, one of each of more than half of the members at least.
    function rotateByVotes(bytes calldata set, bytes calldata nextSet, bytes[] calldata headers) external;

    /// @notice From when and after which block votes change the set.
    /// @return earliest Seconds of this chain.
    /// @return settled Newest block whose votes no longer count.
    function votesCount() external view returns (uint256 earliest, uint64 settled);

    /// @notice Reverts unless a quorum of the current set signed `digest`.
    /// @return signers Number of signatures.
    function verifyQuorum(bytes32 digest, bytes calldata set, uint256 bitmap, bytes calldata sigs)
        external
        view
        returns (uint256 signers);

    /// @notice EIP-712 digest of a binding, for signers and tools.
    function hashBinding(bytes32 genesisHash, uint256 l1ChainId, address anchor, address vault)
        external
        view
        returns (bytes32);

    /// @notice Hash of the current set.
    function setHash() external view returns (bytes32);

    /// @notice Number of set changes so far and checkpoint index of the last one.
    function setInfo() external view returns (uint24 setId, uint64 lastHandover);

    /// @notice Value the genesis gave this deployment, so that a binding signed for another cannot be replayed.
    function deploymentId() external view returns (bytes32);

    /// @notice True once bound.
    function isBound() external view returns (bool);

    /// @notice Identity for leaves and deposit hashes; reverts before `bind`.
    function identity() external view returns (bytes32 sidechainId, uint256 l1ChainId, address vault);

    /// @notice The anchor on L1; reverts before `bind`.
    function anchor() external view returns (address);

    /// @notice The bridge's EIP-712 domain separator, equal to the anchor's; reverts before `bind`.
    function domainSeparator() external view returns (bytes32);
}
