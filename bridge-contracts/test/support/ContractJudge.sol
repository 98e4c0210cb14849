// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TrieProof} from "@openzeppelin/contracts-5.7/utils/cryptography/TrieProof.sol";
import {ProvenAccount} from "../../src/interfaces/IStateProofs.sol";
import {StateProofs} from "../../src/l1/StateProofs.sol";
import {CliqueHeader, CliqueHeaders} from "../../src/libraries/CliqueHeaders.sol";
import {MerklePath} from "../../src/libraries/MerklePath.sol";
import {QuorumLib} from "../../src/libraries/QuorumLib.sol";
import {ReferenceTree} from "./ReferenceTree.sol";
import {Vm} from "./Vm.sol";

/// @title What the contracts say of a case
/// @dev A case is a line of words, the first of which is its kind; the verdict is "0" for what is refused, else "1" and what was read.
/// The node's judge is tests/Unit/Primitives/Bridge/Differential/NodeJudge.cs.
contract ContractJudge {
    Vm private constant vm = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);

    StateProofs private immutable PROOFS = new StateProofs();

    error UnknownKind(string kind);

    /// @notice "0" instead of whatever a judge reverts with.
    function verdict(string memory inputs) external view returns (string memory) {
        try this.judge(inputs) returns (string memory result) {
            return result;
        } catch (bytes memory reason) {
            if (bytes4(reason) == UnknownKind.selector) revert UnknownKind(inputs);
            return "0";
        }
    }

    function judge(string memory inputs) external view returns (string memory) {
        string[] memory words = vm.split(inputs, " ");
        bytes32 kind = keccak256(bytes(words[0]));
        if (kind == keccak256("trie")) return _trie(words);
        if (kind == keccak256("account")) return _account(words);
        if (kind == keccak256("slot")) return _slot(words);
        if (kind == keccak256("header")) return _header(words);
        if (kind == keccak256("tree")) return _tree(words);
        if (kind == keccak256("root")) return _root(words);
        if (kind == keccak256("quorum")) return _quorum(words);
        if (kind == keccak256("set")) return _set(words);
        revert UnknownKind(words[0]);
    }

    function requireQuorum(bytes32 digest, bytes memory set, uint256 bitmap, bytes calldata sigs)
        external
        view
        returns (uint256)
    {
        return QuorumLib.requireQuorum(digest, set, bitmap, sigs);
    }

    /// @dev trie ROOT KEY NODE*
    function _trie(string[] memory words) private pure returns (string memory) {
        bytes[] memory proof = _nodes(words);
        return _join("1", vm.toString(TrieProof.traverse(vm.parseBytes32(words[1]), vm.parseBytes(words[2]), proof)));
    }

    /// @dev account ROOT ADDRESS NODE*
    function _account(string[] memory words) private view returns (string memory) {
        ProvenAccount memory a =
            PROOFS.account(vm.parseBytes32(words[1]), address(bytes20(vm.parseBytes(words[2]))), _nodes(words));
        string memory numbers = _join(vm.toString(a.nonce), vm.toString(a.balance));
        return _join(_join("1", numbers), _join(vm.toString(a.storageRoot), vm.toString(a.codeHash)));
    }

    /// @dev slot ROOT SLOT NODE*
    function _slot(string[] memory words) private view returns (string memory) {
        uint256 value = PROOFS.slot(vm.parseBytes32(words[1]), vm.parseBytes32(words[2]), _nodes(words));
        return _join("1", vm.toString(value));
    }

    /// @dev header FIELDS RAW; 0 fields for a genesis
    function _header(string[] memory words) private pure returns (string memory text) {
        uint256 fields = vm.parseUint(words[1]);
        bytes memory raw = vm.parseBytes(words[2]);
        CliqueHeader memory h = fields == 0 ? CliqueHeaders.parseGenesis(raw) : CliqueHeaders.parse(raw, fields);
        address sealer = CliqueHeaders.sealerOrNobody(raw, h);
        text = _join("1", vm.toString(h.hash));
        text = _join(text, _join(vm.toString(uint256(h.number)), vm.toString(uint256(h.timestamp))));
        text = _join(text, _join(vm.toString(h.stateRoot), vm.toString(h.signers)));
        return _join(text, vm.toString(abi.encodePacked(sealer)));
    }

    /// @dev tree DEPTH LEAF INDEX MASK SIBLING*
    function _tree(string[] memory words) private pure returns (string memory) {
        bytes32 root = MerklePath.rootOf(
            vm.parseBytes32(words[2]),
            vm.parseUint(words[3]),
            vm.parseUint(words[1]),
            vm.parseUint(words[4]),
            _hashes(words, 5)
        );
        return _join("1", vm.toString(root));
    }

    /// @dev root DEPTH LEAF*
    function _root(string[] memory words) private pure returns (string memory) {
        return vm.toString(ReferenceTree.root(_hashes(words, 2), vm.parseUint(words[1])));
    }

    /// @dev quorum DIGEST SET BITMAP SIGNATURES
    function _quorum(string[] memory words) private view returns (string memory) {
        bytes memory set = vm.parseBytes(words[2]);
        QuorumLib.requireValid(set); // contracts take only sets whose hash they have stored
        uint256 signers = this.requireQuorum(
            vm.parseBytes32(words[1]), set, vm.parseUint(words[3]), vm.parseBytes(words[4])
        );
        return _join("1", vm.toString(signers));
    }

    /// @dev set BYTES
    function _set(string[] memory words) private pure returns (string memory) {
        bytes memory set = vm.parseBytes(words[1]);
        QuorumLib.requireValid(set);
        return _join("1", vm.toString(QuorumLib.hash(set)));
    }

    function _nodes(string[] memory words) private pure returns (bytes[] memory nodes) {
        nodes = new bytes[](words.length - 3);
        for (uint256 i = 0; i < nodes.length; ++i) {
            nodes[i] = vm.parseBytes(words[i + 3]);
        }
    }

    function _hashes(string[] memory words, uint256 from) private pure returns (bytes32[] memory hashes) {
        hashes = new bytes32[](words.length - from);
        for (uint256 i = 0; i < hashes.length; ++i) {
            hashes[i] = vm.parseBytes32(words[i + from]);
        }
    }

    function _join(string memory left, string memory right) private pure returns (string memory) {
        return string.concat(left, " ", right);
    }
}
