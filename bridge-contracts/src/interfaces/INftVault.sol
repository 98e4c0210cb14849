// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Leaf} from "./BridgeTypes.sol";
import {IQueuedClaims} from "./IQueuedClaims.sol";

/// @title L1 custody of NFTs: ERC-721 and ERC-1155
/// @dev Trust: the anchor for roots, as `Vault`, whose deposit chain and pauses it shares. What one NFT is worth nobody knows, so none is
/// paid at once: each claim waits the queue's time. Collections are trusted for nothing but their own tokens.
interface INftVault is IQueuedClaims {
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
    /// @notice Ids and amounts are not what the leaf or deposit was hashed with.
    error WrongContents(uint256 given, uint256 expected);
    /// @notice Less is held than is to leave.
    error NotHeld(address token, uint256 id, uint256 held, uint256 amount);
    /// @notice Too little gas is left to give collection and recipient their share.
    error InsufficientGas(uint256 available, uint256 required);
    /// @notice Nothing is owed.
    error NothingOwed(address account, address token);
    /// @notice The last state has another owner.
    error NotTheOwner(address token, uint256 id, address owner);
    /// @notice There is nothing left to pay from.
    error NothingToPay(address account, address token);

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

    /// @notice Hands over a queued withdrawal whose time has come, or forgets it if its checkpoint was taken back. Anyone may call.
    /// @param index Position in the tree.
    /// @param leaf The withdrawal.
    /// @param ids What the leaf's hash stands for.
    /// @param amounts What the leaf's hash stands for.
    function release(uint256 index, Leaf calldata leaf, uint256[] calldata ids, uint256[] calldata amounts) external;

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

    /// @notice How many of an id are held for the sidechain.
    function held(uint8 kind, address token, uint256 id) external view returns (uint256);

    /// @notice How often exactly these NFTs are owed to an account.
    function owed(address account, uint8 kind, address token, uint256[] calldata ids, uint256[] calldata amounts)
        external
        view
        returns (uint256);
}
