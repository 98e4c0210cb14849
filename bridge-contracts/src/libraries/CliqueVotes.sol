// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Bits} from "./Bits.sol";
import {CliqueHeader, CliqueHeaders} from "./CliqueHeaders.sol";
import {QuorumLib} from "./QuorumLib.sol";

/// @notice The vote that is looked for, and where.
struct VoteRules {
    /// The one member by which the sets differ.
    address changed;
    /// True if it joins, false if it leaves.
    bool added;
    /// Blocks up to this one are settled: votes in them do not count.
    uint64 settled;
    /// Blocks between epoch blocks, at which Clique forgets all votes.
    uint256 epochLength;
    /// Number of fields of the chain's headers; zero for any that exists.
    uint256 fields;
}

/// @title Votes of a signer set, read from sealed headers
/// @dev Trust: none; pure but for what `isExcluded` reads. More than half of the members having sealed one and the same vote within one
/// epoch is what makes Clique itself change its set (EIP-225). Headers are not asked whether they stand in the chain, nor is a vote that
/// its signer took back later told from others: who holds the keys of more than half could have had it either way.
library CliqueVotes {
    bytes8 private constant ADD = 0xffffffffffffffff;

    /// @notice Header `position` does not fit what it is shown for.
    error WrongHeader(uint256 position);
    /// @notice Header `position` was not sealed by a member, or by one that no longer counts.
    error NotASealer(uint256 position, address sealer);
    /// @notice Header `position` is no vote for that change of the set.
    error NotAVote(uint256 position);
    /// @notice Fewer different members sealed than needed.
    error TooFewSealers(uint256 have, uint256 need);

    /// @notice Reverts unless more than half of `set` sealed that vote in these headers; returns the newest of their numbers.
    function count(
        bytes memory set,
        VoteRules memory rules,
        bytes[] calldata headers,
        function(address) view returns (bool) isExcluded
    ) internal view returns (uint64 newest) {
        uint256 sealers;
        uint256 epoch;
        for (uint256 i = 0; i < headers.length; ++i) {
            bytes memory raw = headers[i];
            CliqueHeader memory h =
                rules.fields == 0 ? CliqueHeaders.parse(raw) : CliqueHeaders.parse(raw, rules.fields);
            if (i == 0) epoch = h.number / rules.epochLength;
            if (h.number <= rules.settled || h.number / rules.epochLength != epoch) revert WrongHeader(i);
            // An epoch block carries no vote; its beneficiary is zero, which is nobody's address in a set.
            if (h.beneficiary != rules.changed || h.nonce != (rules.added ? ADD : bytes8(0))) revert NotAVote(i);
            sealers |= 1 << sealer(set, raw, h, i, isExcluded);
            if (h.number > newest) newest = h.number;
        }
        requireSealers(sealers, QuorumLib.majority(QuorumLib.size(set)));
    }

    /// @notice Position in `set` of the member that sealed header `position`.
    function sealer(
        bytes memory set,
        bytes memory raw,
        CliqueHeader memory h,
        uint256 position,
        function(address) view returns (bool) isExcluded
    ) internal view returns (uint256 member) {
        address account = CliqueHeaders.sealer(raw, h);
        member = positionOf(set, account);
        if (member == QuorumLib.size(set) || isExcluded(account)) revert NotASealer(position, account);
    }

    /// @notice Position of a member; the size of the set for others.
    function positionOf(bytes memory set, address account) internal pure returns (uint256 i) {
        uint256 n = QuorumLib.size(set);
        while (i < n && QuorumLib.memberAt(set, i) != account) ++i;
    }

    /// @notice Reverts unless the bitmap names so many members.
    function requireSealers(uint256 sealers, uint256 need) internal pure {
        uint256 have = Bits.count(sealers);
        if (have < need) revert TooFewSealers(have, need);
    }
}
