// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IHomeMirror} from "../../src/interfaces/IHomeMirror.sol";
import {IMirrorBridge} from "../../src/interfaces/IMirrorBridge.sol";
import {IQueuedClaims} from "../../src/interfaces/IQueuedClaims.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {NftVault} from "../../src/l1/NftVault.sol";
import {HomeMirrorAddress} from "../../src/libraries/HomeMirrorAddress.sol";
import {Headers} from "../support/Headers.sol";
import {HomeTokenFixture} from "../support/HomeTokenFixture.sol";
import {ReferenceTree} from "../support/ReferenceTree.sol";
import {PlainToken} from "../support/Tokens.sol";

/// @title The L1 side of the sidechain's own tokens: what is minted, what is refused, whose the rights are
contract MirrorBridgeTest is HomeTokenFixture {
    // ------------------------------------------------------------------------------------ configuration

    function test_T02_constructor_refusesWhatTheVaultDoesNotName_andSenselessWaits() public {
        bytes memory notNamed = abi.encodeWithSelector(IMirrorBridge.BadConfiguration.selector, "vault");
        address[2] memory wrong = [address(vault), bob];
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(notNamed);
            this.create(wrong[i], 1 hours);
        }
        address expected = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
        anchor = _newAnchor(Headers.genesis(16, group.set, GENESIS_TIME), SIDECHAIN, EPOCH, expected, address(0), 24 hours);
        vault = _newVault(address(anchor), _openLimits(), _openLimits());
        _create("Evidence", abi.encode(anchor));
        _create("Messenger", abi.encode(vault));
        uint256[2] memory waits = [uint256(0), 7 days + 1];
        uint256 before = vm.snapshotState();
        for (uint256 i = 0; i < 2; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IMirrorBridge.BadConfiguration.selector, "queueSeconds"));
            this.create(address(vault), waits[i]);
            vm.revertToState(before);
        }
        this.create(address(vault), 7 days);
    }

    function create(address vault_, uint256 wait_) external {
        _create("MirrorBridge", abi.encode(vault_, wait_));
    }

    function test_knowsItsBridge() public view {
        vm.assertEq(vault.MIRROR_BRIDGE(), address(mirrorBridge));
        vm.assertEq(mirrorBridge.SIDECHAIN_CHAIN_ID(), SIDECHAIN);
        vm.assertEq(mirrorBridge.SIDECHAIN_ID(), anchor.SIDECHAIN_ID());
        vm.assertEq(address(mirrorBridge.VAULT()), address(vault));
    }

    // ------------------------------------------------------------------------------------ mirrors

    function test_mirror_copiesTheToken_standsWhereBothChainsSay() public {
        _arrive(_takeAway(address(token), 1000, bob, 0));
        IHomeMirror mirror = _mirror(address(token));
        IERC20Metadata meta = IERC20Metadata(address(mirror));
        vm.assertEq(meta.name(), "Home Token");
        vm.assertEq(meta.symbol(), "HOME");
        vm.assertEq(meta.decimals(), 6);
        vm.assertEq(mirror.originChain(), SIDECHAIN);
        vm.assertEq(mirror.originToken(), address(token));
        vm.assertEq(mirror.minter(), address(mirrorBridge));
        vm.assertEq(mirror.balanceOf(bob), 1000);
        vm.assertEq(mirrorBridge.outstanding(address(token)), 1000);
        vm.chainId(SIDECHAIN);
        vm.assertEq(tokenVault.mirrorOf(address(mirrorBridge), address(token)), address(mirror));
    }

    function testFuzz_mirrorAddress_followsFromBridgeAndTokenAlone(address origin) public {
        bytes32 salt = keccak256(abi.encode(SIDECHAIN, origin));
        bytes32 hash =
            keccak256(abi.encodePacked(hex"ff", address(mirrorBridge), salt, mirrorBridge.mirrorInitCodeHash()));
        address expected = address(uint160(uint256(hash)));
        vm.assertEq(mirrorBridge.mirrorOf(origin), expected);
        vm.assertEq(HomeMirrorAddress.mirrorOf(address(mirrorBridge), SIDECHAIN, origin), expected);
        vm.chainId(SIDECHAIN);
        vm.assertEq(tokenVault.mirrorOf(address(mirrorBridge), origin), expected);
    }

    function test_mirror_permits() public {
        (uint256 key, address owner) = (4711, vm.addr(4711));
        _arrive(_takeAway(address(token), 50, owner, 0));
        IERC20Permit permit = IERC20Permit(address(_mirror(address(token))));
        bytes32 type_ = keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 structHash = keccak256(abi.encode(type_, owner, address(this), 50, 0, type(uint256).max));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", permit.DOMAIN_SEPARATOR(), structHash));
        (bytes32 r, bytes32 vs) = vm.signCompact(key, digest);
        bytes32 s = vs & bytes32(type(uint256).max >> 1);
        permit.permit(owner, address(this), 50, type(uint256).max, uint8(uint256(vs) >> 255) + 27, r, s);
        _mirror(address(token)).transferFrom(owner, bob, 50);
        vm.assertEq(_mirror(address(token)).balanceOf(bob), 50);
    }

    /// @dev The first release brings the description, whatever is said later; another description is refused.
    function test_metadata_isWhatTheSidechainWroteDown() public {
        Leaf memory first = _takeAway(address(token), 10, bob, 0);
        Leaf memory second = _takeAway(address(token), 20, bob, 0);
        _claimHome(first);
        _claimHome(second);
        vm.warp(block.timestamp + 1 hours);
        bytes memory false_ = abi.encode("USD Coin", "USDC", uint8(6));
        vm.expectRevert(
            abi.encodeWithSelector(IMirrorBridge.WrongMetadata.selector, keccak256(false_), first.dataHash)
        );
        mirrorBridge.release(0, first, false_);
        mirrorBridge.release(1, second, _metadata(address(token)));
        mirrorBridge.release(0, first, false_);
        vm.assertEq(IERC20Metadata(address(_mirror(address(token)))).symbol(), "HOME");
        vm.assertEq(_mirror(address(token)).balanceOf(bob), 30);
    }

    function test_oddNames_arePrintable() public {
        PlainToken odd = new PlainToken(unicode"Tøk\nen", "", 0);
        _fund(odd);
        _arrive(_takeAway(address(odd), 1, bob, 0));
        IERC20Metadata mirror = IERC20Metadata(address(_mirror(address(odd))));
        vm.assertEq(mirror.name(), "T??k?en");
        vm.assertEq(mirror.symbol(), "UNNAMED");
    }

    // ------------------------------------------------------------------------------------ rights

    function testFuzz_T10_rightsBelongToTheBridgeAlone(address caller) public {
        _arrive(_takeAway(address(token), 1000, bob, 0));
        IHomeMirror mirror = _mirror(address(token));
        vm.assume(caller != address(mirrorBridge));
        vm.startPrank(caller);
        vm.expectRevert(abi.encodeWithSelector(IHomeMirror.OnlyMinter.selector, caller));
        mirror.mint(caller, 1);
        vm.expectRevert(abi.encodeWithSelector(IHomeMirror.OnlyMinter.selector, caller));
        mirror.burn(bob, 1);
        vm.expectRevert(abi.encodeWithSelector(IVault.OnlyModule.selector, caller, address(mirrorBridge)));
        vault.chain(6, caller, caller, address(token), 1, 50_000, "");
        vm.stopPrank();
        vm.expectRevert(IMirrorBridge.NothingPending.selector);
        mirrorBridge.pending();
        bytes memory reason = abi.encodeWithSelector(IVault.OnlyModule.selector, mirrorBridge, vault.NFT_VAULT());
        vm.prank(address(mirrorBridge));
        vm.expectRevert(reason);
        vault.chain(3, caller, bob, address(token), 1, 50_000, "");
    }

    // ------------------------------------------------------------------------------------ claims

    function test_T09_otherKindsAndOrigins_areRefused_andThisKindElsewhere() public {
        _arrive(_takeAway(address(token), 1000, bob, 0));
        bytes32 hash = tokenVault.descriptionHash(address(token));
        Leaf[4] memory wrong = [
            Leaf(1, 2, SIDECHAIN, address(token), alice, bob, 1, 0, hash),
            Leaf(2, 6, L1_CHAIN, address(token), alice, bob, 1, 0, hash),
            Leaf(3, 6, SIDECHAIN, address(0), alice, bob, 1, 0, hash),
            Leaf(4, 6, SIDECHAIN, address(token), alice, bob, 1, 2, hash)
        ];
        for (uint256 i = 0; i < 4; ++i) {
            leafHashes.push(_slowLeafHash(wrong[i]));
        }
        Leaf memory right = Leaf(5, 6, SIDECHAIN, address(token), alice, bob, 1, 0, hash);
        leafHashes.push(_slowLeafHash(right));
        _submit(_next());
        for (uint256 i = 0; i < 4; ++i) {
            Leaf memory l = wrong[i];
            _claimHomeRefused(l, _unsupported(l));
        }
        _claimRefused(right, abi.encodeWithSelector(IVault.UnsupportedAsset.selector, 6, SIDECHAIN, address(token)));
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, 5, 32);
        NftVault nftVault = NftVault(vault.NFT_VAULT());
        bytes32 root = _root();
        vm.expectRevert(_unsupported(right));
        nftVault.claim(root, right, mask, siblings);
    }

    function _unsupported(Leaf memory leaf) private pure returns (bytes memory) {
        return abi.encodeWithSelector(IQueuedClaims.UnsupportedAsset.selector, leaf.kind, leaf.originChain, leaf.token);
    }

    function test_everyClaimWaits_isMintedOnce() public {
        Leaf memory leaf = _takeAway(address(token), 1000, bob, 0);
        _claimHome(leaf);
        _claimHomeRefused(leaf, abi.encodeWithSelector(IQueuedClaims.AlreadyClaimed.selector, 0));
        uint40 releaseAt = uint40(block.timestamp + 1 hours);
        bytes memory metadata = _metadata(address(token));
        vm.warp(releaseAt - 1);
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.NotReleasable.selector, 0, releaseAt));
        mirrorBridge.release(0, leaf, metadata);
        vm.warp(releaseAt);
        Leaf memory more = abi.decode(abi.encode(leaf), (Leaf));
        more.amount = 1001;
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.NotTheQueuedLeaf.selector, 0));
        mirrorBridge.release(0, more, metadata);
        mirrorBridge.release(0, leaf, metadata);
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.NotQueued.selector, 0));
        mirrorBridge.release(0, leaf, metadata);
        _takeAway(address(token), 1, bob, 0);
        _claimHomeRefused(leaf, abi.encodeWithSelector(IQueuedClaims.AlreadyClaimed.selector, 0));
        vm.assertEq(mirrorBridge.outstanding(address(token)), 1000);
    }

    function test_fee_goesToWhoeverReleases_notToTheRecipientTwice() public {
        Leaf memory first = _takeAway(address(token), 1000, bob, 10);
        Leaf memory second = _takeAway(address(token), 1000, bob, 10);
        _arrive(first);
        IHomeMirror mirror = _mirror(address(token));
        vm.assertEq(mirror.balanceOf(bob), 990);
        vm.assertEq(mirror.balanceOf(address(this)), 10);
        _claimHome(second);
        vm.warp(block.timestamp + 1 hours);
        vm.prank(bob);
        mirrorBridge.release(1, second, "");
        vm.assertEq(mirror.balanceOf(bob), 1990);
    }

    function testFuzz_T11_alteredLeaf_reverts(uint256 field, uint256 bit) public {
        _withdrawHome(address(token), 7, bob, 0);
        Leaf memory leaf = _withdrawHome(address(token), 1000, bob, 5);
        _takeAway(address(token), 8, alice, 0);
        (uint256 mask, bytes32[] memory siblings) = ReferenceTree.proof(leafHashes, 1, 32);
        uint256[9] memory widths = [uint256(64), 8, 256, 160, 160, 160, 256, 256, 256];
        (field, bit) = (field % 9, bit % widths[field % 9]);
        assembly ("memory-safe") {
            let place := add(leaf, mul(field, 32))
            mstore(place, xor(mload(place), shl(bit, 1)))
        }
        bytes32 root = _root();
        vm.expectRevert();
        mirrorBridge.claim(root, leaf, mask, siblings);
    }

    function test_T06_T14_unknownRoot_indexBeyondCount_revert() public {
        Leaf memory leaf = _withdrawHome(address(token), 7, bob, 0);
        bytes32 unknown = _root();
        _claimHomeRefused(leaf, abi.encodeWithSelector(IQueuedClaims.UnknownRoot.selector, unknown));
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.UnknownRoot.selector, bytes32(0)));
        mirrorBridge.claim(0, leaf, 0, new bytes32[](0));
        _submit(_checkpoint());
        leaf.index = 1;
        vm.expectRevert(abi.encodeWithSelector(IQueuedClaims.IndexOutOfRange.selector, 1, 1));
        mirrorBridge.claim(unknown, leaf, 0, new bytes32[](0));
    }

    // ------------------------------------------------------------------------------------ deposits

    function test_deposit_burnsExactlyWhatItChains() public {
        _arrive(_takeAway(address(token), 1000, bob, 0));
        vm.expectEmit(true, true, true, true, address(vault));
        emit IVault.Deposited(0, 6, bob, alice, address(token), 400, 50_000, "");
        vm.startPrank(bob);
        vm.assertEq(mirrorBridge.deposit(address(token), 400, alice), 0);
        IHomeMirror mirror = _mirror(address(token));
        vm.assertEq(mirror.balanceOf(bob), 600);
        vm.assertEq(mirrorBridge.outstanding(address(token)), 600);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, bob, 600, 601));
        mirrorBridge.deposit(address(token), 601, alice);
        vm.expectRevert(IMirrorBridge.NothingDeposited.selector);
        mirrorBridge.deposit(address(token), 0, alice);
        vm.expectRevert(IVault.NoRecipient.selector);
        mirrorBridge.deposit(address(token), 1, address(0));
        vm.expectRevert(abi.encodeWithSelector(IMirrorBridge.NoMirror.selector, address(77)));
        mirrorBridge.deposit(address(77), 1, alice);
        vm.assertEq(vault.depositCount(), 1);
    }
}
