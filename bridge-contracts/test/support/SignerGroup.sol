// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Vm} from "./Vm.sol";

/// @notice A signer set together with its members' throwaway keys, in the order of the set.
struct Group {
    uint256[] keys;
    bytes set;
}

/// @title Makes signer sets and their signatures
library SignerGroup {
    Vm private constant vm = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);
    /// @dev secp256k1: the order of the group, and the x of its generator.
    uint256 private constant ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
    uint256 private constant GENERATOR = 0x79BE667EF9DCBBAC55A06295CE870B07029BFCDB2DCE28D959F2815B16F81798;

    /// @dev n members with keys that follow from `salt`, sorted by address.
    function make(uint256 n, uint256 salt) internal pure returns (Group memory g) {
        uint256[] memory keys = new uint256[](n);
        for (uint256 i = 0; i < n; ++i) {
            keys[i] = uint256(keccak256(abi.encode("throwaway", salt, i))) >> 1;
        }
        return fromKeys(keys);
    }

    function fromKeys(uint256[] memory keys) internal pure returns (Group memory g) {
        for (uint256 i = 1; i < keys.length; ++i) {
            for (uint256 j = i; j > 0 && vm.addr(keys[j - 1]) > vm.addr(keys[j]); --j) {
                (keys[j - 1], keys[j]) = (keys[j], keys[j - 1]);
            }
        }
        g.keys = keys;
        for (uint256 i = 0; i < keys.length; ++i) {
            g.set = abi.encodePacked(g.set, vm.addr(keys[i]));
        }
    }

    function with(Group memory g, uint256 key) internal pure returns (Group memory larger) {
        address member = vm.addr(key);
        uint256 place = 0;
        while (place < g.keys.length && memberAt(g, place) < member) ++place;
        larger.keys = new uint256[](g.keys.length + 1);
        for (uint256 i = 0; i < larger.keys.length; ++i) {
            larger.keys[i] = i == place ? key : g.keys[i < place ? i : i - 1];
            larger.set = bytes.concat(larger.set, bytes20(i == place ? member : memberAt(g, i < place ? i : i - 1)));
        }
    }

    function without(Group memory g, uint256 member) internal pure returns (Group memory smaller) {
        smaller.keys = new uint256[](g.keys.length - 1);
        for (uint256 i = 0; i < smaller.keys.length; ++i) {
            uint256 from = i < member ? i : i + 1;
            smaller.keys[i] = g.keys[from];
            smaller.set = bytes.concat(smaller.set, bytes20(memberAt(g, from)));
        }
    }

    /// @dev As the set has it; `address_` asks the key.
    function memberAt(Group memory g, uint256 member) internal pure returns (address) {
        bytes memory set = g.set;
        bytes20 found;
        assembly ("memory-safe") {
            found := mload(add(add(set, 32), mul(20, member)))
        }
        return address(found);
    }

    function address_(Group memory g, uint256 member) internal pure returns (address) {
        return vm.addr(g.keys[member]);
    }

    /// @dev Signatures of the members in `bitmap`, as all contracts take them.
    function sign(Group memory g, bytes32 digest, uint256 bitmap) internal pure returns (bytes memory sigs) {
        for (uint256 i = 0; i < g.keys.length; ++i) {
            if ((bitmap >> i) & 1 == 0) continue;
            (bytes32 r, bytes32 vs) = vm.signCompact(g.keys[i], digest);
            sigs = bytes.concat(sigs, r, vs);
        }
    }

    /// @dev As `sign`, with the nonce 1: r is the generator's x, whose y is even, and s follows by two operations. Good for every
    /// verifier, and gives the key away, which here nobody minds; for tests that sign millions of times.
    function signQuickly(Group storage g, bytes32 digest, uint256 bitmap) internal view returns (bytes memory sigs) {
        uint256 count = 0;
        for (uint256 rest = bitmap; rest != 0; rest &= rest - 1) {
            ++count;
        }
        sigs = new bytes(64 * count);
        uint256 place = 0;
        for (uint256 i = 0; bitmap >> i != 0; ++i) {
            if ((bitmap >> i) & 1 == 0) continue;
            (uint256 r, uint256 vs) = quickSignature(g.keys[i], digest);
            assembly ("memory-safe") {
                mstore(add(add(sigs, 32), place), r)
                mstore(add(add(sigs, 64), place), vs)
            }
            place += 64;
        }
    }

    /// @dev r, and s with the parity of y in its highest bit.
    function quickSignature(uint256 key, bytes32 digest) internal pure returns (uint256 r, uint256 vs) {
        uint256 s = addmod(uint256(digest), mulmod(GENERATOR, key, ORDER), ORDER);
        return (GENERATOR, s <= ORDER / 2 ? s : (ORDER - s) | (1 << 255));
    }

    /// @dev Bitmap of exactly a quorum: the first members.
    function quorum(Group memory g) internal pure returns (uint256) {
        return quorumOf(g.keys.length);
    }

    /// @dev The same of so many members.
    function quorumOf(uint256 members) internal pure returns (uint256) {
        return (1 << ((2 * members) / 3 + 1)) - 1;
    }
}
