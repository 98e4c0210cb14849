// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IVaultEscape} from "../../src/interfaces/IVaultEscape.sol";
import {Predeploys} from "../../src/l2/Predeploys.sol";
import {EscapeFixture} from "../support/EscapeFixture.sol";
import {PlainToken} from "../support/Tokens.sol";

/// @title Many holders leave a dead bridge, whoever comes first
contract EscapeOrderTest is EscapeFixture {
    uint256 private constant HOLDERS = 20;

    PlainToken private token;
    address private mirror;
    address[] private holders;
    uint256[2][] private balances;

    /// @dev Twenty holders with random shares of coin and token, some with none, in random order; many come more than once.
    /// forge-config: default.fuzz.runs = 6
    function testFuzz_I9_manyHolders_leaveInAnyOrder_eachOnce(uint256 seed) public {
        _populate(seed);
        _die();
        _openNative();
        uint256[2] memory locked = [vault.locked(address(0)), vault.locked(address(token))];
        for (uint256 i = 0; i < 2 * HOLDERS; ++i) {
            uint256 place = uint256(keccak256(abi.encode(seed, "order", i))) % HOLDERS;
            _leaves(place, i % 2);
        }
        for (uint256 place = 0; place < HOLDERS; ++place) {
            _leaves(place, 0);
            _leaves(place, 1);
        }
        for (uint256 asset = 0; asset < 2; ++asset) {
            uint256 sum = 0;
            for (uint256 i = 0; i < HOLDERS; ++i) {
                sum += balances[i][asset];
                vm.assertEq(_onL1(holders[i], asset), balances[i][asset], "not what was held");
            }
            vm.assertEq(sum, locked[asset]);
            vm.assertEq(vault.locked(asset == 0 ? address(0) : address(token)), 0, "something is left");
        }
    }

    /// @dev Whoever left before is refused.
    function _leaves(uint256 place, uint256 asset) private {
        (address who, uint256 balance) = (holders[place], balances[place][asset]);
        if (balance == 0) return;
        bool before = _onL1(who, asset) != 0;
        if (asset == 0) {
            bytes[] memory proof = _accountProof(who);
            if (before) vm.expectPartialRevert(IVaultEscape.AlreadyEscaped.selector);
            vault.escapeNative(who, address(0), proof);
        } else {
            bytes[] memory account = _accountProof(mirror);
            bytes[] memory entry = _slotProof(mirror, _mappingSlot(bytes32(uint256(uint160(who))), 0));
            vm.prank(who);
            if (before) vm.expectPartialRevert(IVaultEscape.AlreadyEscaped.selector);
            vault.escape20(address(token), who, account, entry);
        }
    }

    function _onL1(address who, uint256 asset) private view returns (uint256) {
        return asset == 0 ? who.balance : token.balanceOf(who);
    }

    function _populate(uint256 seed) private {
        token = new PlainToken("Some Token", "SOME", 6);
        token.mint(address(this), type(uint128).max);
        token.approve(address(vault), type(uint256).max);
        vm.recordLogs();
        for (uint256 i = 0; i < HOLDERS; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            address who = address(uint160(random));
            holders.push(who);
            _hold(who);
            uint256 coin = random % 8 == 0 ? 0 : 1 + (random >> 8) % 1e24;
            uint256 amount = random % 8 == 1 ? 0 : 1 + (random >> 100) % 1e18;
            balances.push([coin, amount]);
            vm.deal(address(this), coin);
            if (coin != 0) vault.depositETH{value: coin}(who, 50_000, "");
            if (amount != 0) vault.deposit20(address(token), amount, who, 50_000, "");
        }
        _relay();
        mirror = assetBridge.mirrorOf(address(token));
        _hold(mirror);
        _hold(Predeploys.NATIVE_VAULT);
        _holdSlot(Predeploys.NATIVE_VAULT, 0);
        for (uint256 i = 0; i < HOLDERS; ++i) {
            _holdSlot(mirror, _mappingSlot(bytes32(uint256(uint160(holders[i]))), 0));
        }
    }

    /// @dev What they had on the sidechain is taken away, for both chains share one balance here.
    function _die() internal override {
        _lastCheckpoint();
        for (uint256 i = 0; i < HOLDERS; ++i) {
            vm.deal(holders[i], 0);
        }
        vm.warp(block.timestamp + 30 days);
        anchor.declareDead(last);
    }
}
