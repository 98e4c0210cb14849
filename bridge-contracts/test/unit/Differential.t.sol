// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ContractCases} from "../support/ContractCases.sol";
import {ContractJudge} from "../support/ContractJudge.sol";
import {Test} from "../support/Test.sol";

/// @title Contracts and node against each other over random cases: what either makes, the other must judge the same
/// @dev tests/vectors/differential-node.txt is a sample the node made (`DifferentialTests` of tests/Unit), differential-contracts.txt one
/// that is made here (POA_FUZZ_VECTORS=$PWD/out/differential POA_FUZZ_CASES=120 writes it anew to contracts.txt there). `differential`
/// runs as many more as asked for: POA_FUZZ_VECTORS names the folder of its files.
contract DifferentialTest is Test {
    uint256 private constant SAMPLE = 120;
    /// @dev At most so many cases of a run, so that every loop ends.
    uint256 private constant MOST = 10_000_000;

    ContractJudge private judge;
    ContractCases private cases;

    function setUp() public {
        judge = new ContractJudge();
        cases = new ContractCases();
    }

    function test_T12_T16_T17_contracts_judgeWhatTheNodeMade() public view {
        string memory folder = vm.envOr("POA_FUZZ_VECTORS", string(""));
        string memory path = bytes(folder).length == 0 ? _sample("node") : string.concat(folder, "/node.txt");
        vm.assertGt(_judgeAll(path), 100, "cases");
    }

    /// @dev The sample is what is made here; for a run it is made anew, from another seed, for the node to read.
    function test_T12_T16_T17_whatTheContractsMake_isWritten() public {
        string memory folder = vm.envOr("POA_FUZZ_VECTORS", string(""));
        string memory sample = _sample("contracts");
        uint256 count = SAMPLE;
        uint256 seed = 1;
        if (bytes(folder).length != 0) {
            sample = string.concat(folder, "/contracts.txt");
            count = vm.envOr("POA_FUZZ_CASES", SAMPLE);
            seed = vm.envOr("POA_FUZZ_SEED", uint256(1));
        }
        for (uint256 i = 0; i < count; ++i) {
            this.makeOne(sample, seed, i, bytes(folder).length != 0);
        }
    }

    /// @dev In a frame of its own, for the memory a line takes.
    function makeOne(string memory path, uint256 seed, uint256 number, bool writes) external {
        string memory inputs = cases.make(seed, number);
        string memory line = string.concat(inputs, " | ", judge.verdict(inputs));
        if (writes) vm.writeLine(path, line);
        else vm.assertEq(vm.readLine(path), line);
    }

    /// @dev False at the end of the file. A line of the node: case, its verdict, whether the two are known to differ there.
    function judgeOne(string memory path) external view returns (bool more) {
        string memory line = vm.readLine(path);
        if (bytes(line).length == 0) return false;
        string[] memory parts = vm.split(line, " | ");
        if (keccak256(bytes(parts[2])) == keccak256("lax")) return true;
        vm.assertEq(judge.verdict(parts[0]), parts[1], parts[0]);
        return true;
    }

    function _judgeAll(string memory path) private view returns (uint256 count) {
        while (count < MOST && this.judgeOne(path)) ++count;
    }

    function _sample(string memory who) private view returns (string memory) {
        return string.concat(vm.projectRoot(), "/../tests/vectors/differential-", who, ".txt");
    }
}
