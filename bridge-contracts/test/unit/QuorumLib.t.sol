// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Bits} from "../../src/libraries/Bits.sol";
import {QuorumLib} from "../../src/libraries/QuorumLib.sol";
import {LibraryHarness} from "../support/Harnesses.sol";
import {Group, SignerGroup} from "../support/SignerGroup.sol";
import {Test} from "../support/Test.sol";

contract QuorumLibTest is Test {
    using SignerGroup for Group;

    uint256 private constant CURVE = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141;
    bytes32 private constant DIGEST = keccak256("digest");
    LibraryHarness private lib;
    Group private group;

    function setUp() public {
        lib = new LibraryHarness();
        group = SignerGroup.make(5, 1);
    }

    function test_quorum_isAccepted_fromEveryPossibleSubset() public view {
        for (uint256 bitmap = 0; bitmap < 32; ++bitmap) {
            if (Bits.count(bitmap) < 4) continue;
            uint256 counted = lib.requireQuorum(DIGEST, group.set, bitmap, group.sign(DIGEST, bitmap));
            vm.assertEq(counted, Bits.count(bitmap));
        }
    }

    function test_T02_noSignatures_reverts() public {
        vm.expectRevert(abi.encodeWithSelector(QuorumLib.QuorumNotReached.selector, 0, 4));
        lib.requireQuorum(DIGEST, group.set, 0, "");
    }

    function test_T02_quorumOfStrangers_reverts() public {
        Group memory strangers = SignerGroup.make(5, 2);
        bytes memory sigs = strangers.sign(DIGEST, 15);
        vm.expectRevert(
            abi.encodeWithSelector(
                QuorumLib.WrongSigner.selector, 0, SignerGroup.address_(strangers, 0), SignerGroup.address_(group, 0)
            )
        );
        lib.requireQuorum(DIGEST, group.set, 15, sigs);
    }

    function test_T21_oneShortOfQuorum_reverts() public {
        bytes memory sigs = group.sign(DIGEST, 7);
        vm.expectRevert(abi.encodeWithSelector(QuorumLib.QuorumNotReached.selector, 3, 4));
        lib.requireQuorum(DIGEST, group.set, 7, sigs);
    }

    function test_T21_oneSignerCountedTwice_reverts() public {
        bytes memory three = group.sign(DIGEST, 7);
        bytes memory sigs = bytes.concat(three, group.sign(DIGEST, 4));
        vm.expectRevert(
            abi.encodeWithSelector(
                QuorumLib.WrongSigner.selector, 3, SignerGroup.address_(group, 2), SignerGroup.address_(group, 3)
            )
        );
        lib.requireQuorum(DIGEST, group.set, 15, sigs);
    }

    function test_T21_signaturesOutOfOrder_revert() public {
        bytes memory sigs = bytes.concat(group.sign(DIGEST, 2), group.sign(DIGEST, 1), group.sign(DIGEST, 12));
        vm.expectPartialRevert(QuorumLib.WrongSigner.selector);
        lib.requireQuorum(DIGEST, group.set, 15, sigs);
    }

    function test_T21_trailingBytes_revert() public {
        bytes memory sigs = bytes.concat(group.sign(DIGEST, 15), hex"00");
        vm.expectRevert(abi.encodeWithSelector(QuorumLib.WrongSignatureLength.selector, 257, 256));
        lib.requireQuorum(DIGEST, group.set, 15, sigs);
    }

    function test_T21_missingByte_reverts() public {
        bytes memory sigs = group.sign(DIGEST, 15);
        assembly ("memory-safe") {
            mstore(sigs, 255)
        }
        vm.expectRevert(abi.encodeWithSelector(QuorumLib.WrongSignatureLength.selector, 255, 256));
        lib.requireQuorum(DIGEST, group.set, 15, sigs);
    }

    function testFuzz_T21_bitmapBeyondSet_reverts(uint256 bitmap) public {
        bitmap |= uint256(1) << (5 + (bitmap % 251));
        vm.expectRevert(abi.encodeWithSelector(QuorumLib.BitmapOutOfRange.selector, bitmap, 5));
        lib.requireQuorum(DIGEST, group.set, bitmap, "");
    }

    function test_T21_highS_reverts() public {
        (bytes32 r, bytes32 vs) = vm.signCompact(group.keys[0], DIGEST);
        uint256 s = uint256(vs) & (type(uint256).max >> 1);
        // n - s with flipped parity is the same signature in its other form; its top bits collide with the parity bit, so the
        // compact form cannot carry all of it: what it can carry must be refused.
        uint256 high = CURVE - s;
        bytes memory sigs = bytes.concat(r, bytes32(high), group.sign(DIGEST, 14));
        vm.expectRevert();
        lib.requireQuorum(DIGEST, group.set, 15, sigs);
        // s between n/2 and 2^255 fits the compact form and must be refused by its value.
        bytes32 justHigh = bytes32(CURVE / 2 + 1);
        sigs = bytes.concat(r, justHigh, group.sign(DIGEST, 14));
        vm.expectRevert(abi.encodeWithSelector(QuorumLib.MalleableSignature.selector, justHigh));
        lib.requireQuorum(DIGEST, group.set, 15, sigs);
    }

    function test_T21_zeroRecovered_reverts() public {
        bytes memory nobody =
            abi.encodeWithSelector(QuorumLib.WrongSigner.selector, 0, address(0), SignerGroup.address_(group, 0));
        bytes memory sigs = bytes.concat(bytes32(0), bytes32(uint256(1)), group.sign(DIGEST, 14));
        vm.expectRevert(nobody);
        lib.requireQuorum(DIGEST, group.set, 15, sigs);
        sigs = bytes.concat(bytes32(uint256(1)), bytes32(0), group.sign(DIGEST, 14));
        vm.expectRevert(nobody);
        lib.requireQuorum(DIGEST, group.set, 15, sigs);
    }

    function testFuzz_T21_flippedBit_reverts(uint256 bit) public {
        bytes memory sigs = group.sign(DIGEST, 15);
        bit = bit % (256 * 8);
        sigs[bit / 8] ^= bytes1(uint8(1 << (bit % 8)));
        vm.expectRevert();
        lib.requireQuorum(DIGEST, group.set, 15, sigs);
    }

    function testFuzz_T21_otherDigest_reverts(bytes32 other) public {
        vm.assume(other != DIGEST);
        bytes memory sigs = group.sign(DIGEST, 15);
        vm.expectRevert();
        lib.requireQuorum(other, group.set, 15, sigs);
    }

    function testFuzz_T49_quorum_isMoreThanTwoThirds(uint256 n) public pure {
        n = _bound(n, 1, 255);
        uint256 q = QuorumLib.quorum(n);
        vm.assertTrue(q >= 1 && q <= n);
        vm.assertTrue(3 * q > 2 * n && 3 * (q - 1) <= 2 * n);
    }

    function test_malformedSets_revert() public {
        bytes memory whole = group.set;
        vm.expectRevert(abi.encodeWithSelector(QuorumLib.MalformedSignerSet.selector, 0));
        lib.requireValid("");
        vm.expectRevert(abi.encodeWithSelector(QuorumLib.MalformedSignerSet.selector, 101));
        lib.requireValid(bytes.concat(whole, hex"ff"));
        vm.expectRevert(abi.encodeWithSelector(QuorumLib.MalformedSignerSet.selector, 256 * 20));
        lib.requireValid(new bytes(256 * 20));
        vm.expectRevert(abi.encodeWithSelector(QuorumLib.SignersNotAscending.selector, 0));
        lib.requireValid(new bytes(20));
        vm.expectRevert(abi.encodeWithSelector(QuorumLib.SignersNotAscending.selector, 5));
        lib.requireValid(bytes.concat(whole, bytes20(SignerGroup.address_(group, 4))));
    }

    function testFuzz_singleChange_findsTheMember(uint256 n, uint256 member, uint256 key) public view {
        n = _bound(n, 1, 12);
        Group memory before = SignerGroup.make(n, 9);
        Group memory larger = before.with(_bound(key, 1, 2 ** 200));
        (address changed, bool added) = lib.singleChange(before.set, larger.set);
        vm.assertTrue(added);
        vm.assertEq(changed, vm.addr(_bound(key, 1, 2 ** 200)));

        member = member % (n + 1);
        address leaving = larger.address_(member);
        (changed, added) = lib.singleChange(larger.set, larger.without(member).set);
        vm.assertFalse(added);
        vm.assertEq(changed, leaving);
    }

    function test_singleChange_refusesAllElse() public {
        bytes memory set = group.set;
        bytes memory same = set;
        bytes memory twoMore = group.with(77).with(78).set;
        bytes memory swapped = group.without(1).with(77).set;
        bytes memory oneMoreOneOther = group.without(1).with(77).with(78).set;
        bytes memory twoLess = group.without(1).without(1).set;
        bytes[5] memory wrong = [same, twoMore, swapped, oneMoreOneOther, twoLess];
        for (uint256 i = 0; i < wrong.length; ++i) {
            vm.expectRevert(QuorumLib.NotASingleChange.selector);
            lib.singleChange(set, wrong[i]);
        }
        bytes memory single = SignerGroup.make(1, 3).set;
        vm.expectRevert(abi.encodeWithSelector(QuorumLib.MalformedSignerSet.selector, 0));
        lib.singleChange(single, "");
        // One more, but not in its place: hashes of one set must not differ.
        vm.expectPartialRevert(QuorumLib.SignersNotAscending.selector);
        lib.singleChange(set, bytes.concat(set, bytes20(address(1))));
    }
}
