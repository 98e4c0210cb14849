// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {INftMirror} from "../interfaces/INftMirror.sol";
import {INftMirrorFactory} from "../interfaces/INftMirrorFactory.sol";
import {Predeploys} from "./Predeploys.sol";

/// @title MirrorERC721
/// @dev Trust: `NftBridge` alone, fixed in the code, may mint and burn. Owners stand in the mapping at slot 2, so that L1 can prove
/// them. Minting calls nobody, so no recipient can refuse. See `INftMirror`.
contract MirrorERC721 is INftMirror, ERC721 {
    /// @inheritdoc INftMirror
    uint256 public immutable originChain;
    /// @inheritdoc INftMirror
    address public immutable originToken;
    mapping(uint256 id => string) private _uris;

    modifier onlyNftBridge() {
        if (msg.sender != Predeploys.NFT_BRIDGE) revert OnlyNftBridge(msg.sender);
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

    /// @notice URI of a token as it was on L1 when it was last deposited; empty if L1's was longer than what is carried.
    function tokenURI(uint256 id) public view override returns (string memory) {
        _requireOwned(id);
        return _uris[id];
    }

    function _described() private view returns (INftMirrorFactory.Description memory) {
        return INftMirrorFactory(msg.sender).pending();
    }
}
