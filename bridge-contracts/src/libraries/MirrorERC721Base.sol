// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {INftMirror} from "../interfaces/INftMirror.sol";
import {INftMirrorFactory} from "../interfaces/INftMirrorFactory.sol";

/// @title What mirrors of ERC-721 collections are on either chain
/// @dev Trust: the bridge of its chain for mint and burn. Owners are in slot 2, from where they leave a dead bridge. Takes no constructor
/// arguments, so that its address follows from (origin chain, collection) alone.
abstract contract MirrorERC721Base is INftMirror, ERC721 {
    /// @inheritdoc INftMirror
    uint256 public immutable originChain;
    /// @inheritdoc INftMirror
    address public immutable originToken;
    mapping(uint256 id => string) private _uris;

    modifier onlyNftBridge() {
        if (msg.sender != _bridge()) revert OnlyNftBridge(msg.sender);
        _;
    }

    /// @notice Takes its description from the factory that creates it.
    constructor() ERC721(_described().name, _described().symbol) {
        INftMirrorFactory.Description memory description = _described();
        originChain = description.originChain;
        originToken = description.token;
    }

    /// @inheritdoc INftMirror
    function mint(address to, uint256[] calldata ids, uint256[] calldata, string[] calldata uris) external onlyNftBridge {
        for (uint256 i = 0; i < ids.length; ++i) {
            _mint(to, ids[i]);
            _uris[ids[i]] = uris[i];
        }
    }

    /// @inheritdoc INftMirror
    function burn(address from, uint256[] calldata ids, uint256[] calldata) external onlyNftBridge {
        for (uint256 i = 0; i < ids.length; ++i) {
            address owner = _requireOwned(ids[i]);
            if (owner != from) revert ERC721IncorrectOwner(from, ids[i], owner);
            _burn(ids[i]);
        }
    }

    /// @notice URI of a token as it was where it comes from when it last crossed; empty if it was longer than what is carried.
    function tokenURI(uint256 id) public view override returns (string memory) {
        _requireOwned(id);
        return _uris[id];
    }

    /// @dev Who alone may mint and burn.
    function _bridge() internal view virtual returns (address);

    function _described() private view returns (INftMirrorFactory.Description memory) {
        return INftMirrorFactory(msg.sender).pending();
    }
}
