// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";

/// @title Signer sets and their quorum
/// @notice A set is its members' addresses, 20 bytes each, in rising order; chains store only its hash.
/// @dev Trust: none; pure. Used unchanged on both chains. Does not judge whether a set is the right one: callers compare hashes.
library QuorumLib {
    /// @dev Prefix of every set hash.
    bytes32 internal constant SET_V1 = keccak256("PoaSidechain.SignerSet.v1");

    /// @notice The bytes are no set: empty, not a multiple of 20, or more than 255 members.
    error MalformedSignerSet(uint256 length);
    /// @notice Member `position` is not above its predecessor (or is zero).
    error SignersNotAscending(uint256 position);
    /// @notice Another set hash was expected.
    error WrongSetHash(bytes32 given, bytes32 expected);
    /// @notice The two sets do not differ by exactly one member.
    error NotASingleChange();
    /// @notice The bitmap names members the set does not have.
    error BitmapOutOfRange(uint256 bitmap, uint256 size);
    /// @notice Fewer members signed than needed.
    error QuorumNotReached(uint256 have, uint256 need);
    /// @notice The signatures are not exactly 64 bytes for each bit.
    error WrongSignatureLength(uint256 length, uint256 expected);
    /// @notice The signature counted for a member is another's.
    error WrongSigner(uint256 member, address recovered, address expected);

    /// @notice floor(2n/3)+1.
    function quorum(uint256 n) internal pure returns (uint256) {
        return (2 * n) / 3 + 1;
    }

    /// @notice Hash of a set.
    function hash(bytes memory set) internal pure returns (bytes32) {
        return keccak256(bytes.concat(SET_V1, set));
    }

    /// @notice Number of members; reverts if the bytes cannot be a set.
    function size(bytes memory set) internal pure returns (uint256 n) {
        n = set.length / 20;
        if (n == 0 || n > 255 || set.length % 20 != 0) revert MalformedSignerSet(set.length);
    }

    /// @notice Reverts unless the bytes are a set in rising order; returns its size.
    function requireValid(bytes memory set) internal pure returns (uint256 n) {
        n = size(set);
        address previous;
        for (uint256 i = 0; i < n; ++i) {
            address member = memberAt(set, i);
            if (member <= previous) revert SignersNotAscending(i);
            previous = member;
        }
    }

    /// @notice Member `i` of a set.
    function memberAt(bytes memory set, uint256 i) internal pure returns (address member) {
        // Proof: callers keep i < size(set), so the 20 bytes lie inside; the word read may run past them and is cut.
        assembly ("memory-safe") {
            member := shr(96, mload(add(add(set, 32), mul(i, 20))))
        }
    }

    /// @notice The one member by which `next` differs from `set`; reverts if it is not exactly one.
    /// @dev `set` is known to be valid because its hash was stored; `next` is checked here.
    function singleChange(bytes memory set, bytes memory next) internal pure returns (address changed, bool added) {
        uint256 n = size(set);
        uint256 m = requireValid(next);
        added = m == n + 1;
        if (!added && m + 1 != n) revert NotASingleChange();
        (bytes memory longer, bytes memory shorter) = added ? (next, set) : (set, next);
        uint256 last = added ? n : m;
        uint256 i = 0;
        while (i < last && memberAt(longer, i) == memberAt(shorter, i)) ++i;
        changed = memberAt(longer, i);
        for (; i < last; ++i) {
            if (memberAt(longer, i + 1) != memberAt(shorter, i)) revert NotASingleChange();
        }
    }

    /// @notice Counts signatures of members of `set` over `digest`; reverts unless all are right and they are a quorum.
    /// @dev `set` must be known to be valid (its hash compared with a stored one). A bitmap cannot name a member twice and ties
    /// each signature to a place, so neither duplicates nor order can be played with.
    function requireQuorum(bytes32 digest, bytes memory set, uint256 bitmap, bytes calldata sigs)
        internal
        pure
        returns (uint256 signers)
    {
        uint256 n = size(set);
        if (bitmap >> n != 0) revert BitmapOutOfRange(bitmap, n);
        signers = popcount(bitmap);
        uint256 need = quorum(n);
        if (signers < need) revert QuorumNotReached(signers, need);
        if (sigs.length != signers * 64) revert WrongSignatureLength(sigs.length, signers * 64);
        uint256 offset = 0;
        for (uint256 i = 0; bitmap != 0; ++i) {
            if (bitmap & 1 == 1) {
                address recovered =
                    ECDSA.recover(digest, bytes32(sigs[offset:offset + 32]), bytes32(sigs[offset + 32:offset + 64]));
                address expected = memberAt(set, i);
                if (recovered != expected) revert WrongSigner(i, recovered, expected);
                offset += 64;
            }
            bitmap >>= 1;
        }
    }

    /// @notice Number of bits set.
    function popcount(uint256 bits) internal pure returns (uint256 n) {
        for (; bits != 0; bits &= bits - 1) {
            ++n;
        }
    }
}
