// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {QuorumLib} from "./QuorumLib.sol";

/// @notice A parsed Clique header.
struct CliqueHeader {
    /// keccak256 of the whole RLP: the block hash.
    bytes32 hash;
    bytes32 parentHash;
    /// Account voted on in ordinary headers.
    address beneficiary;
    bytes32 stateRoot;
    uint256 difficulty;
    uint64 number;
    uint64 timestamp;
    bytes32 mixHash;
    /// Vote: all ones add, zero drop (or no vote).
    bytes8 nonce;
    /// Signer list inside the extra data, 20 bytes each; empty in ordinary headers.
    bytes signers;
    /// Number of RLP items: 15 before London, 16 London, 17 Shanghai, 20 Cancun, 21 Prague.
    uint256 fields;
    /// Offset of the extra data's RLP prefix in the raw header.
    uint256 extraAt;
    /// Offset just after the extra data.
    uint256 extraEnd;
    /// Offset of the first byte of extra data.
    uint256 extraFrom;
}

/// @title Strict reader of Clique (EIP-225) block headers
/// @dev Trust: none; pure. Accepts exactly one encoding per header: canonical RLP, no byte left over, only the field counts that
/// exist. Checks what one header alone can show; not turns, votes, gas or time against a parent.
library CliqueHeaders {
    /// @dev keccak256(rlp([])): Clique blocks have no uncles.
    bytes32 internal constant EMPTY_UNCLES = 0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347;
    /// @dev Root of the empty trie: Clique blocks have no withdrawals.
    bytes32 internal constant EMPTY_TRIE = 0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421;
    /// @dev sha256(""): Clique blocks have no EIP-7685 requests.
    bytes32 internal constant EMPTY_REQUESTS = 0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855;

    uint256 private constant VANITY = 32;
    uint256 private constant SEAL = 65;
    uint256 private constant DIFFICULTY_AT = 448;
    /// @dev The list length is written in two bytes, after a prefix byte.
    uint256 private constant MAX_LENGTH = 3 + 0xffff;
    bytes8 private constant NONCE_ADD = 0xffffffffffffffff;

    /// @notice The bytes are not the canonical RLP of a header; `offset` is where that shows.
    error MalformedHeader(uint256 offset);
    /// @notice The header has another number of fields than the chain's.
    error WrongFieldCount(uint256 given, uint256 expected);
    /// @notice A field has a value no Clique header has; `field` counts from 0 in RLP order.
    error WrongFieldValue(uint256 field);
    /// @notice The seal recovers to nobody.
    error InvalidSeal();

    /// @notice Reads a genesis header: number 0, no parent, signer list of at least one in rising order.
    function parseGenesis(bytes memory raw) internal pure returns (CliqueHeader memory h) {
        h = _read(raw);
        if (h.parentHash != 0) revert WrongFieldValue(0);
        if (h.number != 0) revert WrongFieldValue(8);
        QuorumLib.requireValid(h.signers);
    }

    /// @notice Reads an ordinary or epoch header of a chain whose headers have `fields` fields.
    function parse(bytes memory raw, uint256 fields) internal pure returns (CliqueHeader memory h) {
        h = _read(raw);
        if (h.fields != fields) revert WrongFieldCount(h.fields, fields);
        _requireOrdinary(h);
    }

    /// @notice As above, for whoever does not know the chain's number of fields: any that exists.
    function parse(bytes memory raw) internal pure returns (CliqueHeader memory h) {
        h = _read(raw);
        _requireOrdinary(h);
    }

    /// @notice Hash that was sealed: the header with the last 65 bytes of its extra data left out.
    function sealHash(bytes memory raw, CliqueHeader memory h) internal pure returns (bytes32) {
        uint256 unsealedEnd = h.extraEnd - SEAL;
        bytes memory body = bytes.concat(
            _slice(raw, 3, h.extraAt),
            _stringPrefix(unsealedEnd - h.extraFrom),
            _slice(raw, h.extraFrom, unsealedEnd),
            _slice(raw, h.extraEnd, raw.length)
        );
        // The bloom alone is longer than 255 bytes, so the list length always takes two bytes.
        return keccak256(bytes.concat(hex"f9", bytes2(uint16(body.length)), body));
    }

    /// @notice Account that sealed the header. High-s seals are accepted, as every Clique client does.
    function sealer(bytes memory raw, CliqueHeader memory h) internal pure returns (address account) {
        account = sealerOrNobody(raw, h);
        if (account == address(0)) revert InvalidSeal();
    }

    /// @notice As `sealer`, but zero for a seal that recovers to nobody.
    function sealerOrNobody(bytes memory raw, CliqueHeader memory h) internal pure returns (address) {
        uint256 pos = h.extraEnd - SEAL;
        uint8 v = uint8(raw[pos + 64]);
        if (v > 1) return address(0);
        return ecrecover(sealHash(raw, h), v + 27, _word(raw, pos), _word(raw, pos + 32));
    }

    function _requireOrdinary(CliqueHeader memory h) private pure {
        if (h.difficulty != 1 && h.difficulty != 2) revert WrongFieldValue(7);
        if (h.number == 0) revert WrongFieldValue(8);
        if (h.mixHash != 0) revert WrongFieldValue(13);
        if (h.nonce != 0 && h.nonce != NONCE_ADD) revert WrongFieldValue(14);
        if (h.signers.length == 0) return;
        if (h.beneficiary != address(0)) revert WrongFieldValue(2);
        if (h.nonce != 0) revert WrongFieldValue(14);
        QuorumLib.requireValid(h.signers);
    }

    function _read(bytes memory raw) private pure returns (CliqueHeader memory h) {
        _readFixedPart(raw, h);
        uint256 pos = DIFFICULTY_AT;
        (h.difficulty, pos) = _integer(raw, pos, 32);
        uint256 value;
        (value, pos) = _integer(raw, pos, 8);
        h.number = uint64(value);
        (, pos) = _integer(raw, pos, 8);
        (, pos) = _integer(raw, pos, 8);
        (value, pos) = _integer(raw, pos, 8);
        h.timestamp = uint64(value);
        pos = _readExtra(raw, pos, h);
        (h.mixHash, pos) = _hash(raw, pos);
        _expect(raw, pos, 0x88);
        if (pos + 9 > raw.length) revert MalformedHeader(pos);
        h.nonce = bytes8(_word(raw, pos + 1));
        h.fields = _readTail(raw, pos + 9);
        h.hash = keccak256(raw);
    }

    /// @dev List prefix, five hashes, the beneficiary and the bloom stand at fixed places.
    function _readFixedPart(bytes memory raw, CliqueHeader memory h) private pure {
        if (raw.length <= DIFFICULTY_AT || raw.length > MAX_LENGTH) revert MalformedHeader(0);
        _expect(raw, 0, 0xf9);
        if (uint16(bytes2(_word(raw, 1))) != raw.length - 3) revert MalformedHeader(1);
        uint256 pos;
        bytes32 uncles;
        (h.parentHash, pos) = _hash(raw, 3);
        (uncles, pos) = _hash(raw, pos);
        if (uncles != EMPTY_UNCLES) revert WrongFieldValue(1);
        _expect(raw, pos, 0x94);
        h.beneficiary = address(bytes20(_word(raw, pos + 1)));
        (h.stateRoot, pos) = _hash(raw, pos + 21);
        (, pos) = _hash(raw, pos);
        (, pos) = _hash(raw, pos);
        _expect(raw, pos, 0xb9);
        if (bytes2(_word(raw, pos + 1)) != 0x0100) revert MalformedHeader(pos);
    }

    function _readExtra(bytes memory raw, uint256 pos, CliqueHeader memory h) private pure returns (uint256) {
        h.extraAt = pos;
        uint256 prefix = _byte(raw, pos);
        uint256 length;
        // 97 bytes or more, so the length itself is written in one or two bytes.
        if (prefix == 0xb8) {
            length = _byte(raw, pos + 1);
            h.extraFrom = pos + 2;
        } else if (prefix == 0xb9) {
            length = (_byte(raw, pos + 1) << 8) | _byte(raw, pos + 2);
            if (length < 256) revert MalformedHeader(pos);
            h.extraFrom = pos + 3;
        } else {
            revert MalformedHeader(pos);
        }
        h.extraEnd = h.extraFrom + length;
        if (h.extraEnd > raw.length) revert MalformedHeader(pos);
        if (length < VANITY + SEAL || (length - VANITY - SEAL) % 20 != 0) revert WrongFieldValue(12);
        h.signers = _slice(raw, h.extraFrom + VANITY, h.extraEnd - SEAL);
        return h.extraEnd;
    }

    /// @dev Fields added by London, Shanghai, Cancun and Prague; all but the base fee are constant on a Clique chain.
    function _readTail(bytes memory raw, uint256 pos) private pure returns (uint256) {
        if (pos == raw.length) return 15;
        (, pos) = _integer(raw, pos, 32);
        if (pos == raw.length) return 16;
        bytes32 value;
        (value, pos) = _hash(raw, pos);
        if (value != EMPTY_TRIE) revert WrongFieldValue(16);
        if (pos == raw.length) return 17;
        uint256 gas_;
        (gas_, pos) = _integer(raw, pos, 8);
        if (gas_ != 0) revert WrongFieldValue(17);
        (gas_, pos) = _integer(raw, pos, 8);
        if (gas_ != 0) revert WrongFieldValue(18);
        (value, pos) = _hash(raw, pos);
        if (value != 0) revert WrongFieldValue(19);
        if (pos == raw.length) return 20;
        (value, pos) = _hash(raw, pos);
        if (value != EMPTY_REQUESTS) revert WrongFieldValue(20);
        if (pos != raw.length) revert MalformedHeader(pos);
        return 21;
    }

    /// @dev A canonical RLP integer of at most `maxBytes` bytes.
    function _integer(bytes memory raw, uint256 pos, uint256 maxBytes)
        private
        pure
        returns (uint256 value, uint256 next)
    {
        uint256 prefix = _byte(raw, pos);
        if (prefix < 0x80) {
            if (prefix == 0) revert MalformedHeader(pos);
            return (prefix, pos + 1);
        }
        uint256 length = prefix - 0x80;
        next = pos + 1 + length;
        if (length > maxBytes || next > raw.length) revert MalformedHeader(pos);
        if (length == 0) return (0, next);
        value = uint256(_word(raw, pos + 1)) >> (256 - 8 * length);
        // Shortest form: no leading zero, and a single byte below 0x80 is its own encoding.
        if (value >> (8 * (length - 1)) == 0 || (length == 1 && value < 0x80)) revert MalformedHeader(pos);
    }

    function _hash(bytes memory raw, uint256 pos) private pure returns (bytes32 value, uint256 next) {
        _expect(raw, pos, 0xa0);
        next = pos + 33;
        if (next > raw.length) revert MalformedHeader(pos);
        value = _word(raw, pos + 1);
    }

    function _expect(bytes memory raw, uint256 pos, uint256 prefix) private pure {
        if (_byte(raw, pos) != prefix) revert MalformedHeader(pos);
    }

    function _byte(bytes memory raw, uint256 pos) private pure returns (uint256) {
        if (pos >= raw.length) revert MalformedHeader(pos);
        return uint8(raw[pos]);
    }

    /// @dev RLP prefix of a string of 32 bytes or more.
    function _stringPrefix(uint256 length) private pure returns (bytes memory) {
        if (length <= 55) return abi.encodePacked(uint8(0x80 + length));
        if (length <= 255) return abi.encodePacked(uint8(0xb8), uint8(length));
        return abi.encodePacked(uint8(0xb9), uint16(length));
    }

    /// @dev The word at `at`; bytes past the end are whatever memory holds, so callers check bounds or cut.
    function _word(bytes memory raw, uint256 pos) private pure returns (bytes32 value) {
        // Proof: a read only.
        assembly ("memory-safe") {
            value := mload(add(add(raw, 32), pos))
        }
    }

    function _slice(bytes memory raw, uint256 from, uint256 to) private pure returns (bytes memory part) {
        part = new bytes(to - from);
        // By words, because london has no MCOPY. Proof: callers keep from <= to <= raw.length; part takes whole words of memory, so
        // the last write, too, stays inside it.
        assembly ("memory-safe") {
            let length := mload(part)
            let source := add(raw, from)
            for { let i := 32 } lt(i, add(length, 32)) { i := add(i, 32) } {
                mstore(add(part, i), mload(add(source, i)))
            }
        }
    }
}
