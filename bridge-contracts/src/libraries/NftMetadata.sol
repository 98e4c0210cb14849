// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Kinds} from "./Kinds.sol";

/// @title Reads a collection's name, symbol and URIs without trusting it
/// @dev Trust: none. A text that is missing, malformed or longer than its limit is left out whole; nothing is ever cut.
library NftMetadata {
    /// @dev Most bytes of a name or symbol that are carried.
    uint256 internal constant MAX_TEXT = 64;
    /// @dev Most bytes of a URI that are carried.
    uint256 internal constant MAX_URI = 256;

    /// @notice What a deposit carries: `abi.encode(string name, string symbol, uint256[] ids, uint256[] amounts, string[] uris)`.
    function read(uint8 kind, address token, uint256[] memory ids, uint256[] memory amounts)
        internal
        view
        returns (bytes memory)
    {
        bytes4 selector = kind == Kinds.ERC721 ? bytes4(0xc87b56dd) : bytes4(0x0e89341c); // tokenURI(uint256), uri(uint256)
        string[] memory uris = new string[](ids.length);
        for (uint256 i = 0; i < ids.length; ++i) {
            uris[i] = _text(token, abi.encodeWithSelector(selector, ids[i]), MAX_URI);
        }
        string memory name = _text(token, abi.encodeWithSelector(0x06fdde03), MAX_TEXT);
        string memory symbol = _text(token, abi.encodeWithSelector(0x95d89b41), MAX_TEXT);
        return abi.encode(name, symbol, ids, amounts, uris);
    }

    function _text(address token, bytes memory request, uint256 most) private view returns (string memory) {
        bytes memory text = new bytes(most);
        bool ok;
        uint256 offset;
        uint256 length;
        uint256 size;
        // Proof: two words of the answer go to scratch space; of the text at most the room allocated for it is copied, and never
        // beyond what came back.
        assembly ("memory-safe") {
            ok := staticcall(gas(), token, add(request, 32), mload(request), 0, 64)
            size := returndatasize()
            offset := mload(0)
            length := mload(32)
        }
        if (!ok || size < 64 || offset != 32 || length > most || size - 64 < length) return "";
        assembly ("memory-safe") {
            returndatacopy(add(text, 32), 64, length)
            mstore(text, length)
        }
        return string(text);
    }
}
