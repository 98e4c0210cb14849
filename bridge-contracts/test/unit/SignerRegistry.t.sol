// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint, Extras} from "../../src/interfaces/BridgeTypes.sol";
import {IOutbox} from "../../src/interfaces/IOutbox.sol";
import {ISignerRegistry} from "../../src/interfaces/ISignerRegistry.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {QuorumLib} from "../../src/libraries/QuorumLib.sol";
import {BridgeFixture} from "../support/BridgeFixture.sol";
import {L1Fixture} from "../support/L1Fixture.sol";
import {Group, SignerGroup} from "../support/SignerGroup.sol";

contract SignerRegistryTest is BridgeFixture {
    using SignerGroup for Group;

    struct Binding {
        bytes32 genesisHash;
        uint256 l1ChainId;
        address anchor;
        address vault;
    }

    /// @dev Unbound: each test binds.
    function setUp() public override {
        L1Fixture.setUp();
        vm.roll(10_000);
        _genesis();
        vm.chainId(SIDECHAIN);
    }

    // ------------------------------------------------------------------------------------ binding

    function test_bind_fixesTheIdentity() public {
        vm.assertFalse(registry.isBound());
        Binding memory b = _right();
        vm.expectEmit(true, true, true, true, address(registry));
        emit ISignerRegistry.Bound(anchor.SIDECHAIN_ID(), b.genesisHash, L1_CHAIN, b.anchor, b.vault);
        _bindWith(b, group);
        vm.assertTrue(registry.isBound());
        (bytes32 id, uint256 l1ChainId, address vault_) = registry.identity();
        vm.assertEq(id, anchor.SIDECHAIN_ID());
        vm.assertEq(l1ChainId, L1_CHAIN);
        vm.assertEq(vault_, address(vault));
        vm.assertEq(registry.anchor(), address(anchor));
        vm.assertEq(registry.domainSeparator(), anchor.domainSeparator());
        vm.assertEq(registry.setHash(), anchor.setHash());
        vm.assertEq(registry.deploymentId(), DEPLOYMENT);
        vm.assertEq(inbox.acc(), vault.depositAcc(0));
    }

    function test_bind_slotsAreWhereTheyAreDocumented() public {
        _bindWith(_right(), group);
        vm.assertEq(_slot(0), anchor.setHash());
        vm.assertEq(_slot(1), bytes32(0));
        vm.assertEq(_slot(2), DEPLOYMENT);
        vm.assertEq(_slot(3), anchor.SIDECHAIN_ID());
        vm.assertEq(_slot(4), bytes32((L1_CHAIN << 160) | uint160(address(vault))));
        vm.assertEq(_slot(5), bytes32(uint256(uint160(address(anchor)))));
        vm.assertEq(_slot(6), anchor.domainSeparator());
    }

    function test_T08_bind_happensOnce() public {
        _bindWith(_right(), group);
        Binding memory other = _right();
        other.vault = address(0xbad);
        _refused(other, group, abi.encodeWithSelector(ISignerRegistry.AlreadyBound.selector, anchor.SIDECHAIN_ID()));
        _refused(_right(), group, abi.encodeWithSelector(ISignerRegistry.AlreadyBound.selector, anchor.SIDECHAIN_ID()));
    }

    function test_bind_needsAQuorumOfTheGenesisSet() public {
        Binding memory b = _right();
        bytes memory sigs = group.sign(_digest(b), 7);
        vm.expectRevert(abi.encodeWithSelector(QuorumLib.QuorumNotReached.selector, 3, 4));
        registry.bind(b.genesisHash, b.l1ChainId, b.anchor, b.vault, group.set, 7, sigs);
        Group memory strangers = SignerGroup.make(5, 7);
        _refused(
            b,
            strangers,
            abi.encodeWithSelector(
                ISignerRegistry.WrongSignerSet.selector, QuorumLib.hash(strangers.set), anchor.setHash()
            )
        );
    }

    /// @dev The signatures of one binding fit no other values, no other chain id and no other deployment.
    function test_T21_binding_cannotBeReplayedElsewhere() public {
        Binding memory b = _right();
        bytes memory sigs = group.sign(_digest(b), 15);
        Binding[4] memory others = [_right(), _right(), _right(), _right()];
        others[0].genesisHash = keccak256("other genesis");
        others[1].l1ChainId = 1;
        others[2].anchor = address(0xa);
        others[3].vault = address(0xb);
        for (uint256 i = 0; i < 4; ++i) {
            vm.expectPartialRevert(QuorumLib.WrongSigner.selector);
            registry.bind(
                others[i].genesisHash, others[i].l1ChainId, others[i].anchor, others[i].vault, group.set, 15, sigs
            );
        }
        vm.chainId(SIDECHAIN + 1);
        vm.expectPartialRevert(QuorumLib.WrongSigner.selector);
        registry.bind(b.genesisHash, b.l1ChainId, b.anchor, b.vault, group.set, 15, sigs);
        vm.chainId(SIDECHAIN);
        vm.store(address(registry), bytes32(uint256(2)), keccak256("another deployment, same keys, same chain id"));
        vm.expectPartialRevert(QuorumLib.WrongSigner.selector);
        registry.bind(b.genesisHash, b.l1ChainId, b.anchor, b.vault, group.set, 15, sigs);
    }

    function test_bind_checksBlockZero_whileTheEvmKnowsIt() public {
        vm.roll(256);
        vm.setBlockhash(0, keccak256("real genesis"));
        _refused(
            _right(),
            group,
            abi.encodeWithSelector(
                ISignerRegistry.WrongGenesis.selector, anchor.GENESIS_HASH(), keccak256("real genesis")
            )
        );
        vm.setBlockhash(0, anchor.GENESIS_HASH());
        _bindWith(_right(), group);
    }

    function test_bind_refusesNonsense() public {
        Binding memory b = _right();
        b.genesisHash = bytes32(0);
        _refused(b, group, abi.encodeWithSelector(ISignerRegistry.BadBinding.selector, "genesisHash"));
        b = _right();
        b.anchor = address(0);
        _refused(b, group, abi.encodeWithSelector(ISignerRegistry.BadBinding.selector, "anchor"));
        b = _right();
        b.vault = address(0);
        _refused(b, group, abi.encodeWithSelector(ISignerRegistry.BadBinding.selector, "vault"));
        b.vault = b.anchor;
        _refused(b, group, abi.encodeWithSelector(ISignerRegistry.BadBinding.selector, "vault"));
        uint256[3] memory chains = [uint256(0), SIDECHAIN, 2 ** 96];
        for (uint256 i = 0; i < 3; ++i) {
            b = _right();
            b.l1ChainId = chains[i];
            _refused(b, group, abi.encodeWithSelector(ISignerRegistry.BadBinding.selector, "l1ChainId"));
        }
    }

    function test_beforeBinding_nothingWorks() public {
        bytes4 notBound = ISignerRegistry.NotBound.selector;
        vm.expectRevert(notBound);
        registry.identity();
        vm.expectRevert(notBound);
        registry.domainSeparator();
        vm.expectRevert(notBound);
        registry.anchor();
        vm.expectRevert(notBound);
        inbox.acc();
        vm.expectRevert(notBound);
        assetBridge.mirrorOf(address(1));
        vm.prank(Predeploys.NATIVE_VAULT);
        vm.expectRevert(notBound);
        outbox.append(1, L1_CHAIN, address(0), address(1), address(2), 1, 0, 0);
        Checkpoint memory c;
        vm.expectRevert(notBound);
        registry.handover(c, "", "", 0, "");
    }

    // ------------------------------------------------------------------------------------ handover

    function test_handover_followsL1_byTheSameCheckpoint() public {
        _bindWith(_right(), group);
        Group memory larger = group.with(4242);
        Checkpoint memory c = _handoverTo(larger);
        bytes memory sigs = group.sign(_digestOf(c), 15);
        vm.expectEmit(true, true, true, true, address(registry));
        emit ISignerRegistry.SignerSetChanged(1, vm.addr(4242), true, QuorumLib.hash(larger.set), c.lastBlock);
        registry.handover(c, group.set, larger.set, 15, sigs);

        Extras memory extras;
        extras.nextSet = larger.set;
        anchor.submit(c, group.set, 15, sigs, abi.encode(extras));
        vm.assertEq(registry.setHash(), anchor.setHash());
        (uint24 id, uint64 last) = registry.setInfo();
        vm.assertEq(id, 1);
        vm.assertEq(last, c.index);
        vm.assertEq(vm.load(address(registry), 0), anchor.setHash());
    }

    function test_handover_replayAfterTheSetCameBack_reverts() public {
        _bindWith(_right(), group);
        Group memory small = group;
        Group memory large = group.with(4242);
        Checkpoint memory add = _handoverTo(large);
        bytes memory addSigs = small.sign(_digestOf(add), 15);
        registry.handover(add, small.set, large.set, 15, addSigs);

        Checkpoint memory drop = _handoverTo(small);
        (drop.index, drop.setHash) = (2, QuorumLib.hash(large.set));
        registry.handover(drop, large.set, small.set, 31, large.sign(_digestOf(drop), 31));

        vm.expectRevert(abi.encodeWithSelector(ISignerRegistry.StaleHandover.selector, 1, 2));
        registry.handover(add, small.set, large.set, 15, addSigs);
    }

    function test_handover_refusesAllElse() public {
        _bindWith(_right(), group);
        Group memory larger = group.with(4242);
        Checkpoint memory c = _handoverTo(larger);
        bytes32 next = c.nextSetHash;

        c.nextSetHash = c.setHash;
        bytes memory sigs = group.sign(_digestOf(c), 15);
        vm.expectRevert(abi.encodeWithSelector(ISignerRegistry.WrongNextSet.selector, next, c.setHash));
        registry.handover(c, group.set, larger.set, 15, sigs);

        c.nextSetHash = next;
        sigs = group.sign(_digestOf(c), 7);
        vm.expectRevert(abi.encodeWithSelector(QuorumLib.QuorumNotReached.selector, 3, 4));
        registry.handover(c, group.set, larger.set, 7, sigs);

        Group memory two = larger.with(4243);
        c.nextSetHash = QuorumLib.hash(two.set);
        sigs = group.sign(_digestOf(c), 15);
        vm.expectRevert(QuorumLib.NotASingleChange.selector);
        registry.handover(c, group.set, two.set, 15, sigs);

        c.setHash = QuorumLib.hash(larger.set);
        c.nextSetHash = QuorumLib.hash(group.set);
        sigs = larger.sign(_digestOf(c), 31);
        vm.expectRevert(
            abi.encodeWithSelector(ISignerRegistry.WrongSignerSet.selector, c.setHash, QuorumLib.hash(group.set))
        );
        registry.handover(c, larger.set, group.set, 31, sigs);
    }

    // ------------------------------------------------------------------------------------ helpers

    function _digestOf(Checkpoint memory c) private view returns (bytes32) {
        return anchor.hashCheckpoint(c);
    }

    function _handoverTo(Group memory next) private view returns (Checkpoint memory c) {
        c = _next();
        c.nextSetHash = QuorumLib.hash(next.set);
    }

    function _right() private view returns (Binding memory) {
        return Binding(anchor.GENESIS_HASH(), L1_CHAIN, address(anchor), address(vault));
    }

    function _digest(Binding memory b) private view returns (bytes32) {
        return registry.hashBinding(b.genesisHash, b.l1ChainId, b.anchor, b.vault);
    }

    function _bindWith(Binding memory b, Group memory signers) private {
        bytes memory sigs = signers.sign(_digest(b), 15);
        registry.bind(b.genesisHash, b.l1ChainId, b.anchor, b.vault, signers.set, 15, sigs);
    }

    function _refused(Binding memory b, Group memory signers, bytes memory reason) private {
        bytes memory sigs = signers.sign(_digest(b), 15);
        vm.expectRevert(reason);
        registry.bind(b.genesisHash, b.l1ChainId, b.anchor, b.vault, signers.set, 15, sigs);
    }

    function _slot(uint256 slot) private view returns (bytes32) {
        return vm.load(address(registry), bytes32(slot));
    }
}
