// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SignerGroup} from "./SignerGroup.sol";
import {Vm} from "./Vm.sol";

/// @title Builds Clique headers with an encoder of its own
library Headers {
    Vm private constant vm = Vm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);

    struct Header {
        uint256 fields;
        bytes32 parent;
        address beneficiary;
        uint256 difficulty;
        uint256 number;
        uint256 timestamp;
        bytes set;
        bytes8 nonce;
        bytes seal;
        bytes32 state;
    }

    function genesis(uint256 fields, bytes memory set, uint256 timestamp) internal pure returns (bytes memory) {
        return encode(Header(fields, 0, address(0), 1, 0, timestamp, set, 0, new bytes(65), keccak256("state")));
    }

    function epoch(uint256 fields, bytes memory set, uint256 number, uint256 sealKey)
        internal
        pure
        returns (bytes memory)
    {
        Header memory h = Header(
            fields, keccak256("parent"), address(0), 2, number, 1_700_000_000, set, 0, "", keccak256("state")
        );
        return sealed_(h, sealKey);
    }

    function sealed_(Header memory h, uint256 key) internal pure returns (bytes memory) {
        h.seal = "";
        (bytes32 r, bytes32 vs) = vm.signCompact(key, keccak256(encode(h)));
        return _withSeal(h, uint256(r), uint256(vs));
    }

    /// @dev Sealed as `SignerGroup.signQuickly` signs.
    function sealedQuickly(Header memory h, uint256 key) internal pure returns (bytes memory) {
        h.seal = "";
        (uint256 r, uint256 vs) = SignerGroup.quickSignature(key, keccak256(encode(h)));
        return _withSeal(h, r, vs);
    }

    function _withSeal(Header memory h, uint256 r, uint256 vs) private pure returns (bytes memory) {
        h.seal = abi.encodePacked(r, vs & (type(uint256).max >> 1), uint8(vs >> 255));
        return encode(h);
    }

    function encode(Header memory h) internal pure returns (bytes memory) {
        bytes memory body = abi.encodePacked(
            _string(abi.encodePacked(h.parent)),
            _string(abi.encodePacked(bytes32(0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347))),
            _string(abi.encodePacked(h.beneficiary))
        );
        body = abi.encodePacked(
            body,
            _string(abi.encodePacked(h.state)),
            _string(abi.encodePacked(keccak256("transactions"))),
            _string(abi.encodePacked(keccak256("receipts"))),
            _string(new bytes(256))
        );
        body = abi.encodePacked(
            body, _integer(h.difficulty), _integer(h.number), _integer(30_000_000), _integer(0), _integer(h.timestamp)
        );
        body = abi.encodePacked(
            body,
            _string(abi.encodePacked(bytes32("vanity"), h.set, h.seal)),
            _string(new bytes(32)),
            _string(abi.encodePacked(h.nonce))
        );
        return _list(abi.encodePacked(body, _tail(h.fields)));
    }

    function _tail(uint256 fields) private pure returns (bytes memory tail) {
        if (fields >= 16) tail = _integer(875_000_000);
        bytes32 emptyTrie = 0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421;
        if (fields >= 17) tail = abi.encodePacked(tail, _string(abi.encodePacked(emptyTrie)));
        if (fields >= 18) tail = abi.encodePacked(tail, _integer(0));
        if (fields >= 19) tail = abi.encodePacked(tail, _integer(0));
        if (fields >= 20) tail = abi.encodePacked(tail, _string(new bytes(32)));
        if (fields >= 21) tail = abi.encodePacked(tail, _string(abi.encodePacked(sha256(""))));
    }

    function _integer(uint256 value) private pure returns (bytes memory) {
        bytes memory digits = "";
        for (; value != 0; value >>= 8) {
            digits = abi.encodePacked(uint8(value), digits);
        }
        return _string(digits);
    }

    function _string(bytes memory value) private pure returns (bytes memory) {
        if (value.length == 1 && uint8(value[0]) < 0x80) return value;
        return abi.encodePacked(_prefix(0x80, value.length), value);
    }

    function _list(bytes memory body) private pure returns (bytes memory) {
        return abi.encodePacked(_prefix(0xc0, body.length), body);
    }

    function _prefix(uint8 base, uint256 length) private pure returns (bytes memory) {
        if (length <= 55) return abi.encodePacked(uint8(base + length));
        if (length < 256) return abi.encodePacked(uint8(base + 56), uint8(length));
        return abi.encodePacked(uint8(base + 57), uint16(length));
    }
}
