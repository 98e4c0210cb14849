// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {Checkpoint} from "../interfaces/BridgeTypes.sol";
import {IAttestations} from "../interfaces/IAttestations.sol";
import {ISignerRegistry} from "../interfaces/ISignerRegistry.sol";
import {BridgeHashes} from "../libraries/BridgeHashes.sol";
import {QuorumLib} from "../libraries/QuorumLib.sol";
import {Predeploys} from "./Predeploys.sol";

/// @title Attestations
/// @dev Trust: none; every signature is checked and nothing here gives a right. The digest is always built from domain and struct, so
/// a signature over anything else (a transaction, a block) cannot be posted. A genesis contract. See `IAttestations`.
contract Attestations is IAttestations {
    struct Signature {
        bytes32 r;
        bytes32 vs;
    }

    /// @notice Longest struct that may be posted, bytes.
    uint256 public constant MAX_ENCODED = 1024;

    /// @dev `abi.encode(typeHash, checkpoint)`: 16 words.
    uint256 private constant CHECKPOINT_LENGTH = 512;

    /// @dev Slot 0.
    mapping(bytes32 digest => address[]) private _signers;
    /// @dev Slot 1.
    mapping(bytes32 digest => mapping(address signer => Signature)) private _signatures;
    /// @dev Slot 2.
    uint64 private _quorumAt;
    uint64 private _quorumUpTo;

    /// @inheritdoc IAttestations
    function attest(
        bytes32 domainSeparator,
        bytes calldata encoded,
        bytes calldata set,
        uint256 member,
        bytes32 r,
        bytes32 vs
    ) external returns (bytes32 digest) {
        if (encoded.length < 32 || encoded.length > MAX_ENCODED) revert WrongLength(encoded.length);
        digest = BridgeHashes.digest(domainSeparator, keccak256(encoded));
        address signer = _requireMember(set, member);
        address recovered = ECDSA.recover(digest, r, vs);
        if (recovered != signer) revert NotTheSigner(recovered, signer);
        Signature storage signature = _signatures[digest][signer];
        if (signature.r != 0) revert AlreadyAttested(digest, signer);
        signature.r = r;
        signature.vs = vs;
        _signers[digest].push(signer);
        emit Attested(digest, signer, bytes32(encoded[:32]), domainSeparator, encoded, r, vs);
        // Once per digest: nobody can bring old signatures again to make a silent quorum look alive.
        if (_signers[digest].length == QuorumLib.quorum(set.length / 20)) _noteQuorum(domainSeparator, encoded);
    }

    /// @inheritdoc IAttestations
    function attestationsOf(bytes32 digest) external view returns (Attestation[] memory list) {
        address[] memory signers = _signers[digest];
        list = new Attestation[](signers.length);
        for (uint256 i = 0; i < signers.length; ++i) {
            Signature memory signature = _signatures[digest][signers[i]];
            list[i] = Attestation(signers[i], signature.r, signature.vs);
        }
    }

    /// @inheritdoc IAttestations
    function countOf(bytes32 digest) external view returns (uint256) {
        return _signers[digest].length;
    }

    /// @inheritdoc IAttestations
    function hasAttested(bytes32 digest, address signer) external view returns (bool) {
        return _signatures[digest][signer].r != 0;
    }

    /// @inheritdoc IAttestations
    function lastQuorum() external view returns (uint64 time, uint64 upTo) {
        return (_quorumAt, _quorumUpTo);
    }

    /// @inheritdoc IAttestations
    function collect(bytes32 digest, bytes calldata set) external view returns (uint256 bitmap, bytes memory sigs) {
        uint256 n = QuorumLib.size(set);
        for (uint256 i = 0; i < n; ++i) {
            Signature memory signature = _signatures[digest][QuorumLib.memberAt(set, i)];
            if (signature.r == 0) continue;
            bitmap |= 1 << i;
            sigs = bytes.concat(sigs, signature.r, signature.vs);
        }
    }

    /// @dev Only what says that the registry's set is still that of L1: a checkpoint of this very bridge that names it. Signers that
    /// follow another set on L1 do not hold the registry back by what they sign there.
    function _noteQuorum(bytes32 domainSeparator, bytes calldata encoded) private {
        if (bytes32(encoded[:32]) != BridgeHashes.CHECKPOINT_TYPEHASH || encoded.length != CHECKPOINT_LENGTH) return;
        ISignerRegistry registry = ISignerRegistry(Predeploys.SIGNER_REGISTRY);
        if (!registry.isBound() || registry.domainSeparator() != domainSeparator) return;
        Checkpoint memory c = abi.decode(encoded[32:], (Checkpoint));
        if (c.setHash != registry.setHash()) return;
        _quorumAt = uint64(block.timestamp);
        // A checkpoint of blocks that do not exist settles none that will.
        if (c.lastBlock > _quorumUpTo && c.lastBlock <= block.number) _quorumUpTo = c.lastBlock;
    }

    function _requireMember(bytes calldata set, uint256 member) private view returns (address) {
        bytes32 given = QuorumLib.hash(set);
        bytes32 expected = ISignerRegistry(Predeploys.SIGNER_REGISTRY).setHash();
        if (given != expected) revert WrongSignerSet(given, expected);
        uint256 n = QuorumLib.size(set);
        if (member >= n) revert NoSuchMember(member, n);
        return QuorumLib.memberAt(set, member);
    }
}
