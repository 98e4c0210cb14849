// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IPermit2} from "../../src/interfaces/ITokenPermits.sol";

/// @title Token with EIP-2612 permits
contract PermitToken is ERC20Permit {
    constructor() ERC20("Permit", "PRM") ERC20Permit("Permit") {}

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}

/// @title Token with DAI's permit: all or nothing
contract DaiLikeToken is ERC20("Dai-like", "DAIL") {
    bytes32 public constant TYPEHASH =
        keccak256("Permit(address holder,address spender,uint256 nonce,uint256 expiry,bool allowed)");
    mapping(address holder => uint256) public nonces;

    error WrongPermit();

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function digest(address holder, address spender, uint256 nonce, uint256 expiry, bool allowed)
        public
        view
        returns (bytes32)
    {
        bytes32 content = keccak256(abi.encode(TYPEHASH, holder, spender, nonce, expiry, allowed));
        return keccak256(abi.encodePacked(hex"1901", keccak256(abi.encode(block.chainid, address(this))), content));
    }

    function permit(
        address holder,
        address spender,
        uint256 nonce,
        uint256 expiry,
        bool allowed,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        bool good = ecrecover(digest(holder, spender, nonce, expiry, allowed), v, r, s) == holder;
        if (!good || holder == address(0) || (expiry != 0 && block.timestamp > expiry) || nonce != nonces[holder]++) {
            revert WrongPermit();
        }
        _approve(holder, spender, allowed ? type(uint256).max : 0);
    }
}

/// @title Token with ERC-3009
contract AuthorizationToken is ERC20("Authorized", "AUT") {
    bytes32 public constant TYPEHASH = keccak256(
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );
    mapping(address holder => mapping(bytes32 nonce => bool)) public used;

    error WrongAuthorization();

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function digest(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce)
        public
        view
        returns (bytes32)
    {
        bytes32 content = keccak256(abi.encode(TYPEHASH, from, to, value, validAfter, validBefore, nonce));
        return keccak256(abi.encodePacked(hex"1901", keccak256(abi.encode(block.chainid, address(this))), content));
    }

    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        bool good =
            ecrecover(digest(from, to, value, validAfter, validBefore, nonce), v, r, s) == from;
        bool now_ = block.timestamp > validAfter && block.timestamp < validBefore;
        if (!good || from == address(0) || !now_ || msg.sender != to || used[from][nonce]) revert WrongAuthorization();
        used[from][nonce] = true;
        _transfer(from, to, value);
    }
}

/// @title Wrapped ETH as it stands on L1; its fallback deposits, so an unknown permit succeeds and does nothing
contract WethLike is ERC20("Wrapped", "WETH") {
    error Refused();

    fallback() external payable {
        _mint(msg.sender, msg.value);
    }

    receive() external payable {
        _mint(msg.sender, msg.value);
    }

    function withdraw(uint256 amount) external {
        _burn(msg.sender, amount);
        (bool ok,) = msg.sender.call{value: amount}("");
        if (!ok) revert Refused();
    }
}

/// @title Signature transfers by the rules of Permit2: the spender in the signed struct is the caller, each nonce serves once
contract SignatureTransfers is IPermit2 {
    bytes32 private constant PERMISSIONS = keccak256("TokenPermissions(address token,uint256 amount)");
    bytes32 private constant TRANSFER = keccak256(
        "PermitTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline)TokenPermissions(address token,uint256 amount)"
    );
    mapping(address owner => mapping(uint256 nonce => bool)) public used;

    error WrongSignature();

    function digest(PermitTransferFrom memory permit, address spender) public view returns (bytes32) {
        bytes32 permitted = keccak256(abi.encode(PERMISSIONS, permit.permitted.token, permit.permitted.amount));
        bytes32 content = keccak256(abi.encode(TRANSFER, permitted, spender, permit.nonce, permit.deadline));
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,uint256 chainId,address verifyingContract)"),
                keccak256("Permit2"),
                block.chainid,
                address(this)
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, content));
    }

    function permitTransferFrom(
        PermitTransferFrom calldata permit,
        SignatureTransferDetails calldata details,
        address owner,
        bytes calldata signature
    ) external {
        (bytes32 r, bytes32 s, uint8 v) = abi.decode(signature, (bytes32, bytes32, uint8));
        bool good = ecrecover(digest(permit, msg.sender), v, r, s) == owner && owner != address(0);
        bool fits = block.timestamp <= permit.deadline && details.requestedAmount <= permit.permitted.amount;
        if (!good || !fits || used[owner][permit.nonce]) revert WrongSignature();
        used[owner][permit.nonce] = true;
        IERC20(permit.permitted.token).transferFrom(owner, details.to, details.requestedAmount);
    }
}

/// @title Calls back into a target whenever it is moved, says yes to every permit, and keeps back a part if told to
contract HostileToken is ERC20("Hostile", "HOS") {
    address private _target;
    bytes private _call;
    uint256 private _keepBack;
    bool public reentered;

    function arm(address target, bytes calldata call_, uint256 keepBack) external {
        (_target, _call, _keepBack) = (target, call_, keepBack);
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function decimals() public pure override returns (uint8) {
        return 18;
    }

    /// @dev Any permit: nothing happens, or all the gas is burnt by the answer.
    function permit(address, address, uint256, uint256, uint8, bytes32, bytes32) external pure {
        // Proof: returns zeros beyond all memory in use and ends the call.
        assembly ("memory-safe") {
            return(0, 100000)
        }
    }

    function _update(address from, address to, uint256 value) internal override {
        if (_target != address(0) && to != address(0) && from != address(0)) {
            (bool ok,) = _target.call(_call);
            reentered = reentered || ok;
        }
        if (_keepBack != 0 && value > _keepBack && from != address(0)) value -= _keepBack;
        super._update(from, to, value);
    }
}
