// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {INftMirror} from "../interfaces/INftMirror.sol";
import {INftMirrorFactory} from "../interfaces/INftMirrorFactory.sol";
import {Predeploys} from "./Predeploys.sol";

/// @title MirrorERC1155
/// @dev Trust: `NftBridge` alone, fixed in the code, may mint and burn. Balances stand in the mapping (id, account) at slot 0, so that
/// L1 can prove them. A recipient with code is asked, as the standard wants; one that refuses fails its own deposit only.
/// See `INftMirror`.
contract MirrorERC1155 is INftMirror, ERC1155 {
    /// @inheritdoc INftMirror
    uint256 public immutable originChain;
    /// @inheritdoc INftMirror
    address public immutable originToken;
    /// @notice Name of the collection.
    string public name;
    /// @notice Symbol of the collection.
    string public symbol;
    mapping(uint256 id => string) private _uris;

    modifier onlyNftBridge() {
        if (msg.sender != Predeploys.NFT_BRIDGE) revert OnlyNftBridge(msg.sender);
        _;
    }

    /// @notice Takes its description from the factory that creates it.
    constructor() ERC1155("") {
        INftMirrorFactory.Description memory description = INftMirrorFactory(msg.sender).pending();
        originChain = description.originChain;
        originToken = description.token;
        name = description.name;
        symbol = description.symbol;
    }

    /// @inheritdoc INftMirror
    function mint(address to, uint256[] calldata ids, uint256[] calldata amounts, string[] calldata uris)
        external
        onlyNftBridge
    {
        for (uint256 i = 0; i < ids.length; ++i) {
            _uris[ids[i]] = uris[i];
        }
        _mintBatch(to, ids, amounts, "");
    }

    /// @inheritdoc INftMirror
    function burn(address from, uint256[] calldata ids, uint256[] calldata amounts) external onlyNftBridge {
        _burnBatch(from, ids, amounts);
    }

    /// @notice URI of a sort of tokens as it was on L1 when it was last deposited; empty if L1's was longer than what is carried.
    function uri(uint256 id) public view override returns (string memory) {
        return _uris[id];
    }
}
