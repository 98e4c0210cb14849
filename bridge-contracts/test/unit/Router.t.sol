// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IPermit2} from "../../src/interfaces/ITokenPermits.sol";
import {IRouter} from "../../src/interfaces/IRouter.sol";
import {IVault} from "../../src/interfaces/IVault.sol";
import {Router} from "../../src/l1/Router.sol";
import {L1Fixture} from "../support/L1Fixture.sol";
import {
    AuthorizationToken,
    DaiLikeToken,
    HostileToken,
    PermitToken,
    SignatureTransfers,
    WethLike
} from "../support/PermitTokens.sol";
import {FeeToken, PlainToken} from "../support/Tokens.sol";

contract RouterTest is L1Fixture {
    uint64 private constant GAS = 100_000;
    uint256 private constant KEY = 0xa11ce;
    address private constant TO = address(7);

    Router private router;
    WethLike private weth;
    SignatureTransfers private permit2;
    PermitToken private token;
    address private user;
    address private stranger;

    function setUp() public override {
        super.setUp();
        user = vm.addr(KEY);
        stranger = _account("stranger");
        weth = new WethLike();
        permit2 = new SignatureTransfers();
        token = new PermitToken();
        router = Router(payable(_create("Router", abi.encode(vault, weth, permit2))));
    }

    // ------------------------------------------------------------------------------------ the straight way

    function testFuzz_permit_depositsInTheUsersName(uint256 amount, uint256 stray) public {
        amount = _bound(amount, 1, type(uint120).max);
        stray = _bound(stray, 0, type(uint120).max);
        token.mint(user, amount);
        token.mint(address(router), stray);
        (uint8 v, bytes32 r, bytes32 s) = _permit(amount);
        _expectDeposit(address(token), amount + stray, abi.encode("Permit", "PRM", uint8(18)));
        vm.prank(user);
        router.depositWithPermit(address(token), amount, TO, GAS, block.timestamp, v, r, s);
        _expectClean(token);
        vm.assertEq(token.allowance(user, address(router)), 0);
    }

    function test_daiPermit_depositsInTheUsersName() public {
        DaiLikeToken dai = new DaiLikeToken();
        dai.mint(user, 100);
        (uint8 v, bytes32 r, bytes32 s) = _sign(dai.digest(user, address(router), 0, 0, true));
        _expectDeposit(address(dai), 60, abi.encode("Dai-like", "DAIL", uint8(18)));
        vm.prank(user);
        router.depositWithDaiPermit(address(dai), 60, TO, GAS, 0, 0, v, r, s);
        _expectClean(dai);
        // The approval that is left serves nobody but the user.
        vm.prank(stranger);
        _expectShortAllowance(stranger, 0, 40);
        router.depositWithDaiPermit(address(dai), 40, TO, GAS, 0, 0, v, r, s);
    }

    function testFuzz_permit2_depositsInTheUsersName(uint256 amount) public {
        amount = _bound(amount, 1, type(uint128).max);
        (IRouter.TransferPermit memory permit, bytes memory signature) = _permit2(amount);
        _expectDeposit(address(token), amount, abi.encode("Permit", "PRM", uint8(18)));
        vm.prank(user);
        router.depositWithPermit2(permit, TO, GAS, signature);
        _expectClean(token);
        vm.prank(user);
        vm.expectRevert(SignatureTransfers.WrongSignature.selector);
        router.depositWithPermit2(permit, TO, GAS, signature);
    }

    function testFuzz_authorization_anyoneCarriesExactlyTheDeposit(uint256 amount, bytes32 salt) public {
        amount = _bound(amount, 1, type(uint128).max);
        AuthorizationToken authorized = new AuthorizationToken();
        authorized.mint(user, amount);
        IRouter.Authorization memory a = _authorization(authorized, amount, salt);
        _expectDeposit(address(authorized), amount, abi.encode("Authorized", "AUT", uint8(18)));
        vm.prank(stranger);
        router.depositWithAuthorization(address(authorized), amount, TO, GAS, a);
        _expectClean(authorized);
        vm.expectRevert(AuthorizationToken.WrongAuthorization.selector);
        router.depositWithAuthorization(address(authorized), amount, TO, GAS, a);
    }

    function testFuzz_weth_becomesEth(uint256 amount, uint256 stray) public {
        amount = _bound(amount, 1, 1e30);
        stray = _bound(stray, 0, 1e30);
        vm.deal(user, amount);
        vm.deal(address(router), stray);
        vm.startPrank(user);
        (bool ok,) = address(weth).call{value: amount}("");
        vm.assertTrue(ok);
        weth.approve(address(router), amount);
        _expectDeposit(address(0), amount + stray, "");
        router.depositWeth(amount, TO, GAS);
        vm.stopPrank();
        _expectClean(weth);
        vm.assertEq(address(router).balance, 0);
        vm.assertEq(address(vault).balance, amount + stray);
    }

    // ------------------------------------------------------------------------------------ others' signatures

    function test_frontRunPermits_doNoHarm() public {
        token.mint(user, 100);
        (uint8 v, bytes32 r, bytes32 s) = _permit(100);
        vm.prank(stranger);
        token.permit(user, address(router), 100, block.timestamp, v, r, s);
        _expectDeposit(address(token), 100, abi.encode("Permit", "PRM", uint8(18)));
        vm.prank(user);
        router.depositWithPermit(address(token), 100, TO, GAS, block.timestamp, v, r, s);
        _expectClean(token);

        DaiLikeToken dai = new DaiLikeToken();
        dai.mint(user, 100);
        (v, r, s) = _sign(dai.digest(user, address(router), 0, 0, true));
        vm.prank(stranger);
        dai.permit(user, address(router), 0, 0, true, v, r, s);
        vm.prank(user);
        router.depositWithDaiPermit(address(dai), 100, TO, GAS, 0, 0, v, r, s);
        _expectClean(dai);
    }

    function test_othersPermits_moveNothing() public {
        token.mint(user, 100);
        (uint8 v, bytes32 r, bytes32 s) = _permit(100);
        vm.prank(stranger);
        _expectShortAllowance(stranger, 0, 100);
        router.depositWithPermit(address(token), 100, stranger, GAS, block.timestamp, v, r, s);

        (IRouter.TransferPermit memory permit, bytes memory signature) = _permit2(100);
        vm.prank(stranger);
        vm.expectRevert(SignatureTransfers.WrongSignature.selector);
        router.depositWithPermit2(permit, stranger, GAS, signature);

        // Wrapped ETH knows no permit and yet does not refuse one.
        vm.prank(stranger);
        _expectShortAllowance(stranger, 0, 1);
        router.depositWithPermit(address(weth), 1, stranger, GAS, block.timestamp, v, r, s);
    }

    function test_authorization_bindsEveryTerm() public {
        AuthorizationToken authorized = new AuthorizationToken();
        authorized.mint(user, 100);
        IRouter.Authorization memory a = _authorization(authorized, 100, bytes32(0));
        bytes4 refused = AuthorizationToken.WrongAuthorization.selector;
        vm.expectRevert(refused);
        router.depositWithAuthorization(address(authorized), 99, TO, GAS, a);
        vm.expectRevert(refused);
        router.depositWithAuthorization(address(authorized), 100, stranger, GAS, a);
        vm.expectRevert(refused);
        router.depositWithAuthorization(address(authorized), 100, TO, GAS + 1, a);
        a.salt = bytes32(uint256(1));
        vm.expectRevert(refused);
        router.depositWithAuthorization(address(authorized), 100, TO, GAS, a);
        Router other = new Router(address(vault), address(weth), address(permit2));
        a.salt = 0;
        vm.expectRevert(refused);
        other.depositWithAuthorization(address(authorized), 100, TO, GAS, a);
    }

    // ------------------------------------------------------------------------------------ hostile tokens

    function testFuzz_hostileToken_leavesNothingBehind(uint256 amount, uint256 keepBack, uint256 which) public {
        amount = _bound(amount, 1, type(uint120).max);
        HostileToken hostile = new HostileToken();
        hostile.mint(user, amount);
        hostile.mint(address(hostile), amount);
        bytes[3] memory calls = [
            abi.encodeCall(router.depositWithPermit, (address(hostile), 1, TO, GAS, 0, 0, 0, 0)),
            abi.encodeCall(router.depositWeth, (0, TO, GAS)),
            abi.encodeCall(vault.deposit20, (address(hostile), 1, TO, GAS, ""))
        ];
        uint256 pick = which % 3;
        hostile.arm(pick == 2 ? address(vault) : address(router), calls[pick], keepBack % (amount + 1));
        vm.prank(user);
        hostile.approve(address(router), amount);
        vm.prank(user);
        try router.depositWithPermit(address(hostile), amount, TO, GAS, 0, 0, 0, 0) {} catch {}
        vm.assertFalse(hostile.reentered());
        _expectClean(hostile);
        vm.assertEq(address(router).balance, 0);
    }

    function test_tokenThatKeepsBack_isRefused() public {
        HostileToken hostile = new HostileToken();
        hostile.mint(user, 100);
        hostile.arm(address(0), "", 10);
        vm.prank(user);
        hostile.approve(address(router), 100);
        vm.prank(user);
        vm.expectRevert(abi.encodeWithSelector(IRouter.Leftover.selector, address(hostile), 10));
        router.depositWithPermit(address(hostile), 100, TO, GAS, 0, 0, 0, 0);
        vm.assertEq(hostile.balanceOf(user), 100);
        vm.assertEq(vault.depositCount(), 0);
    }

    function test_T27_feeOnTransfer_paysTwice() public {
        FeeToken fee = new FeeToken();
        fee.mint(user, 10_000);
        vm.prank(user);
        fee.approve(address(router), 10_000);
        vm.prank(user);
        router.depositWithPermit(address(fee), 10_000, TO, GAS, 0, 0, 0, 0);
        vm.assertEq(vault.locked(address(fee)), 9801);
        _expectClean(fee);
    }

    // ------------------------------------------------------------------------------------ refusals, refunds

    function test_refusals() public {
        vm.deal(user, 1);
        vm.prank(user);
        (bool ok, bytes memory reason) = address(router).call{value: 1}("");
        vm.assertFalse(ok);
        vm.assertEq(reason, abi.encodeWithSelector(IRouter.OnlyWeth.selector, user));
        vm.expectRevert(abi.encodeWithSelector(IRouter.NotAContract.selector, user));
        new Router(user, address(weth), address(permit2));
        vm.expectRevert(abi.encodeWithSelector(IRouter.NotAContract.selector, user));
        new Router(address(vault), user, address(permit2));
        vm.expectRevert(abi.encodeWithSelector(IRouter.NotAContract.selector, user));
        new Router(address(vault), address(weth), user);
        vm.expectRevert(abi.encodeWithSelector(IRouter.NotAContract.selector, user));
        router.depositWithPermit(user, 1, TO, GAS, 0, 0, 0, 0);
        vm.expectRevert(abi.encodeWithSelector(IRouter.NotAContract.selector, user));
        router.depositWithDaiPermit(user, 1, TO, GAS, 0, 0, 0, 0, 0);
        Router without = new Router(address(vault), address(weth), address(0));
        vm.expectRevert(abi.encodeWithSelector(IRouter.NotAContract.selector, address(0)));
        without.depositWithPermit2(IRouter.TransferPermit(address(token), 1, 0, 0), TO, GAS, "");
        vm.expectRevert(IVault.NothingDeposited.selector);
        router.depositWeth(0, TO, GAS);
    }

    function test_vault_takesADepositorByName() public {
        vm.deal(stranger, 2);
        vm.expectEmit(true, true, true, true, address(vault));
        emit IVault.Deposited(0, 1, user, TO, address(0), 1, GAS, "");
        vm.prank(stranger);
        vault.depositETH{value: 1}(TO, GAS, abi.encodePacked(user));
        vm.prank(stranger);
        vm.expectRevert(IVault.NoRecipient.selector);
        vault.depositETH{value: 1}(TO, GAS, abi.encodePacked(address(0)));
        vm.prank(stranger);
        vm.expectRevert(abi.encodeWithSelector(IVault.DataNotSupported.selector, 32));
        vault.depositETH{value: 1}(TO, GAS, abi.encode(user));
    }

    /// @dev No storage, and no right: not one slot is ever written, whoever calls.
    function test_T05_router_hasNeitherStorageNorRights() public {
        testFuzz_permit_depositsInTheUsersName(5, 0);
        for (uint256 i = 0; i < 8; ++i) {
            vm.assertEq(vm.load(address(router), bytes32(i)), bytes32(0));
        }
        vm.assertNotEq(vault.ANCHOR(), address(router));
        vm.prank(address(router));
        vm.expectRevert(abi.encodeWithSelector(IVault.OnlyPauseBoard.selector, address(router)));
        vault.pause(0, 0, 0);
        vm.prank(address(router));
        vm.expectRevert(abi.encodeWithSelector(IVault.NothingOwed.selector, address(router), address(token)));
        vault.collectOwed(address(token), stranger);
    }

    // ------------------------------------------------------------------------------------ helpers

    function _expectDeposit(address asset, uint256 amount, bytes memory data) private {
        vm.expectEmit(true, true, true, true, address(vault));
        emit IVault.Deposited(vault.depositCount(), asset == address(0) ? 1 : 2, user, TO, asset, amount, GAS, data);
    }

    function _expectClean(ERC20 asset) private view {
        vm.assertEq(asset.balanceOf(address(router)), 0, "balance");
        vm.assertEq(asset.allowance(address(router), address(vault)), 0, "allowance");
    }

    function _expectShortAllowance(address, uint256 has, uint256 needs) private {
        vm.expectRevert(
            abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, address(router), has, needs)
        );
    }

    function _permit(uint256 amount) private view returns (uint8 v, bytes32 r, bytes32 s) {
        bytes32 typeHash =
            keccak256("Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)");
        bytes32 content =
            keccak256(abi.encode(typeHash, user, address(router), amount, token.nonces(user), block.timestamp));
        return _sign(keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), content)));
    }

    function _permit2(uint256 amount) private returns (IRouter.TransferPermit memory permit, bytes memory signature) {
        token.mint(user, amount);
        vm.prank(user);
        token.approve(address(permit2), type(uint256).max);
        permit = IRouter.TransferPermit(address(token), amount, 3, block.timestamp);
        IPermit2.TokenPermissions memory permitted = IPermit2.TokenPermissions(address(token), amount);
        (uint8 v, bytes32 r, bytes32 s) =
            _sign(permit2.digest(IPermit2.PermitTransferFrom(permitted, 3, block.timestamp), address(router)));
        signature = abi.encode(r, s, v);
    }

    function _authorization(AuthorizationToken authorized, uint256 amount, bytes32 salt)
        private
        view
        returns (IRouter.Authorization memory a)
    {
        a = IRouter.Authorization(user, block.timestamp - 1, block.timestamp + 1, salt, 0, 0, 0);
        bytes32 nonce = router.authorizationNonce(address(authorized), user, amount, TO, GAS, salt);
        (a.v, a.r, a.s) = _sign(authorized.digest(user, address(router), amount, a.validAfter, a.validBefore, nonce));
    }

    function _sign(bytes32 digest) private pure returns (uint8 v, bytes32 r, bytes32 s) {
        bytes32 vs;
        (r, vs) = vm.signCompact(KEY, digest);
        v = uint8(27 + (uint256(vs) >> 255));
        s = bytes32(uint256(vs) & (type(uint256).max >> 1));
    }
}
