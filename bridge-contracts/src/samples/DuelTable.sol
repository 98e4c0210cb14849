// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// @title DuelTable
/// @notice A sample for sidechain users: two players stake equal amounts of a token and play stone, paper, scissors by commit and
/// reveal; the winner takes both stakes.
/// @dev Trust: nobody. Neither player can see the other's move before both are fixed. Who does not reveal in time loses; if nobody
/// reveals, or on a tie, both get their stake back. A hostile token harms only those who play with it.
contract DuelTable {
    using SafeERC20 for IERC20;

    /// @notice Moves; `None` stands for "not revealed".
    enum Move {
        None,
        Stone,
        Paper,
        Scissors
    }

    /// @notice One duel. `deadline` is 0 until the opponent joined; `token` is zero once it is over.
    struct Duel {
        IERC20 token;
        uint256 stake;
        address[2] players;
        bytes32[2] commitments;
        Move[2] moves;
        uint64 deadline;
    }

    /// @notice Time both have to reveal after the opponent joined, seconds.
    uint64 public constant REVEAL_TIME = 1 hours;

    Duel[] private _duels;

    /// @notice A duel was offered.
    event Opened(uint256 indexed id, address indexed challenger, address indexed opponent, IERC20 token, uint256 stake);
    /// @notice The opponent put in the same stake.
    event Joined(uint256 indexed id, uint64 deadline);
    /// @notice A player showed the move.
    event Revealed(uint256 indexed id, address indexed player, Move move);
    /// @notice The duel is over; `winner` is zero if both got their stake back.
    event Settled(uint256 indexed id, address indexed winner, uint256 prize);

    /// @notice Stakes must be positive and players two.
    error BadTerms();
    /// @notice The caller has no part in this step.
    error NotYourTurn(uint256 id, address caller);
    /// @notice The duel is in another phase.
    error WrongPhase(uint256 id);
    /// @notice Move and salt do not hash to the commitment.
    error WrongReveal(uint256 id, address player);
    /// @notice The token moved another amount than the stake.
    error WrongStake(uint256 received, uint256 stake);

    /// @notice Offers a duel and stakes the caller's part, which must be approved.
    /// @param token What is staked.
    /// @param stake Each player's part.
    /// @param opponent Who may join.
    /// @param commitment `commit(caller, move, salt)`; the salt must be random and secret.
    /// @return id Number of the duel.
    function open(IERC20 token, uint256 stake, address opponent, bytes32 commitment) external returns (uint256 id) {
        if (stake == 0 || opponent == address(0) || opponent == msg.sender) revert BadTerms();
        id = _duels.length;
        Duel storage duel = _duels.push();
        duel.token = token;
        duel.stake = stake;
        duel.players = [msg.sender, opponent];
        duel.commitments[0] = commitment;
        emit Opened(id, msg.sender, opponent, token, stake);
        _pull(token, stake);
    }

    /// @notice Accepts a duel and stakes the caller's part, which must be approved.
    function join(uint256 id, bytes32 commitment) external {
        Duel storage duel = _duels[id];
        if (msg.sender != duel.players[1]) revert NotYourTurn(id, msg.sender);
        if (duel.deadline != 0 || address(duel.token) == address(0)) revert WrongPhase(id);
        duel.commitments[1] = commitment;
        duel.deadline = uint64(block.timestamp) + REVEAL_TIME;
        emit Joined(id, duel.deadline);
        _pull(duel.token, duel.stake);
    }

    /// @notice Takes back an offer nobody accepted.
    function cancel(uint256 id) external {
        Duel storage duel = _duels[id];
        if (msg.sender != duel.players[0]) revert NotYourTurn(id, msg.sender);
        if (duel.deadline != 0 || address(duel.token) == address(0)) revert WrongPhase(id);
        IERC20 token = duel.token;
        duel.token = IERC20(address(0));
        emit Settled(id, address(0), 0);
        token.safeTransfer(msg.sender, duel.stake);
    }

    /// @notice Shows a move; with the second one the duel is settled.
    function reveal(uint256 id, Move move, bytes32 salt) external {
        Duel storage duel = _duels[id];
        uint256 seat = msg.sender == duel.players[0] ? 0 : 1;
        if (msg.sender != duel.players[seat]) revert NotYourTurn(id, msg.sender);
        bool open_ = duel.deadline != 0 && block.timestamp <= duel.deadline && address(duel.token) != address(0);
        if (!open_ || duel.moves[seat] != Move.None) revert WrongPhase(id);
        if (move == Move.None || commit(msg.sender, move, salt) != duel.commitments[seat]) {
            revert WrongReveal(id, msg.sender);
        }
        duel.moves[seat] = move;
        emit Revealed(id, msg.sender, move);
        if (duel.moves[1 - seat] != Move.None) _settle(id, duel);
    }

    /// @notice Ends a duel whose time to reveal is over. Anyone may call.
    function settle(uint256 id) external {
        Duel storage duel = _duels[id];
        bool late = duel.deadline != 0 && block.timestamp > duel.deadline && address(duel.token) != address(0);
        if (!late) revert WrongPhase(id);
        _settle(id, duel);
    }

    /// @notice A duel.
    function duels(uint256 id) external view returns (Duel memory) {
        return _duels[id];
    }

    /// @notice Number of duels so far.
    function count() external view returns (uint256) {
        return _duels.length;
    }

    /// @notice Commitment to a move.
    function commit(address player, Move move, bytes32 salt) public pure returns (bytes32) {
        return keccak256(abi.encode(player, move, salt));
    }

    function _pull(IERC20 token, uint256 stake) private {
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), stake);
        uint256 received = token.balanceOf(address(this)) - before;
        if (received != stake) revert WrongStake(received, stake);
    }

    function _settle(uint256 id, Duel storage duel) private {
        IERC20 token = duel.token;
        uint256 stake = duel.stake;
        duel.token = IERC20(address(0));
        // None = 0 loses to every move and ties with itself; among moves the difference modulo 3 decides.
        (uint256 a, uint256 b) = (uint256(duel.moves[0]), uint256(duel.moves[1]));
        if (a == b) {
            emit Settled(id, address(0), 0);
            token.safeTransfer(duel.players[0], stake);
            token.safeTransfer(duel.players[1], stake);
            return;
        }
        bool first = b == 0 || (a != 0 && (a + 3 - b) % 3 == 1);
        address winner = duel.players[first ? 0 : 1];
        emit Settled(id, winner, 2 * stake);
        token.safeTransfer(winner, 2 * stake);
    }
}
