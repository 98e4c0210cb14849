// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {IVault} from "../../src/interfaces/IVault.sol";

/// @title A well-behaved token
contract PlainToken is ERC20 {
    uint8 private immutable DECIMALS;

    constructor(string memory name_, string memory symbol_, uint8 decimals_) ERC20(name_, symbol_) {
        DECIMALS = decimals_;
    }

    function decimals() public view virtual override returns (uint8) {
        return DECIMALS;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }
}

/// @title Takes one percent of every transfer
contract FeeToken is PlainToken("Fee", "FEE", 18) {
    function _update(address from, address to, uint256 value) internal override {
        if (from == address(0) || to == address(0)) return super._update(from, to, value);
        uint256 fee = value / 100;
        super._update(from, address(0xfee), fee);
        super._update(from, to, value - fee);
    }
}

/// @title Gives the receiver more than was sent
contract InflatingToken is PlainToken("Inflating", "INF", 18) {
    function _update(address from, address to, uint256 value) internal override {
        super._update(from, to, value);
        if (from != address(0) && to != address(0)) super._update(address(0), to, 1);
    }
}

/// @title Says yes and moves nothing
contract LyingToken is PlainToken("Lying", "LIE", 18) {
    function transferFrom(address, address, uint256) public pure override returns (bool) {
        return true;
    }
}

/// @title Answers false instead of reverting
contract FalseToken is PlainToken("False", "NO", 18) {
    function transferFrom(address, address, uint256) public pure override returns (bool) {
        return false;
    }
}

/// @title Every balance can be scaled
contract RebasingToken is PlainToken("Rebasing", "REB", 18) {
    uint256 public percent = 100;

    function rebase(uint256 percent_) external {
        percent = percent_;
    }

    function balanceOf(address account) public view override returns (uint256) {
        return super.balanceOf(account) * percent / 100;
    }
}

/// @title Refuses listed accounts and can be paused
contract ControlledToken is PlainToken("Controlled", "CTL", 6) {
    error Blocked(address account);
    error Paused();

    mapping(address => bool) public blocked;
    bool public paused;

    function setBlocked(address account, bool value) external {
        blocked[account] = value;
    }

    function setPaused(bool value) external {
        paused = value;
    }

    function _update(address from, address to, uint256 value) internal override {
        if (paused) revert Paused();
        if (blocked[from]) revert Blocked(from);
        if (blocked[to]) revert Blocked(to);
        super._update(from, to, value);
    }
}

/// @title Old style: transfers return nothing, name and symbol are words
contract OldToken {
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;
    bytes32 public constant name = "Old Token";
    bytes32 public constant symbol = "OLD";
    uint256 public constant decimals = 8;

    function mint(address to, uint256 amount) external {
        balanceOf[to] += amount;
    }

    function approve(address spender, uint256 amount) external {
        allowance[msg.sender][spender] = amount;
    }

    function transfer(address to, uint256 amount) external {
        balanceOf[msg.sender] -= amount;
        balanceOf[to] += amount;
    }

    function transferFrom(address from, address to, uint256 amount) external {
        allowance[from][msg.sender] -= amount;
        balanceOf[from] -= amount;
        balanceOf[to] += amount;
    }
}

/// @title Answers with more than a caller wants to copy, or not at all
contract BombToken is PlainToken("Bomb", "BMB", 18) {
    bool public noDecimals;

    function setNoDecimals() external {
        noDecimals = true;
    }

    function name() public pure override returns (string memory) {
        assembly ("memory-safe") {
            mstore(0, 32)
            mstore(32, 0x7fffff)
            return(0, 300000)
        }
    }

    function symbol() public pure override returns (string memory) {
        assembly ("memory-safe") {
            revert(0, 300000)
        }
    }

    function decimals() public view override returns (uint8) {
        require(!noDecimals);
        return 18;
    }
}

/// @title Calls the vault back while it is being moved (as ERC-777 hooks can)
contract HookToken is PlainToken("Hook", "HOOK", 18) {
    address public target;
    bytes public data;
    bool public succeeded;

    function onTransfer(address target_, bytes calldata data_) external {
        target = target_;
        data = data_;
    }

    function _update(address from, address to, uint256 value) internal override {
        if (target != address(0)) (succeeded,) = target.call(data);
        super._update(from, to, value);
    }
}

/// @title Takes all gas it gets when asked for what it does not know
contract GreedyToken is PlainToken("Greedy", "GRD", 18) {
    fallback() external {
        assembly ("memory-safe") {
            invalid()
        }
    }
}

/// @title Says that it is the mirror of another token
contract WouldBeMirror is PlainToken("Would Be", "WBM", 18) {
    address public immutable originToken;

    constructor(address origin) {
        originToken = origin;
    }
}

/// @title Changes its name
contract RenamedToken is PlainToken("Before", "REN", 18) {
    bool private _renamed;

    function rename() external {
        _renamed = true;
    }

    function name() public view override returns (string memory) {
        return _renamed ? "After" : super.name();
    }
}

/// @title One balance sheet under two addresses
contract TwinToken {
    PlainToken public immutable FIRST;

    constructor(PlainToken first) {
        FIRST = first;
    }

    function decimals() external pure returns (uint8) {
        return 18;
    }

    function balanceOf(address account) external view returns (uint256) {
        return FIRST.balanceOf(account);
    }

    function transfer(address, uint256) external pure returns (bool) {
        return false;
    }
}

/// @title ETH recipients that misbehave
contract Recipient {
    enum Mode {
        Accept,
        Refuse,
        BurnGas,
        Bomb,
        Reenter
    }

    Mode public mode;
    IVault public vault;
    bytes public data;
    bool public succeeded;

    function set(Mode mode_) external {
        mode = mode_;
    }

    function reenter(IVault vault_, bytes calldata data_) external {
        (mode, vault, data) = (Mode.Reenter, vault_, data_);
    }

    function collect(IVault vault_, address to) external {
        vault_.collectOwed(address(0), to);
    }

    receive() external payable {
        if (mode == Mode.Accept) return;
        if (mode == Mode.Reenter) {
            (succeeded,) = address(vault).call(data);
            return;
        }
        if (mode == Mode.Refuse) revert();
        if (mode == Mode.Bomb) {
            assembly ("memory-safe") {
                revert(0, 1000000)
            }
        }
        // All gas it has, at once.
        assembly ("memory-safe") {
            invalid()
        }
    }
}
