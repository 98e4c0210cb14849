// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {ERC1155Holder} from "@openzeppelin/contracts/token/ERC1155/utils/ERC1155Holder.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {INftVault} from "../../src/interfaces/INftVault.sol";

/// @title A collection of single tokens; on demand it lies about transfers or refuses them
contract Collection721 is ERC721("Some Collection", "SOME") {
    enum Mode {
        Honest,
        Lie,
        Refuse
    }

    Mode public mode;
    string public base = "ipfs://some/";

    function set(Mode mode_, string calldata base_) external {
        (mode, base) = (mode_, base_);
    }

    function mint(address to, uint256 id) external {
        _mint(to, id);
    }

    function transferFrom(address from, address to, uint256 id) public override {
        if (mode == Mode.Lie) return;
        require(mode == Mode.Honest);
        super.transferFrom(from, to, id);
    }

    function _baseURI() internal view override returns (string memory) {
        return base;
    }
}

/// @title A collection of many sorts; on demand it hands over one less than asked for
contract Collection1155 is ERC1155("ipfs://sorts/{id}") {
    bool public short;

    function setShort(bool short_) external {
        short = short_;
    }

    function mint(address to, uint256 id, uint256 amount) external {
        _mint(to, id, amount, "");
    }

    function _update(address from, address to, uint256[] memory ids, uint256[] memory amounts) internal override {
        if (short && from != address(0)) --amounts[0];
        super._update(from, to, ids, amounts);
    }
}

/// @title Takes ERC-1155 tokens, refuses them, burns all gas, answers with a megabyte, or calls the vault again
contract NftRecipient is ERC1155Holder {
    enum Mode {
        Accept,
        Refuse,
        BurnGas,
        Bomb,
        Reenter
    }

    Mode public mode;
    INftVault private _vault;

    function set(Mode mode_, INftVault vault) external {
        (mode, _vault) = (mode_, vault);
    }

    function collect(address token, uint256[] calldata ids, uint256[] calldata amounts, address to) external {
        _vault.collectOwed(4, token, ids, amounts, to);
    }

    function onERC1155BatchReceived(
        address operator,
        address from,
        uint256[] memory ids,
        uint256[] memory amounts,
        bytes memory data
    ) public override returns (bytes4) {
        _act(ids, amounts);
        return super.onERC1155BatchReceived(operator, from, ids, amounts, data);
    }

    function onERC1155Received(address operator, address from, uint256 id, uint256 amount, bytes memory data)
        public
        override
        returns (bytes4)
    {
        _act(new uint256[](0), new uint256[](0));
        return super.onERC1155Received(operator, from, id, amount, data);
    }

    function _act(uint256[] memory ids, uint256[] memory amounts) private {
        require(mode != Mode.Refuse);
        if (mode == Mode.BurnGas) {
            // All gas it has, at once.
            assembly ("memory-safe") {
                invalid()
            }
        }
        if (mode == Mode.Bomb) {
            assembly ("memory-safe") {
                revert(0, 1000000)
            }
        }
        if (mode == Mode.Reenter) _vault.collectOwed(4, msg.sender, ids, amounts, address(this));
    }
}
