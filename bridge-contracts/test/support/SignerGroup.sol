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

    function with(Group memory g, uint256 key) internal pure returns (Group memory) {
        uint256[] memory keys = new uint256[](g.keys.length + 1);
        for (uint256 i = 0; i < g.keys.length; ++i) {
            keys[i] = g.keys[i];
        }
        keys[g.keys.length] = key;
        return fromKeys(keys);
    }

    function without(Group memory g, uint256 member) internal pure returns (Group memory) {
        uint256[] memory keys = new uint256[](g.keys.length - 1);
        for (uint256 i = 0; i < keys.length; ++i) {
            keys[i] = g.keys[i < member ? i : i + 1];
        }
        return fromKeys(keys);
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

    /// @dev Bitmap of exactly a quorum: the first members.
    function quorum(Group memory g) internal pure returns (uint256) {
        return (1 << ((2 * g.keys.length) / 3 + 1)) - 1;
    }
}
