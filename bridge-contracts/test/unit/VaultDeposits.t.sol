// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {DepositData, Leaf} from "../../src/interfaces/BridgeTypes.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {TokenMetadata} from "../../src/libraries/TokenMetadata.sol";
import {L1Fixture} from "../support/L1Fixture.sol";
import {
    BombToken,
    ControlledToken,
    FalseToken,
    FeeToken,
    HookToken,
    InflatingToken,
    LyingToken,
    OldToken,
    PlainToken,
    RebasingToken,
    TwinToken
} from "../support/Tokens.sol";
import {Vm} from "../support/Vm.sol";

contract VaultDepositsTest is L1Fixture {
    uint64 private constant GAS = 100_000;
    address private user;

    function setUp() public override {
        super.setUp();
        user = _account("user");
        vm.deal(user, 1000 ether);
    }

    // ------------------------------------------------------------------------------------ the straight way

    function test_depositETH_locksAndChains() public {
        bytes32 acc = vault.depositAcc(0);
        vm.assertEq(acc, keccak256(abi.encode("deposits", anchor.SIDECHAIN_ID(), address(vault))));
        vm.expectEmit(true, true, true, true, address(vault));
        emit IVault.Deposited(0, 1, user, address(7), address(0), 1 ether, GAS, "");
        vm.prank(user);
        uint256 nonce = vault.depositETH{value: 1 ether}(address(7), GAS, "");
        vm.assertEq(nonce, 0);
        vm.assertEq(vault.depositCount(), 1);
        vm.assertEq(vault.locked(address(0)), 1 ether);
        DepositData memory d = DepositData(0, 1, user, address(7), address(0), 1 ether, GAS, "");
        vm.assertEq(vault.hashDeposit(d), _slowHash(d));
        vm.assertEq(vault.depositAcc(1), keccak256(abi.encodePacked(acc, _slowHash(d))));
        vm.assertEq(vault.depositAcc(2), bytes32(0));
    }

    function test_deposit20_chainsTheMetadata() public {
        PlainToken token = new PlainToken("Some Token", "SOME", 9);
        bytes memory data = abi.encode("Some Token", "SOME", uint8(9));
        _fund(token, 100);
        vm.expectEmit(true, true, true, true, address(vault));
        emit IVault.Deposited(0, 2, user, address(7), address(token), 100, GAS, data);
        vm.prank(user);
        vault.deposit20(address(token), 100, address(7), GAS, "");
        vm.assertEq(vault.locked(address(token)), 100);
        DepositData memory d = DepositData(0, 2, user, address(7), address(token), 100, GAS, data);
        vm.assertEq(vault.depositAcc(1), keccak256(abi.encodePacked(vault.depositAcc(0), _slowHash(d))));
    }

    function testFuzz_T25_chainFollowsStorageAndEvents(uint256 n, uint256 seed) public {
        n = _bound(n, 1, 20);
        vm.recordLogs();
        for (uint256 i = 0; i < n; ++i) {
            uint256 random = uint256(keccak256(abi.encode(seed, i)));
            vm.prank(user);
            vault.depositETH{value: 1 + random % 1 ether}(address(uint160(random | 1)), GAS, "");
        }
        Vm.Log[] memory logs = vm.getRecordedLogs();
        vm.assertEq(logs.length, n);
        bytes32 acc = vault.depositAcc(0);
        for (uint256 i = 0; i < n; ++i) {
            acc = keccak256(abi.encodePacked(acc, _slowHash(_fromLog(logs[i]))));
            vm.assertEq(vault.depositAcc(i + 1), acc);
        }
    }

    // ------------------------------------------------------------------------------------ refusals

    function test_T24_nothing_reverts() public {
        vm.expectRevert(IVault.NothingDeposited.selector);
        vault.depositETH(address(7), GAS, "");
        PlainToken token = new PlainToken("T", "T", 18);
        vm.expectRevert(abi.encodeWithSelector(IVault.WrongReceipt.selector, address(token), 0, 0));
        vault.deposit20(address(token), 0, address(7), GAS, "");
    }

    function test_T24_codelessTokens_revert() public {
        address[4] memory wrong = [address(0), address(4), user, address(0xdead)];
        for (uint256 i = 0; i < wrong.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IVault.NotAToken.selector, wrong[i]));
            vault.deposit20(wrong[i], 1, address(7), GAS, "");
        }
        vm.etch(user, abi.encodePacked(hex"ef0100", address(new PlainToken("T", "T", 18))));
        vm.expectRevert(abi.encodeWithSelector(IVault.NotAToken.selector, user));
        vault.deposit20(user, 1, address(7), GAS, "");
    }

    function test_T24_valueOnTokenPath_reverts() public {
        PlainToken token = new PlainToken("T", "T", 18);
        _fund(token, 1);
        vm.prank(user);
        (bool ok,) =
            address(vault).call{value: 1}(abi.encodeCall(vault.deposit20, (address(token), 1, address(7), GAS, "")));
        vm.assertFalse(ok);
        (ok,) = address(vault).call{value: 1}("");
        vm.assertFalse(ok, "plain transfer");
    }

    function test_T24_contractsThatAreNoTokens_revert() public {
        address[3] memory wrong = [address(vault), address(anchor), address(this)];
        for (uint256 i = 0; i < wrong.length; ++i) {
            vm.expectRevert();
            vault.deposit20(wrong[i], 1, address(7), GAS, "");
        }
        vm.assertEq(vault.depositCount(), 0);
    }

    function test_badTerms_revert() public {
        vm.deal(address(this), 10);
        vm.expectRevert(IVault.NoRecipient.selector);
        vault.depositETH{value: 1}(address(0), GAS, "");
        vm.expectRevert(abi.encodeWithSelector(IVault.GasLimitOutOfRange.selector, 49_999));
        vault.depositETH{value: 1}(address(7), 49_999, "");
        vm.expectRevert(abi.encodeWithSelector(IVault.GasLimitOutOfRange.selector, 5_000_001));
        vault.depositETH{value: 1}(address(7), 5_000_001, "");
        vm.expectRevert(abi.encodeWithSelector(IVault.DataNotSupported.selector, 1));
        vault.depositETH{value: 1}(address(7), GAS, hex"00");
    }

    function test_T50_otherChainId_reverts() public {
        vm.chainId(61);
        vm.deal(address(this), 1);
        vm.expectRevert(abi.encodeWithSelector(IVault.WrongChain.selector, 61, L1_CHAIN));
        vault.depositETH{value: 1}(address(7), GAS, "");
        PlainToken token = new PlainToken("T", "T", 18);
        vm.expectRevert(abi.encodeWithSelector(IVault.WrongChain.selector, 61, L1_CHAIN));
        vault.deposit20(address(token), 1, address(7), GAS, "");
    }

    function test_ledgerOverflow_reverts() public {
        PlainToken token = new PlainToken("T", "T", 18);
        uint256 most = type(uint128).max;
        _fund(token, most);
        vm.prank(user);
        vault.deposit20(address(token), most, address(7), GAS, "");
        _fund(token, 1);
        vm.prank(user);
        vm.expectRevert(abi.encodeWithSelector(IVault.LedgerOverflow.selector, address(token), most + 1));
        vault.deposit20(address(token), 1, address(7), GAS, "");
    }

    // ------------------------------------------------------------------------------------ awkward tokens

    function test_T27_feeOnTransfer_creditsWhatCame() public {
        FeeToken token = new FeeToken();
        _deposit20(token, 1000);
        vm.assertEq(vault.locked(address(token)), 990);
        vm.assertEq(token.balanceOf(address(vault)), 990);
    }

    function test_T27_inflating_reverts() public {
        InflatingToken token = new InflatingToken();
        _fund(token, 1000);
        vm.prank(user);
        vm.expectRevert(abi.encodeWithSelector(IVault.WrongReceipt.selector, address(token), 1001, 1000));
        vault.deposit20(address(token), 1000, address(7), GAS, "");
    }

    function test_T27_lyingOrFalse_reverts() public {
        LyingToken lying = new LyingToken();
        _fund(lying, 1000);
        vm.prank(user);
        vm.expectRevert(abi.encodeWithSelector(IVault.WrongReceipt.selector, address(lying), 0, 1000));
        vault.deposit20(address(lying), 1000, address(7), GAS, "");
        FalseToken no = new FalseToken();
        _fund(no, 1000);
        vm.prank(user);
        vm.expectRevert(abi.encodeWithSelector(SafeERC20.SafeERC20FailedOperation.selector, address(no)));
        vault.deposit20(address(no), 1000, address(7), GAS, "");
    }

    function test_T27_missingReturn_wordNames_areTaken() public {
        OldToken token = new OldToken();
        token.mint(user, 50);
        vm.prank(user);
        token.approve(address(vault), 50);
        vm.expectEmit(true, true, true, true, address(vault));
        bytes memory data = abi.encode("Old Token", "OLD", uint8(8));
        emit IVault.Deposited(0, 2, user, address(7), address(token), 50, GAS, data);
        vm.prank(user);
        vault.deposit20(address(token), 50, address(7), GAS, "");
    }

    function test_T27_returnBomb_isCut() public {
        BombToken token = new BombToken();
        _fund(token, 10);
        uint256 before = gasleft();
        vm.recordLogs();
        vm.prank(user);
        vault.deposit20(address(token), 10, address(7), GAS, "");
        vm.assertLe(before - gasleft(), 1_000_000, "copied the bomb");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        (,,,, bytes memory data) = abi.decode(logs[logs.length - 1].data, (address, address, uint256, uint64, bytes));
        (string memory name, string memory symbol, uint8 decimals) = abi.decode(data, (string, string, uint8));
        vm.assertLe(bytes(name).length, 64);
        vm.assertEq(bytes(symbol).length, 0);
        vm.assertEq(decimals, 18);
    }

    function test_tokenWithoutDecimals_reverts() public {
        BombToken token = new BombToken();
        token.setNoDecimals();
        _fund(token, 10);
        vm.prank(user);
        vm.expectRevert(abi.encodeWithSelector(TokenMetadata.NoDecimals.selector, address(token)));
        vault.deposit20(address(token), 10, address(7), GAS, "");
    }

    function test_T27_pausedOrBlocked_hurtsOnlyItself() public {
        ControlledToken token = new ControlledToken();
        PlainToken other = new PlainToken("T", "T", 18);
        _fund(token, 10);
        token.setPaused(true);
        vm.prank(user);
        vm.expectRevert(ControlledToken.Paused.selector);
        vault.deposit20(address(token), 10, address(7), GAS, "");
        _deposit20(other, 5);
        vm.assertEq(vault.locked(address(other)), 5);
    }

    function test_T27_rebasing_neverTouchesTheLedger() public {
        RebasingToken token = new RebasingToken();
        _deposit20(token, 1000);
        token.rebase(300);
        vm.assertEq(vault.locked(address(token)), 1000);
        token.rebase(10);
        vm.assertEq(vault.locked(address(token)), 1000);
    }

    function test_T27_doubleEntry_cannotBeDepositedTwice() public {
        PlainToken token = new PlainToken("T", "T", 18);
        TwinToken twin = new TwinToken(token);
        _deposit20(token, 100);
        vm.expectRevert();
        vault.deposit20(address(twin), 100, address(7), GAS, "");
        vm.assertEq(vault.locked(address(twin)), 0);
    }

    function test_T27_hookDuringDeposit_cannotEnterTheVault() public {
        HookToken token = new HookToken();
        _fund(token, 100);
        bytes[4] memory calls = [
            abi.encodeCall(vault.depositETH, (address(7), GAS, "")),
            abi.encodeCall(vault.deposit20, (address(token), 50, address(7), GAS, "")),
            abi.encodeCall(vault.collectOwed, (address(token), address(7))),
            abi.encodeWithSelector(vault.release.selector, 0, Leaf(0, 2, 0, address(0), user, user, 1, 0, 0))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            token.onTransfer(address(vault), calls[i]);
            vm.prank(user);
            vault.deposit20(address(token), 10, address(7), GAS, "");
            vm.assertFalse(token.succeeded());
        }
        vm.assertEq(vault.locked(address(token)), 40);
        vm.assertEq(vault.depositCount(), 4);
    }

    function test_T28_forcedAssets_neverTouchLedgers() public {
        PlainToken token = new PlainToken("T", "T", 18);
        token.mint(address(vault), 500);
        vm.deal(address(vault), 7 ether);
        vm.assertEq(vault.locked(address(token)), 0);
        vm.assertEq(vault.locked(address(0)), 0);
        _deposit20(token, 5);
        vm.prank(user);
        vault.depositETH{value: 1 ether}(address(7), GAS, "");
        vm.assertEq(vault.locked(address(token)), 5);
        vm.assertEq(vault.locked(address(0)), 1 ether);
    }

    function test_insufficientAllowance_reverts() public {
        PlainToken token = new PlainToken("T", "T", 18);
        token.mint(user, 10);
        vm.prank(user);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(vault), 0, 10));
        vault.deposit20(address(token), 10, address(7), GAS, "");
    }

    // ------------------------------------------------------------------------------------ helpers

    function _fund(PlainToken token, uint256 amount) private {
        token.mint(user, amount);
        vm.prank(user);
        token.approve(address(vault), type(uint256).max);
    }

    function _deposit20(PlainToken token, uint256 amount) private {
        _fund(token, amount);
        vm.prank(user);
        vault.deposit20(address(token), amount, address(7), GAS, "");
    }

    function _slowHash(DepositData memory d) private view returns (bytes32) {
        bytes memory first = abi.encode(
            keccak256("PoaSidechain.Deposit.v1"), anchor.SIDECHAIN_ID(), L1_CHAIN, address(vault), d.nonce, d.kind
        );
        bytes memory second = abi.encode(d.from, d.to, d.token, d.amount, d.gasLimit, keccak256(d.data));
        return keccak256(bytes.concat(first, second));
    }

    function _fromLog(Vm.Log memory log) private pure returns (DepositData memory d) {
        d.nonce = uint64(uint256(log.topics[1]));
        d.kind = uint8(uint256(log.topics[2]));
        d.from = address(uint160(uint256(log.topics[3])));
        (d.to, d.token, d.amount, d.gasLimit, d.data) = abi.decode(log.data, (address, address, uint256, uint64, bytes));
    }
}
