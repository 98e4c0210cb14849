// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Checkpoint} from "../../src/interfaces/BridgeTypes.sol";
import {IAnchor} from "../../src/interfaces/IAnchor.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {QuorumLib} from "../../src/libraries/QuorumLib.sol";
import {Headers} from "../support/Headers.sol";
import {L1Fixture} from "../support/L1Fixture.sol";
import {Group, SignerGroup} from "../support/SignerGroup.sol";

contract AnchorTest is L1Fixture {
    using SignerGroup for Group;

    // ------------------------------------------------------------------------------------ deployment

    function test_constructor_readsEverythingFromTheGenesisHeader() public view {
        bytes memory header = Headers.genesis(16, group.set, GENESIS_TIME);
        vm.assertEq(anchor.GENESIS_HASH(), keccak256(header));
        vm.assertEq(anchor.SIDECHAIN_ID(), keccak256(abi.encode(SIDECHAIN, keccak256(header))));
        vm.assertEq(anchor.HEADER_FIELDS(), 16);
        vm.assertEq(anchor.quorum(), 4);
        vm.assertEq(vault.SIDECHAIN_ID(), anchor.SIDECHAIN_ID());
        (uint64 index, uint64 lastBlock, uint40 acceptedAt, bytes32 digest) = anchor.head();
        vm.assertEq(index, 0);
        vm.assertEq(lastBlock, 0);
        vm.assertEq(acceptedAt, START);
        vm.assertEq(
            digest, keccak256(abi.encode(keccak256("PoaSidechain.GenesisCheckpoint.v1"), anchor.SIDECHAIN_ID()))
        );
        (,, uint64 lastTimestamp,) = anchor.headCounts();
        vm.assertEq(lastTimestamp, GENESIS_TIME);
    }

    function test_T02_badConfiguration_cannotBeDeployed() public {
        bytes memory header = Headers.genesis(16, group.set, GENESIS_TIME);
        _deployRefused(header, 0, EPOCH, address(1), address(0), 0, "sidechainChainId");
        _deployRefused(header, L1_CHAIN, EPOCH, address(1), address(0), 0, "sidechainChainId");
        _deployRefused(header, SIDECHAIN, 0, address(1), address(0), 0, "epochLength");
        _deployRefused(header, SIDECHAIN, EPOCH, address(0), address(0), 0, "vault");
        _deployRefused(header, SIDECHAIN, EPOCH, address(1), address(2), 0, "extraVerifier");
        _deployRefused(header, SIDECHAIN, EPOCH, address(1), address(0), 31 days, "quarantine");
        bytes memory future = Headers.genesis(16, group.set, START + 61);
        _deployRefused(future, SIDECHAIN, EPOCH, address(1), address(0), 0, "genesis.timestamp");
    }

    function test_T02_vaultElsewhere_cannotBeDeployed() public {
        bytes memory reason = abi.encodeWithSelector(IVault.BadConfiguration.selector, "anchor");
        address[2] memory wrong = [address(anchor), address(0xdead)];
        for (uint256 i = 0; i < 2; ++i) {
            try this.newVault(wrong[i]) {
                vm.assertTrue(false, "deployed");
            } catch (bytes memory given) {
                vm.assertEq(given, reason);
            }
        }
    }

    // ------------------------------------------------------------------------------------ acceptance

    function test_submit_movesHeadAndRecordsRoot() public {
        _withdraw(1, address(0), address(1), 1 ether, 0);
        Checkpoint memory c = _next();
        bytes32 digest = anchor.hashCheckpoint(c);
        vm.expectEmit(true, true, true, true, address(anchor));
        emit IAnchor.CheckpointAccepted(1, digest, c.withdrawalRoot, c.lastBlock, c.lastBlockHash, 15, 0);
        _submit(c);

        (uint64 index, uint64 lastBlock, uint40 acceptedAt, bytes32 headDigest) = anchor.head();
        vm.assertEq(index, 1);
        vm.assertEq(lastBlock, 64);
        vm.assertEq(acceptedAt, START);
        vm.assertEq(headDigest, digest);
        vm.assertEq(anchor.digestAt(1), digest);
        (uint40 at_, uint40 maturesAt, uint48 by, uint48 count, uint8 mode) = anchor.rootMeta(c.withdrawalRoot);
        vm.assertEq(at_, START);
        vm.assertEq(maturesAt, START);
        vm.assertEq(by, 1);
        vm.assertEq(count, 1);
        vm.assertEq(mode, 0);
    }

    function test_submit_worksForAllSetSizes() public {
        uint256[6] memory sizes = [uint256(1), 2, 4, 7, 21, 105];
        for (uint256 i = 0; i < sizes.length; ++i) {
            _deploy(sizes[i], 21, _openLimits(), 24 hours);
            _submit(_next());
            _submit(_next());
            (uint64 index,,,) = anchor.head();
            vm.assertEq(index, 2);
        }
    }

    function test_submitMany_acceptsInOrder() public {
        Checkpoint memory first = _next();
        Checkpoint memory second = _after(first);
        bytes[] memory calls = new bytes[](2);
        calls[0] = _encoded(first);
        calls[1] = _encoded(second);
        anchor.submitMany(calls);
        (uint64 index, uint64 lastBlock,,) = anchor.head();
        vm.assertEq(index, 2);
        vm.assertEq(lastBlock, 128);
    }

    function test_submitMany_isAllOrNothing() public {
        Checkpoint memory first = _next();
        Checkpoint memory second = _after(first);
        second.parentDigest = bytes32(uint256(1));
        bytes[] memory calls = new bytes[](2);
        calls[0] = _encoded(first);
        calls[1] = _encoded(second);
        vm.expectRevert(
            abi.encodeWithSelector(IAnchor.WrongParent.selector, bytes32(uint256(1)), anchor.hashCheckpoint(first))
        );
        anchor.submitMany(calls);
        (uint64 index,,,) = anchor.head();
        vm.assertEq(index, 0);
    }

    function test_submitMany_takesNothingButSubmissions() public {
        bytes[] memory calls = new bytes[](1);
        calls[0] = abi.encodeCall(anchor.submitMany, (new bytes[](0)));
        vm.expectRevert(abi.encodeWithSelector(IAnchor.NotASubmission.selector, 0, anchor.submitMany.selector));
        anchor.submitMany(calls);
        calls[0] = "";
        vm.expectRevert(abi.encodeWithSelector(IAnchor.NotASubmission.selector, 0, bytes4(0)));
        anchor.submitMany(calls);
    }

    function test_digestAt_keepsTheNewest64() public {
        for (uint256 i = 0; i < 70; ++i) {
            _submit(_next());
        }
        (,,, bytes32 digest) = anchor.head();
        vm.assertEq(anchor.digestAt(70), digest);
        vm.assertNotEq(anchor.digestAt(7), bytes32(0));
        vm.expectRevert(abi.encodeWithSelector(IAnchor.WrongIndex.selector, 6, 70));
        anchor.digestAt(6);
        vm.expectRevert(abi.encodeWithSelector(IAnchor.WrongIndex.selector, 71, 70));
        anchor.digestAt(71);
    }

    function test_eip712Domain_describesTheDomain() public view {
        (bytes1 fields, string memory name, string memory version, uint256 chainId, address at_, bytes32 salt,) =
            anchor.eip712Domain();
        vm.assertEq(uint8(fields), 0x1f);
        bytes32 type_ = keccak256(
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract,bytes32 salt)"
        );
        vm.assertEq(
            anchor.domainSeparator(),
            keccak256(abi.encode(type_, keccak256(bytes(name)), keccak256(bytes(version)), chainId, at_, salt))
        );
    }

    // ------------------------------------------------------------------------------------ refusals

    function test_T22_wrongIndex_reverts() public {
        Checkpoint memory c = _next();
        c.index = 0;
        _refused(c, abi.encodeWithSelector(IAnchor.WrongIndex.selector, 0, 1));
        c.index = 2;
        _refused(c, abi.encodeWithSelector(IAnchor.WrongIndex.selector, 2, 1));
        c = _next();
        _submit(c);
        _refused(c, abi.encodeWithSelector(IAnchor.WrongIndex.selector, 1, 2));
        c.stateRoot = keccak256("same range, other root");
        _refused(c, abi.encodeWithSelector(IAnchor.WrongIndex.selector, 1, 2));
    }

    function test_T22_wrongParent_reverts() public {
        Checkpoint memory c = _next();
        bytes32 parent = c.parentDigest;
        c.parentDigest = bytes32(0);
        _refused(c, abi.encodeWithSelector(IAnchor.WrongParent.selector, bytes32(0), parent));
    }

    function test_T22_gapsOverlapsAndRewinds_revert() public {
        _submit(_next());
        Checkpoint memory c = _next();
        (c.firstBlock, c.lastBlock) = (66, 128);
        _refused(c, abi.encodeWithSelector(IAnchor.WrongRange.selector, 66, 128, 65));
        (c.firstBlock, c.lastBlock) = (64, 128);
        _refused(c, abi.encodeWithSelector(IAnchor.WrongRange.selector, 64, 128, 65));
        (c.firstBlock, c.lastBlock) = (65, 64);
        _refused(c, abi.encodeWithSelector(IAnchor.WrongRange.selector, 65, 64, 65));
        (c.firstBlock, c.lastBlock) = (1, 64);
        _refused(c, abi.encodeWithSelector(IAnchor.WrongRange.selector, 1, 64, 65));
        (c.firstBlock, c.lastBlock) = (65, type(uint64).max);
        _refused(c, abi.encodeWithSelector(IAnchor.WrongRange.selector, 65, type(uint64).max, 65));
    }

    function test_T22_rangeLimit_isExact() public {
        _deploy(5, 16, _openLimits(), 24 hours);
        Checkpoint memory c = _next();
        c.lastBlock = 65_537;
        _refused(c, abi.encodeWithSelector(IAnchor.WrongRange.selector, 1, 65_537, 1));
        // 65536 blocks pass the range check; they contain epoch blocks, whose header is then asked for.
        c.lastBlock = 65_536;
        uint256 bitmap = group.quorum();
        bytes memory sigs = group.sign(anchor.hashCheckpoint(c), bitmap);
        vm.expectPartialRevert(bytes4(keccak256("MalformedHeader(uint256)")));
        anchor.submit(c, group.set, bitmap, sigs, "");
    }

    function test_T22_timestampInFutureOrPast_reverts() public {
        Checkpoint memory c = _next();
        c.lastTimestamp = uint64(START + 61);
        bytes4 selector = IAnchor.WrongTimestamp.selector;
        _refused(c, abi.encodeWithSelector(selector, START + 61, GENESIS_TIME, START + 60));
        c.lastTimestamp = uint64(GENESIS_TIME - 1);
        _refused(c, abi.encodeWithSelector(selector, GENESIS_TIME - 1, GENESIS_TIME, START + 60));
        c.lastTimestamp = uint64(START + 60);
        _submit(c);
        (,, uint64 lastTimestamp,) = anchor.headCounts();
        vm.assertEq(lastTimestamp, START + 60);
    }

    function test_T21_signaturesForAnotherBridge_revert() public {
        Checkpoint memory c = _next();
        bytes32 id = anchor.SIDECHAIN_ID();
        bytes32 structHash = keccak256(abi.encode(_checkpointType(), c));
        bytes32[4] memory domains = [
            _domain(1, address(anchor), id), // other L1
            _domain(L1_CHAIN, address(vault), id), // other contract
            _domain(L1_CHAIN, address(anchor), keccak256("other genesis")), // other sidechain
            bytes32(0)
        ];
        vm.assertEq(anchor.domainSeparator(), _domain(L1_CHAIN, address(anchor), id));
        for (uint256 i = 0; i < domains.length; ++i) {
            bytes memory sigs = group.sign(keccak256(abi.encodePacked(hex"1901", domains[i], structHash)), 15);
            vm.expectPartialRevert(QuorumLib.WrongSigner.selector);
            anchor.submit(c, group.set, 15, sigs, "");
        }
    }

    function test_T21_otherStructType_reverts() public {
        Checkpoint memory c = _next();
        bytes32 asAttestation =
            keccak256(abi.encode(keccak256("DepositAttestation(uint64 l1Block,uint64 count,bytes32 acc)"), c));
        bytes memory sigs =
            group.sign(keccak256(abi.encodePacked(hex"1901", anchor.domainSeparator(), asAttestation)), 15);
        vm.expectPartialRevert(QuorumLib.WrongSigner.selector);
        anchor.submit(c, group.set, 15, sigs, "");
    }

    function test_otherSet_reverts() public {
        Group memory strangers = SignerGroup.make(5, 2);
        Checkpoint memory c = _next();
        bytes memory sigs = strangers.sign(anchor.hashCheckpoint(c), 15);
        bytes32 given = QuorumLib.hash(strangers.set);
        vm.expectRevert(abi.encodeWithSelector(IAnchor.WrongSignerSet.selector, given, c.setHash));
        anchor.submit(c, strangers.set, 15, sigs, "");
        c.setHash = given;
        vm.expectRevert(abi.encodeWithSelector(IAnchor.WrongSignerSet.selector, given, anchor.setHash()));
        anchor.submit(c, strangers.set, 15, sigs, "");
    }

    function testFuzz_everyFieldIsSigned(uint256 field, uint256 bit) public {
        Checkpoint memory c = _next();
        bytes memory sigs = group.sign(anchor.hashCheckpoint(c), 15);
        uint256[15] memory widths = [uint256(64), 32, 64, 64, 64, 64, 64, 256, 256, 256, 256, 256, 256, 256, 256];
        field = field % 15;
        bit = bit % widths[field];
        assembly ("memory-safe") {
            let place := add(c, mul(field, 32))
            mstore(place, xor(mload(place), shl(bit, 1)))
        }
        vm.expectRevert();
        anchor.submit(c, group.set, 15, sigs, "");
    }

    // ------------------------------------------------------------------------------------ withdrawals

    function test_T06_emptyTree_neverBecomesUsable() public {
        Checkpoint memory c = _next();
        vm.assertEq(c.withdrawalRoot, EMPTY_ROOT);
        _submit(c);
        (uint40 acceptedAt,,,,) = anchor.rootMeta(EMPTY_ROOT);
        vm.assertEq(acceptedAt, 0);
        (acceptedAt,,,,) = anchor.rootMeta(bytes32(0));
        vm.assertEq(acceptedAt, 0);
    }

    function test_T06_zeroOrForeignRootForNoWithdrawals_reverts() public {
        Checkpoint memory c = _next();
        c.withdrawalRoot = bytes32(0);
        _refused(c, abi.encodeWithSelector(IAnchor.WrongWithdrawals.selector, 0, 0, bytes32(0)));
        c.withdrawalRoot = keccak256("some root");
        _refused(c, abi.encodeWithSelector(IAnchor.WrongWithdrawals.selector, 0, 0, c.withdrawalRoot));
    }

    function test_T06_zeroOrEmptyRootForWithdrawals_reverts() public {
        Checkpoint memory c = _next();
        c.withdrawalCount = 1;
        c.withdrawalRoot = bytes32(0);
        _refused(c, abi.encodeWithSelector(IAnchor.WrongWithdrawals.selector, 1, 0, bytes32(0)));
        c.withdrawalRoot = EMPTY_ROOT;
        _refused(c, abi.encodeWithSelector(IAnchor.WrongWithdrawals.selector, 1, 0, EMPTY_ROOT));
        c.withdrawalCount = 2 ** 32 + 1;
        c.withdrawalRoot = keccak256("too many");
        _refused(c, abi.encodeWithSelector(IAnchor.WrongWithdrawals.selector, 2 ** 32 + 1, 0, c.withdrawalRoot));
    }

    function test_withdrawalCounts_mayOnlyGrow_oneRootEach() public {
        _withdraw(1, address(0), address(1), 1, 0);
        _withdraw(1, address(0), address(1), 2, 0);
        Checkpoint memory c = _next();
        bytes32 root = c.withdrawalRoot;
        _submit(c);
        bytes4 selector = IAnchor.WrongWithdrawals.selector;

        c = _next();
        c.withdrawalRoot = keccak256("another root for the same count");
        _refused(c, abi.encodeWithSelector(selector, 2, 2, c.withdrawalRoot));
        (c.withdrawalCount, c.withdrawalRoot) = (1, keccak256("less"));
        _refused(c, abi.encodeWithSelector(selector, 1, 2, c.withdrawalRoot));
        (c.withdrawalCount, c.withdrawalRoot) = (0, EMPTY_ROOT);
        _refused(c, abi.encodeWithSelector(selector, 0, 2, EMPTY_ROOT));
        (c.withdrawalCount, c.withdrawalRoot) = (3, root);
        _refused(c, abi.encodeWithSelector(selector, 3, 2, root));

        _submit(_next()); // same count, same root
        _withdraw(1, address(0), address(1), 3, 0);
        _submit(_next());
        (,, uint48 index, uint48 count,) = anchor.rootMeta(root);
        vm.assertEq(index, 1);
        vm.assertEq(count, 2);
    }

    // ------------------------------------------------------------------------------------ deposits

    function test_depositAccumulator_mustBeTheVaults() public {
        _deposit(3);
        Checkpoint memory c = _next();
        bytes32 right = c.depositAcc;
        c.depositAcc = keccak256("unbacked credits");
        _refused(c, abi.encodeWithSelector(IAnchor.WrongDeposits.selector, 3, c.depositAcc, right));
        (c.depositCount, c.depositAcc) = (4, right);
        _refused(c, abi.encodeWithSelector(IAnchor.WrongDeposits.selector, 4, right, bytes32(0)));
        c.depositAcc = bytes32(0);
        _refused(c, abi.encodeWithSelector(IAnchor.WrongDeposits.selector, 4, bytes32(0), bytes32(0)));
        (c.depositCount, c.depositAcc) = (2, vault.depositAcc(2));
        _submit(c);
        c = _next();
        (c.depositCount, c.depositAcc) = (1, vault.depositAcc(1));
        _refused(c, abi.encodeWithSelector(IAnchor.DepositsLag.selector, 1, 2));
    }

    function test_forcedInclusion_depositsOlderThanADay_mustBeConsumed() public {
        _deposit(2);
        Checkpoint memory c = _next();
        (c.depositCount, c.depositAcc) = (0, vault.depositAcc(0));
        _submit(c); // takes the sample: 2 deposits exist
        _deposit(1);
        vm.warp(START + 24 hours - 1);
        vm.assertEq(anchor.requiredDeposits(), 0);
        vm.warp(START + 24 hours);
        vm.assertEq(anchor.requiredDeposits(), 2);
        c = _next();
        (c.depositCount, c.depositAcc) = (1, vault.depositAcc(1));
        _refused(c, abi.encodeWithSelector(IAnchor.DepositsLag.selector, 1, 2));
        (c.depositCount, c.depositAcc) = (2, vault.depositAcc(2));
        _submit(c);
    }

    /// @dev Whatever the rhythm of checkpoints, a deposit is forced at the latest 24 hours + one sample interval (8 hours) + one
    /// checkpoint interval after it was made.
    function testFuzz_forcedInclusion_isNeverMuchLater(uint256 seed) public {
        uint256 interval = _bound(seed, 90 minutes, 7 hours);
        uint256 madeAt = block.timestamp;
        _deposit(1);
        uint256 forcedAt;
        while (forcedAt == 0 && block.timestamp < madeAt + 80 hours) {
            Checkpoint memory c = _next();
            if (anchor.requiredDeposits() != 0) {
                forcedAt = block.timestamp;
                break;
            }
            (c.depositCount, c.depositAcc) = (0, vault.depositAcc(0));
            _submit(c);
            vm.warp(block.timestamp + interval);
        }
        vm.assertGe(forcedAt, madeAt + 24 hours);
        vm.assertLe(forcedAt, madeAt + 32 hours + 2 * interval);
    }

    // ------------------------------------------------------------------------------------ helpers

    function newAnchor(
        bytes memory header,
        uint256 chain,
        uint256 epoch,
        address vault_,
        address verifier,
        uint256 quarantine
    ) external {
        _newAnchor(header, chain, epoch, vault_, verifier, quarantine);
    }

    function newVault(address anchor_) external {
        _newVault(anchor_, _openLimits(), _openLimits());
    }

    function _deployRefused(
        bytes memory header,
        uint256 chain,
        uint256 epoch,
        address vault_,
        address verifier,
        uint256 quarantine,
        string memory what
    ) private {
        bytes memory reason = abi.encodeWithSelector(IAnchor.BadConfiguration.selector, what);
        try this.newAnchor(header, chain, epoch, vault_, verifier, quarantine) {
            vm.assertTrue(false, what);
        } catch (bytes memory given) {
            vm.assertEq(given, reason, what);
        }
    }

    function _deposit(uint256 n) private {
        vm.deal(address(this), n);
        for (uint256 i = 0; i < n; ++i) {
            vault.depositETH{value: 1}(address(1), 50_000, "");
        }
    }

    function _after(Checkpoint memory c) private view returns (Checkpoint memory d) {
        d = _next();
        d.index = c.index + 1;
        d.firstBlock = c.lastBlock + 1;
        d.lastBlock = c.lastBlock + 64;
        d.parentDigest = anchor.hashCheckpoint(c);
    }

    function _encoded(Checkpoint memory c) private view returns (bytes memory) {
        return abi.encodeCall(anchor.submit, (c, group.set, 15, group.sign(anchor.hashCheckpoint(c), 15), ""));
    }

    function _domain(uint256 chain, address contract_, bytes32 salt) private pure returns (bytes32) {
        bytes32 type_ = keccak256(
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract,bytes32 salt)"
        );
        return keccak256(abi.encode(type_, keccak256("PoaSidechain Bridge"), keccak256("1"), chain, contract_, salt));
    }

    function _checkpointType() private pure returns (bytes32) {
        return keccak256(
            "Checkpoint(uint64 index,uint32 round,uint64 firstBlock,uint64 lastBlock,uint64 lastTimestamp,uint64 withdrawalCount,uint64 depositCount,bytes32 parentDigest,bytes32 lastBlockHash,bytes32 stateRoot,bytes32 blocksRoot,bytes32 withdrawalRoot,bytes32 depositAcc,bytes32 setHash,bytes32 nextSetHash)"
        );
    }
}
