// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.20;

/// An ERC-20 of the usual form, whose functions are called many times over in one call.
contract TokenLoop {
    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    error BalanceTooSmall(address account, uint256 balance);

    uint256 public totalSupply;
    mapping(address => uint256) public balanceOf;
    mapping(address => mapping(address => uint256)) public allowance;

    function mint(uint256 times) external returns (uint256) {
        for (uint256 i = 0; i < times; i++) {
            _mint(msg.sender, i);
        }
        return totalSupply;
    }

    function transfer(uint256 times) external returns (uint256) {
        _mint(msg.sender, times * times);
        for (uint256 i = 0; i < times; i++) {
            _transfer(msg.sender, address(uint160(0x1000 + (i & 15))), i);
        }
        return balanceOf[msg.sender];
    }

    function approve(uint256 times) external returns (uint256) {
        for (uint256 i = 0; i < times; i++) {
            _approve(msg.sender, address(uint160(0x1000 + (i & 15))), i + 1);
        }
        return allowance[msg.sender][address(0x1000)];
    }

    function _mint(address to, uint256 value) private {
        totalSupply += value;
        unchecked {
            balanceOf[to] += value;
        }
        emit Transfer(address(0), to, value);
    }

    function _transfer(address from, address to, uint256 value) private {
        uint256 balance = balanceOf[from];
        if (balance < value) revert BalanceTooSmall(from, balance);
        unchecked {
            balanceOf[from] = balance - value;
            balanceOf[to] += value;
        }
        emit Transfer(from, to, value);
    }

    function _approve(address owner, address spender, uint256 value) private {
        allowance[owner][spender] = value;
        emit Approval(owner, spender, value);
    }
}
