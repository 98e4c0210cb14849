// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositData, Leaf} from "./BridgeTypes.sol";

/// @title L1 custody of NFTs: ERC-721 and ERC-1155
/// @dev Trust: the anchor for roots, as `Vault`, whose deposit chain and pauses it shares. What one NFT is worth nobody knows, so none is
/// paid at once: each claim waits the queue's time. Collections are trusted for nothing but their own tokens.
interface INftVault {
    /// @notice A withdrawal was proven and waits for `release`.
    event NftClaimQueued(uint256 indexed index, uint40 releaseAt);
    /// @notice A queued withdrawal was forgotten because its checkpoint was taken back.
    event NftClaimVoided(uint256 indexed index);
    /// @notice NFTs left for a withdrawal (or, see `NftsOwed`, are kept because they could not be handed over).
    event NftsClaimed(uint256 indexed index, address indexed to, address indexed token, uint256[] ids, uint256[] amounts);
    /// @notice Handing over failed; the NFTs wait for `collectOwed`.
    event NftsOwed(address indexed to, address indexed token, uint256[] ids, uint256[] amounts);
    /// @notice NFTs that were owed left.
    event NftsCollected(address indexed account, address indexed token, address to, uint256[] ids, uint256[] amounts);
    /// @notice An NFT left a dead bridge.
    event NftEscaped(address indexed account, address indexed token, uint256 id, uint256 amount, address to);
    /// @notice A deposit the sidechain never credited went back.
    event NftDepositRefunded(uint256 indexed nonce, address indexed from, address indexed token);

    /// @notice The address has no code, or code of a delegated account.
    error NotACollection(address token);
    /// @notice The collection did not hand over exactly what it was asked for.
    error NotReceived(address token, uint256 id);
    /// @notice This very token is held already; the collection lies.
    error AlreadyHeld(address token, uint256 id);
    /// @notice Tokens are taken only while a deposit pulls them.
    error NotPulling(address caller);
    /// @notice Only this contract may call.
    error OnlySelf(address caller);
    /// @notice The root was never accepted.
    error UnknownRoot(bytes32 root);
    /// @notice Claims under the root are honoured later.
    error RootNotMature(bytes32 root, uint40 maturesAt);
    /// @notice The root has no leaf of that index.
    error IndexOutOfRange(uint64 index, uint48 count);
    /// @notice The leaf was claimed already.
    error AlreadyClaimed(uint64 index);
    /// @notice The leaf is not under the root at its index.
    error InvalidProof(uint64 index, bytes32 root);
    /// @notice This vault does not hold assets of that kind and origin.
    error UnsupportedAsset(uint8 kind, uint256 originChain, address token);
    /// @notice Nothing is queued under that index.
    error NotQueued(uint256 index);
    /// @notice Nothing is queued under that index, or its checkpoint was not taken back.
    error NotVoided(uint256 index);
    /// @notice The leaf is not the one that was queued.
    error NotTheQueuedLeaf(uint256 index);
    /// @notice The queue entry cannot be released yet.
    error NotReleasable(uint256 index, uint40 releaseAt);
    /// @notice Releases are paused.
    error Paused(uint40 until);
    /// @notice Ids and amounts are not what the leaf or deposit was hashed with.
    error WrongContents(uint256 given, uint256 expected);
    /// @notice Less is held than is to leave.
    error NotHeld(address token, uint256 id, uint256 held, uint256 amount);
    /// @notice Too little gas is left to give collection and recipient their share.
    error InsufficientGas(uint256 available, uint256 required);
    /// @notice Nothing is owed.
    error NothingOwed(address account, address token);
    /// @notice The bridge was not declared dead, or had no checkpoint to leave from.
    error NoExitState();
    /// @notice This has left already.
    error AlreadyEscaped(bytes32 key);
    /// @notice The last state has another owner.
    error NotTheOwner(address token, uint256 id, address owner);
    /// @notice There is nothing left to pay from.
    error NothingToPay(address account, address token);
    /// @notice The deposit is not the one the vault took under that nonce.
    error NotTheDeposit(uint64 nonce);
    /// @notice The sidechain had consumed that deposit; it can be refunded only if it shows as failed.
    error DepositConsumed(uint64 nonce, uint64 consumed);
    /// @notice The last state does not hold that deposit as failed.
    error DepositNotFailed(uint64 nonce);

    /// @notice Locks ERC-721 tokens for `to` on the sidechain. The caller must have approved this contract.
    /// @param token The collection.
    /// @param ids Rising, at most 16.
    /// @param to Sidechain recipient.
    /// @return nonce Position in the deposit chain.
    function deposit721(address token, uint256[] calldata ids, address to) external returns (uint256 nonce);

    /// @notice Locks ERC-1155 tokens for `to` on the sidechain. The caller must have approved this contract.
    /// @param token The collection.
    /// @param ids Rising, at most 16.
    /// @param amounts As many, none zero.
    /// @param to Sidechain recipient; if it has code it must be an ERC-1155 receiver, else the deposit fails there and can be bounced.
    /// @return nonce Position in the deposit chain.
    function deposit1155(address token, uint256[] calldata ids, uint256[] calldata amounts, address to)
        external
        returns (uint256 nonce);

    /// @notice Proves a withdrawal and queues it. Anyone may call.
    /// @param root Withdrawal root accepted by the anchor.
    /// @param leaf The withdrawal.
    /// @param mask See `LeafProof`.
    /// @param siblings See `LeafProof`.
    function claim(bytes32 root, Leaf calldata leaf, uint256 mask, bytes32[] calldata siblings) external;

    /// @notice Hands over a queued withdrawal whose time has come, or forgets it if its checkpoint was taken back. Anyone may call.
    /// @param index Position in the tree.
    /// @param leaf The withdrawal.
    /// @param ids What the leaf's hash stands for.
    /// @param amounts What the leaf's hash stands for.
    function release(uint256 index, Leaf calldata leaf, uint256[] calldata ids, uint256[] calldata amounts) external;

    /// @notice Forgets a queued withdrawal whose checkpoint was taken back. Anyone may call.
    function forget(uint256 index) external;

    /// @notice Hands over what is owed to the caller.
    function collectOwed(uint8 kind, address token, uint256[] calldata ids, uint256[] calldata amounts, address to) external;

    /// @notice Out of a dead bridge: hands over what the caller held of one id in the last state. Once per caller and id.
    /// @param kind ERC-721 or ERC-1155.
    /// @param token The collection on L1.
    /// @param id The token.
    /// @param to Where to.
    /// @param mirrorProof Proof of the mirror's account.
    /// @param entryProof Proof of the owner (slot 2 of an ERC-721 mirror) or the balance (slot 0 of an ERC-1155 mirror).
    function escape(
        uint8 kind,
        address token,
        uint256 id,
        address to,
        bytes[] calldata mirrorProof,
        bytes[] calldata entryProof
    ) external;

    /// @notice Gives a deposit back that the dead sidechain had not consumed. Anyone may call; the depositor receives.
    function refundDeposit(DepositData calldata d) external;

    /// @notice Gives a deposit back that the dead sidechain had consumed but could not credit. Anyone may call.
    /// @param d The deposit, from its event.
    /// @param inboxProof Proof of the inbox's account.
    /// @param failedProof Proof of the deposit's entry in the mapping at its slot 3.
    function refundFailed(DepositData calldata d, bytes[] calldata inboxProof, bytes[] calldata failedProof) external;

    /// @notice How many of an id are held for the sidechain.
    function held(uint8 kind, address token, uint256 id) external view returns (uint256);

    /// @notice True once the leaf of that index was claimed.
    function isClaimed(uint256 index) external view returns (bool);

    /// @notice Queue entry; zero if none.
    function queued(uint256 index) external view returns (bytes32 leafHash, uint40 releaseAt, uint48 checkpoint);

    /// @notice How often exactly these NFTs are owed to an account.
    function owed(address account, uint8 kind, address token, uint256[] calldata ids, uint256[] calldata amounts)
        external
        view
        returns (uint256);
}
