// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC1155} from "@openzeppelin/contracts/token/ERC1155/ERC1155.sol";
import {INftMirror} from "../interfaces/INftMirror.sol";
import {INftMirrorFactory} from "../interfaces/INftMirrorFactory.sol";

/// @title What mirrors of ERC-1155 collections are on either chain
/// @dev Trust: the bridge of its chain for mint and burn. Balances are in slot 0. See `MirrorERC721Base`.
abstract contract MirrorERC1155Base is INftMirror, ERC1155 {
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
        if (msg.sender != _bridge()) revert OnlyNftBridge(msg.sender);
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
        _give(to, ids, amounts);
    }

    /// @inheritdoc INftMirror
    function burn(address from, uint256[] calldata ids, uint256[] calldata amounts) external onlyNftBridge {
        _burnBatch(from, ids, amounts);
    }

    /// @notice URI of a sort of tokens as it was where they come from when they last crossed; empty if it was longer than what is carried.
    function uri(uint256 id) public view override returns (string memory) {
        return _uris[id];
    }

    /// @dev Who alone may mint and burn.
    function _bridge() internal view virtual returns (address);

    /// @dev Mints, asking the recipient or not.
    function _give(address to, uint256[] memory ids, uint256[] memory amounts) internal virtual;
}
