// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DepositData, Leaf, LeafProof} from "./BridgeTypes.sol";

/// @title L1 custody: takes deposits, pays withdrawals proven against the anchor's roots
/// @dev Trust: the anchor it was built with, for roots. Every payment is further bounded by the asset's own ledger and speed
/// limits. Immutable, without owner: nobody can move funds, set a ledger or change a limit. ERC-20s are trusted for nothing but
/// their own balance; a hostile token can hurt only those who hold it.
interface IVault {
    /// @notice A deposit was locked and chained. One event per deposit, from this address only.
    event Deposited(
        uint256 indexed nonce,
        uint8 indexed kind,
        address indexed from,
        address to,
        address token,
        uint256 amount,
        uint64 gasLimit,
        bytes data
    );
    /// @notice A withdrawal was paid (or, see `Owed`, credited because the recipient refused).
    /// @param amount Whole amount of the leaf, including the carrier's fee.
    event Claimed(uint256 indexed index, address indexed to, address token, uint256 amount, address caller);
    /// @notice A withdrawal was proven and waits for `release`.
    event ClaimQueued(uint256 indexed index, uint40 releaseAt);
    /// @notice A queued withdrawal was forgotten because its checkpoint was taken back; it can be claimed under a good one.
    event ClaimVoided(uint256 indexed index);
    /// @notice An ETH recipient refused; the amount waits for `collectOwed`.
    event Owed(address indexed to, address indexed token, uint256 amount);
    /// @notice An owed amount was collected.
    event OwedCollected(address indexed account, address indexed token, address to, uint256 amount);

    /// @notice Until when deposits, instant payments and releases are paused, L1 seconds; a time that has passed means no pause.
    event PausedUntil(uint40 deposits, uint40 instant, uint40 releases);

    /// @notice A constructor argument is out of its range.
    error BadConfiguration(string what);
    /// @notice The chain has another id than at deployment: a fork.
    error WrongChain(uint256 chainId, uint256 expected);
    /// @notice Nothing was deposited.
    error NothingDeposited();
    /// @notice Deposits must name a recipient.
    error NoRecipient();
    /// @notice The gas limit for the recipient lies outside 50k..5M.
    error GasLimitOutOfRange(uint64 gasLimit);
    /// @notice The data is neither empty nor an address of 20 bytes.
    error DataNotSupported(uint256 length);
    /// @notice The address has no code, or code of a delegated account: not a token.
    error NotAToken(address token);
    /// @notice The token moved nothing, or more than was asked for.
    error WrongReceipt(address token, uint256 received, uint256 requested);
    /// @notice The ledger of the asset would not fit its slot.
    error LedgerOverflow(address token, uint256 sum);
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
    /// @notice The fee exceeds the amount.
    error FeeExceedsAmount(uint256 fee, uint256 amount);
    /// @notice The ledger of the asset holds less than is claimed.
    error InsufficientLocked(address token, uint256 locked, uint256 amount);
    /// @notice Nothing is queued under that index.
    error NotQueued(uint256 index);
    /// @notice Nothing is queued under that index, or its checkpoint was not taken back.
    error NotVoided(uint256 index);
    /// @notice The leaf is not the one that was queued.
    error NotTheQueuedLeaf(uint256 index);
    /// @notice The queue entry cannot be released yet.
    error NotReleasable(uint256 index, uint40 releaseAt);
    /// @notice Too little gas is left to give the recipient its share.
    error InsufficientGas(uint256 available, uint256 required);
    /// @notice Nothing is owed.
    error NothingOwed(address account, address token);
    /// @notice The recipient refused the owed ETH.
    error PaymentRefused(address to);
    /// @notice Leaves and proofs differ in number.
    error LengthMismatch(uint256 leaves, uint256 proofs);

    /// @notice This is paused.
    error Paused(uint40 until);
    /// @notice Only the pause board may call.
    error OnlyPauseBoard(address caller);
    /// @notice Only the contract that takes deposits of that kind may call.
    error OnlyModule(address caller, address module);
    /// @notice A pause may not last that long.
    error PauseTooLong(uint40 latest);

    /// @notice Locks the sent ETH for `to` on the sidechain.
    /// @param to Sidechain recipient.
    /// @param gasLimit Gas the recipient may use when it is paid there, 50k..5M.
    /// @param data Empty, or 20 bytes: the account that stands as depositor in the caller's place and gets the money back should
    /// the deposit fail. Nobody's consent is asked for that, so a deposit's `from` proves nothing about who acted.
    /// @return nonce Position in the deposit chain.
    function depositETH(address to, uint64 gasLimit, bytes calldata data) external payable returns (uint256 nonce);

    /// @notice Locks tokens for `to` on the sidechain; what the vault really receives is credited.
    /// @param token The token; must be a contract that reports `decimals`.
    /// @param amount How much to pull from the caller, who must have approved it.
    /// @param to Sidechain recipient.
    /// @param gasLimit 50k..5M; unused for plain tokens, kept for messages to come.
    /// @param data See `depositETH`. The token's metadata is chained in its place.
    /// @return nonce Position in the deposit chain.
    function deposit20(address token, uint256 amount, address to, uint64 gasLimit, bytes calldata data)
        external
        returns (uint256 nonce);

    /// @notice Numbers and chains what another contract of this bridge has taken: messages from `MESSENGER`, tokens that come from the
    /// sidechain from `MIRROR_BRIDGE`, NFTs from `NFT_VAULT`, those that come from the sidechain from `COLLECTION_BRIDGE`, and from each
    /// nothing else. Terms and pauses are the same, so is the event:
    /// all deposits come from one address. ETH sent along belongs to a message and is locked here.
    /// @param kind What was taken, see `Kinds`.
    /// @param from Who deposited.
    /// @param to Sidechain recipient.
    /// @param token Token or collection; zero for a message.
    /// @param contents Amount, or for NFTs the hash of ids and amounts; for a message the ETH sent.
    /// @param gasLimit Gas the recipient may use on the sidechain, 50k..5M.
    /// @param data What the sidechain needs: of NFTs description, ids, amounts, URIs; of a message the call.
    /// @return nonce Position in the deposit chain.
    function chain(
        uint8 kind,
        address from,
        address to,
        address token,
        uint256 contents,
        uint64 gasLimit,
        bytes calldata data
    ) external payable returns (uint256 nonce);

    /// @notice Proves a withdrawal and pays or queues it. Anyone may call.
    /// @param root Withdrawal root accepted by the anchor; any later root proves earlier withdrawals.
    /// @param leaf The withdrawal.
    /// @param mask See `LeafProof`.
    /// @param siblings See `LeafProof`.
    function claim(bytes32 root, Leaf calldata leaf, uint256 mask, bytes32[] calldata siblings) external;

    /// @notice Claims several withdrawals under one root, all or none.
    function claimMany(bytes32 root, Leaf[] calldata leaves, LeafProof[] calldata proofs) external;

    /// @notice Pays a queued withdrawal whose time has come, or forgets it if its checkpoint was taken back. Anyone may call.
    function release(uint256 index, Leaf calldata leaf) external;

    /// @notice Forgets a queued withdrawal whose checkpoint was taken back, so that its index can be claimed under a good one.
    /// Anyone may call.
    function forget(uint256 index) external;

    /// @notice Pays what is owed to the caller to another address.
    /// @param token The token, zero for ETH.
    /// @param to Where to.
    function collectOwed(address token, address to) external;

    /// @notice Sets until when what is paused, at most 14 days ahead; a time that has passed means no pause. Only the pause board.
    /// Claims are never refused by a pause: they are queued. A queue entry 14 days overdue is paid through any pause, and nothing
    /// here stops the escape functions.
    /// @param deposits No deposits before, L1 seconds.
    /// @param instant Claims are queued before.
    /// @param releases Queued claims are not paid before.
    function pause(uint40 deposits, uint40 instant, uint40 releases) external;

    /// @notice Number of deposits made.
    function depositCount() external view returns (uint256);

    /// @notice Accumulator over the first `count` deposits; zero if there are fewer.
    function depositAcc(uint256 count) external view returns (bytes32);

    /// @notice Hash of a deposit as chained.
    function hashDeposit(DepositData calldata d) external view returns (bytes32);

    /// @notice Hash of a leaf as written into the outbox tree.
    function hashLeaf(Leaf calldata leaf) external view returns (bytes32);

    /// @notice Amount of an asset held for the sidechain: deposits less payments. Zero address for ETH.
    function locked(address token) external view returns (uint256);

    /// @notice State of the instant bucket of an asset now.
    /// @return used Taken and not yet refilled.
    /// @return capacity Most that may be taken.
    function bucket(address token) external view returns (uint256 used, uint256 capacity);

    /// @notice State of the lane for small claims of an asset now; it serves them when the bucket is empty.
    /// @return used Taken and not yet refilled.
    /// @return capacity Most that may be taken.
    function lane(address token) external view returns (uint256 used, uint256 capacity);

    /// @notice Until when deposits, instant payments and releases are paused, L1 seconds.
    function pausedUntil() external view returns (uint40 deposits, uint40 instant, uint40 releases);

    /// @notice True once the leaf of that index was claimed (paid, queued or owed).
    function isClaimed(uint256 index) external view returns (bool);

    /// @notice Queue entry; zero if none.
    function queued(uint256 index) external view returns (bytes32 leafHash, uint40 releaseAt, uint48 checkpoint);

    /// @notice What a recipient that refused can collect.
    function owed(address account, address token) external view returns (uint256);

    /// @notice Keeps NFTs; created by this contract's constructor.
    function NFT_VAULT() external view returns (address);

    /// @notice Sends and delivers messages; zero where a bridge has none.
    function MESSENGER() external view returns (address);

    /// @notice Mints what stands for tokens of the sidechain; zero where a bridge has none.
    function MIRROR_BRIDGE() external view returns (address);

    /// @notice The bridge of the sidechain's own collections; zero if there is none.
    function COLLECTION_BRIDGE() external view returns (address);

    /// @notice The anchor whose roots are honoured.
    function ANCHOR() external view returns (address);
}
