// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IVault} from "../../src/interfaces/IVault.sol";
import {PlainToken} from "./Tokens.sol";

/// @title A token whose owner means harm, each time in another way
contract HostileToken is PlainToken("Hostile", "HOS", 18) {
    enum Mood {
        Kind,
        Refuse,
        Tax,
        Lie,
        Inflate,
        Steal,
        Reenter,
        SayNo
    }

    Mood public mood;
    IVault public immutable VAULT;
    /// @notice True once a call into the vault from within one of its transfers was served.
    bool public reentered;

    error Refused();

    constructor(IVault vault) {
        VAULT = vault;
    }

    function setMood(Mood mood_) external {
        mood = mood_;
    }

    function transfer(address to, uint256 value) public override returns (bool) {
        if (mood == Mood.SayNo) return false;
        return mood == Mood.Lie || super.transfer(to, value);
    }

    function transferFrom(address from, address to, uint256 value) public override returns (bool) {
        if (mood == Mood.SayNo) return false;
        return mood == Mood.Lie || super.transferFrom(from, to, value);
    }

    function _update(address from, address to, uint256 value) internal override {
        if (from == address(0) || to == address(0)) return super._update(from, to, value);
        if (mood == Mood.Refuse) revert Refused();
        if (mood == Mood.Reenter) _reenter();
        if (mood == Mood.Steal) super._update(address(VAULT), address(0), balanceOf(address(VAULT)) / 2);
        if (mood == Mood.Tax) super._update(from, address(0), value / 2);
        super._update(from, to, mood == Mood.Tax ? value - value / 2 : value);
        if (mood == Mood.Inflate) super._update(address(0), to, value);
    }

    /// @dev By every door that moves money in or out.
    function _reenter() private {
        bytes[3] memory calls = [
            abi.encodeCall(IVault.depositETH, (address(this), 50_000, "")),
            abi.encodeCall(IVault.deposit20, (address(this), 1, address(this), 50_000, "")),
            abi.encodeCall(IVault.collectOwed, (address(0), address(this)))
        ];
        for (uint256 i = 0; i < calls.length; ++i) {
            (bool ok,) = address(VAULT).call(calls[i]);
            if (ok) reentered = true;
        }
    }
}
