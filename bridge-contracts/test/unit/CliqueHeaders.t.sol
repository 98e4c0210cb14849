// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CliqueHeader, CliqueHeaders} from "../../src/libraries/CliqueHeaders.sol";
import {QuorumLib} from "../../src/libraries/QuorumLib.sol";
import {Headers} from "../support/Headers.sol";
import {LibraryHarness} from "../support/Harnesses.sol";
import {Group, SignerGroup} from "../support/SignerGroup.sol";
import {Test} from "../support/Test.sol";

contract CliqueHeadersTest is Test {
    using SignerGroup for Group;

    LibraryHarness private lib;
    Group private group;

    function setUp() public {
        lib = new LibraryHarness();
        group = SignerGroup.make(5, 1);
    }

    function test_genesis_isReadInAllShapes() public view {
        uint256[5] memory shapes = [uint256(15), 16, 17, 20, 21];
        for (uint256 i = 0; i < shapes.length; ++i) {
            bytes memory raw = Headers.genesis(shapes[i], group.set, 1_700_000_000);
            CliqueHeader memory h = lib.parseGenesis(raw);
            vm.assertEq(h.hash, keccak256(raw));
            vm.assertEq(h.fields, shapes[i]);
            vm.assertEq(h.signers, group.set);
            vm.assertEq(h.timestamp, 1_700_000_000);
        }
    }

    function test_genesis_withoutSigners_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(QuorumLib.MalformedSignerSet.selector, 0));
        lib.parseGenesis(Headers.genesis(16, "", 1));
    }

    function test_genesis_withUnsortedSigners_reverts() public {
        bytes memory unsorted = bytes.concat(bytes20(group.address_(1)), bytes20(group.address_(0)));
        vm.expectRevert(abi.encodeWithSelector(QuorumLib.SignersNotAscending.selector, 1));
        lib.parseGenesis(Headers.genesis(16, unsorted, 1));
    }

    function test_genesis_withNumberOrParent_reverts() public {
        Headers.Header memory h = Headers.Header(16, 0, address(0), 1, 1, 1, group.set, 0, new bytes(65), keccak256("state"));
        vm.expectRevert(abi.encodeWithSelector(CliqueHeaders.WrongFieldValue.selector, 8));
        lib.parseGenesis(Headers.encode(h));
        (h.number, h.parent) = (0, keccak256("parent"));
        vm.expectRevert(abi.encodeWithSelector(CliqueHeaders.WrongFieldValue.selector, 0));
        lib.parseGenesis(Headers.encode(h));
    }

    function test_genesis_of255Signers_isRead() public view {
        Group memory large = SignerGroup.make(255, 2);
        vm.assertEq(lib.parseGenesis(Headers.genesis(21, large.set, 1)).signers, large.set);
    }

    function testFuzz_sealer_isRecovered(uint256 key, uint64 number, uint64 timestamp, bool vote, uint256 shape)
        public
        view
    {
        key = _bound(key, 1, 2 ** 250);
        uint256 fields = [uint256(15), 16, 17, 20, 21][shape % 5];
        number = uint64(_bound(number, 1, type(uint64).max));
        bytes8 nonce = vote ? bytes8(type(uint64).max) : bytes8(0);
        address candidate = vote ? address(0xbeef) : address(0);
        Headers.Header memory h =
            Headers.Header(fields, keccak256("p"), candidate, vote ? 1 : 2, number, timestamp, "", nonce, "", "state");
        bytes memory raw = Headers.sealed_(h, key);
        CliqueHeader memory parsed = lib.parse(raw, fields);
        vm.assertEq(parsed.number, number);
        vm.assertEq(parsed.timestamp, timestamp);
        vm.assertEq(parsed.beneficiary, candidate);
        vm.assertEq(parsed.signers.length, 0);
        vm.assertEq(lib.sealer(raw, fields), vm.addr(key));
        h.seal = "";
        vm.assertEq(lib.sealHash(raw, fields), keccak256(Headers.encode(h)));
    }

    function test_epochHeader_listsItsSigners(uint256 size) public view {
        size = _bound(size, 1, 30);
        Group memory any = SignerGroup.make(size, 3);
        bytes memory raw = Headers.epoch(16, any.set, 30_000, 5);
        vm.assertEq(lib.parse(raw, 16).signers, any.set);
        vm.assertEq(lib.sealer(raw, 16), vm.addr(5));
    }

    /// @dev A changed byte gives another hash, another sealer or a refusal: never the same hash.
    function testFuzz_T17_changedByte_neverKeepsTheHash(uint256 position, uint8 value, uint256 shape) public view {
        uint256 fields = [uint256(16), 17, 20, 21][shape % 4];
        bytes memory raw = Headers.epoch(fields, group.set, 30_000, group.keys[0]);
        bytes32 hash = keccak256(raw);
        position = position % raw.length;
        vm.assume(uint8(raw[position]) != value);
        raw[position] = bytes1(value);
        try lib.parse(raw, fields) returns (CliqueHeader memory h) {
            vm.assertNotEq(h.hash, hash);
        } catch {}
    }

    function testFuzz_T17_cutOrLengthened_reverts(uint256 cut, bytes memory more) public {
        bytes memory raw = Headers.epoch(16, group.set, 30_000, group.keys[0]);
        vm.assume(more.length != 0);
        vm.expectRevert();
        lib.parse(bytes.concat(raw, more), 16);
        cut = _bound(cut, 0, raw.length - 1);
        assembly ("memory-safe") {
            mstore(raw, cut)
        }
        vm.expectRevert();
        lib.parse(raw, 16);
    }

    function testFuzz_T17_noise_isNeverAHeader(bytes memory noise) public {
        vm.expectRevert();
        lib.parse(noise, 16);
    }

    function test_otherFieldCount_reverts() public {
        bytes memory raw = Headers.epoch(17, group.set, 30_000, 5);
        vm.expectRevert(abi.encodeWithSelector(CliqueHeaders.WrongFieldCount.selector, 17, 16));
        lib.parse(raw, 16);
    }

    function test_countsThatNoForkHas_revert() public {
        vm.expectPartialRevert(CliqueHeaders.MalformedHeader.selector);
        lib.parse(Headers.epoch(18, group.set, 30_000, 5), 18);
        vm.expectPartialRevert(CliqueHeaders.MalformedHeader.selector);
        lib.parse(Headers.epoch(19, group.set, 30_000, 5), 19);
    }

    function test_sealWithBadParity_reverts() public {
        Headers.Header memory h = Headers.Header(16, 0, address(0), 2, 9, 9, "", 0, new bytes(65), keccak256("state"));
        vm.expectRevert(CliqueHeaders.InvalidSeal.selector);
        lib.sealer(Headers.encode(h), 16);
        h.seal[64] = 0x1b;
        vm.expectRevert(CliqueHeaders.InvalidSeal.selector);
        lib.sealer(Headers.encode(h), 16);
    }
}
