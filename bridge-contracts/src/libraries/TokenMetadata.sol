// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Reads a token's name, symbol and decimals without trusting it
/// @dev Trust: none. Each answer is cut before it is copied, so a token cannot make the caller copy more than it can pay for. A
/// token without `decimals` is refused; missing names become empty and are replaced on the sidechain.
library TokenMetadata {
    /// @dev Most bytes of a name or symbol that are carried.
    uint256 internal constant MAX_TEXT = 64;

    /// @notice The token does not say how many decimals it has.
    error NoDecimals(address token);

    /// @notice Metadata as a deposit carries it: `abi.encode(string name, string symbol, uint8 decimals)`.
    function read(address token) internal view returns (bytes memory) {
        (bool ok, bytes memory answer) = _ask(token, 0x313ce567); // decimals()
        uint256 decimals = ok && answer.length >= 32 ? uint256(bytes32(answer)) : 256;
        if (decimals > 255) revert NoDecimals(token);
        // name(), symbol()
        return abi.encode(_text(token, 0x06fdde03), _text(token, 0x95d89b41), uint8(decimals));
    }

    function _text(address token, bytes4 selector) private view returns (string memory text) {
        (bool ok, bytes memory answer) = _ask(token, selector);
        if (!ok || answer.length < 32) return "";
        uint256 first = uint256(bytes32(answer));
        if (answer.length >= 64 && first == 32) {
            uint256 most = answer.length - 64;
            if (most > MAX_TEXT) most = MAX_TEXT;
            // Proof: the second word of an answer of at least 64 bytes is the text's length and stands where a string keeps its own; cut to
            // what follows it in the answer, it makes that part of the answer a string.
            assembly ("memory-safe") {
                text := add(answer, 64)
                let length := mload(text)
                if gt(length, most) { length := most }
                mstore(text, length)
            }
            return text;
        }
        if (answer.length != 32) return "";
        // Old tokens answer with bytes32.
        uint256 end = 0;
        while (end < 32 && answer[end] != 0) ++end;
        // Proof: shortens the answer.
        assembly ("memory-safe") {
            text := answer
            mstore(text, end)
        }
    }

    /// @dev Static call that copies at most 64 + MAX_TEXT bytes of the answer.
    function _ask(address token, bytes4 selector) private view returns (bool ok, bytes memory answer) {
        uint256 most = 64 + MAX_TEXT;
        answer = new bytes(most);
        // Proof: the selector goes to scratch space; the answer is cut to the room allocated for it, and its length set to what came.
        assembly ("memory-safe") {
            mstore(0, selector)
            ok := staticcall(gas(), token, 0, 4, add(answer, 32), most)
            let size := returndatasize()
            if gt(size, most) { size := most }
            mstore(answer, size)
        }
    }
}
