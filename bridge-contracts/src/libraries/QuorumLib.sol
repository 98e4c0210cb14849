// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Bits} from "./Bits.sol";

/// @title Signer sets and their quorum
/// @notice A set is its members' addresses, 20 bytes each, in rising order; chains store only its hash.
/// @dev Trust: none; pure. Used unchanged on both chains. Does not judge whether a set is the right one: callers compare hashes.
library QuorumLib {
    /// @dev Prefix of every set hash.
    bytes32 internal constant SET_V1 = keccak256("PoaSidechain.SignerSet.v1");
    /// @dev Half the order of secp256k1.
    uint256 private constant HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;

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
    /// @notice The signature has an s above half the curve order; each signature has one form only.
    error MalleableSignature(bytes32 vs);
    /// @notice The signature counted for a member is another's (zero: nobody's).
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
    function requireQuorum(bytes32 digest, bytes memory set, uint256 bitmap, bytes calldata sigs)
        internal
        view
        returns (uint256 signers)
    {
        return requireSignatures(digest, set, bitmap, sigs, quorum(size(set)));
    }

    /// @notice Counts signatures of members of `set` over `digest`; reverts unless all are right and at least `need`.
    /// @dev `set` must be known to be valid (its hash compared with a stored one). A bitmap cannot name a member twice and ties
    /// each signature to a place, so neither duplicates nor order can be played with.
    function requireSignatures(bytes32 digest, bytes memory set, uint256 bitmap, bytes calldata sigs, uint256 need)
        internal
        view
        returns (uint256 signers)
    {
        uint256 n = size(set);
        if (bitmap >> n != 0) revert BitmapOutOfRange(bitmap, n);
        signers = Bits.count(bitmap);
        if (signers < need) revert QuorumNotReached(signers, need);
        if (sigs.length != signers * 64) revert WrongSignatureLength(sigs.length, signers * 64);
        uint256 offset;
        // Proof: calldata is shorter than 2^64 bytes, so its offsets cannot wrap.
        assembly ("memory-safe") {
            offset := sigs.offset
        }
        // i < 255 and an offset in calldata: neither can wrap.
        unchecked {
            for (uint256 i = 0; bitmap != 0; (++i, bitmap >>= 1)) {
                if (bitmap & 1 == 0) continue;
                address recovered = _recover(digest, offset);
                address expected = memberAt(set, i); // never zero in a valid set
                if (recovered != expected) revert WrongSigner(i, recovered, expected);
                offset += 64;
            }
        }
    }

    /// @notice More than half: what Clique itself needs to go on.
    function majority(uint256 n) internal pure returns (uint256) {
        return n / 2 + 1;
    }

    /// @notice Reverts unless the one 64-byte signature over `digest` is `expected`'s, who is member `member`.
    function requireSignature(bytes32 digest, bytes calldata sig, uint256 member, address expected) internal view {
        if (sig.length != 64) revert WrongSignatureLength(sig.length, 64);
        uint256 offset;
        assembly ("memory-safe") {
            offset := sig.offset // Proof: a read only.
        }
        address recovered = _recover(digest, offset);
        if (recovered != expected) revert WrongSigner(member, recovered, expected);
    }

    /// @dev EIP-2098 recovery straight from call data: 1,000 gas less per signature than by OpenZeppelin's ECDSA (measured).
    function _recover(bytes32 digest, uint256 offset) private view returns (address recovered) {
        uint256 vs;
        // Proof: reads call data that requireQuorum has bounded, writes past the free memory pointer and to scratch space. A failing
        // recovery returns nothing and leaves the zero in scratch space.
        assembly ("memory-safe") {
            vs := calldataload(add(offset, 32))
            let input := mload(64)
            mstore(input, digest)
            mstore(add(input, 32), add(27, shr(255, vs)))
            mstore(add(input, 64), calldataload(offset))
            mstore(add(input, 96), shr(1, shl(1, vs)))
            mstore(0, 0)
            pop(staticcall(gas(), 1, input, 128, 0, 32))
            recovered := mload(0)
        }
        if (vs << 1 > HALF_ORDER << 1) revert MalleableSignature(bytes32(vs));
    }
}
