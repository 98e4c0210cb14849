// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Notice board on which signers exchange signatures
/// @dev Trust: none. It moves nothing; it keeps at most one signature per signer and digest, and only of members of the current set.
/// The poster pays the gas, so only members can make it grow.
interface IAttestations {
    /// @notice One signature over a digest.
    struct Attestation {
        address signer;
        bytes32 r;
        bytes32 vs;
    }

    /// @notice A signer's signature was posted.
    /// @param digest What was signed.
    /// @param signer Who signed.
    /// @param typeHash EIP-712 type hash of the struct: which sort of message it is.
    /// @param domainSeparator Domain it was signed in.
    /// @param encoded The struct itself, `abi.encode(typeHash, fields…)`; checked to hash to `digest`.
    /// @param r Signature, first half.
    /// @param vs Signature, second half with parity (EIP-2098).
    event Attested(
        bytes32 indexed digest,
        address indexed signer,
        bytes32 indexed typeHash,
        bytes32 domainSeparator,
        bytes encoded,
        bytes32 r,
        bytes32 vs
    );

    /// @notice The struct is too short to have a type hash or longer than allowed.
    error WrongLength(uint256 length);
    /// @notice The set given is not the registry's.
    error WrongSignerSet(bytes32 given, bytes32 expected);
    /// @notice The set has no member of that number.
    error NoSuchMember(uint256 member, uint256 size);
    /// @notice The signature is another's.
    error NotTheSigner(address recovered, address expected);
    /// @notice This signer's signature over the digest is here already.
    error AlreadyAttested(bytes32 digest, address signer);

    /// @notice Posts a signature. Anyone may call; the signature is the authority.
    /// @param domainSeparator EIP-712 domain separator the signer used.
    /// @param encoded `abi.encode(typeHash, fields…)` of the signed struct, at most 1024 bytes.
    /// @param set Current signer set, 20 bytes each, ascending.
    /// @param member Position of the signer in `set`.
    /// @param r Signature, first half.
    /// @param vs Signature, second half with parity.
    /// @return digest keccak256(0x1901 ‖ domainSeparator ‖ keccak256(encoded)).
    function attest(
        bytes32 domainSeparator,
        bytes calldata encoded,
        bytes calldata set,
        uint256 member,
        bytes32 r,
        bytes32 vs
    ) external returns (bytes32 digest);

    /// @notice All signatures over a digest in the order they came.
    function attestationsOf(bytes32 digest) external view returns (Attestation[] memory);

    /// @notice Number of signatures over a digest.
    function countOf(bytes32 digest) external view returns (uint256);

    /// @notice True if the signer's signature over the digest is here.
    function hasAttested(bytes32 digest, address signer) external view returns (bool);

    /// @notice When a quorum last stood behind the registry's set: a checkpoint of this bridge that names that set had as many
    /// signatures as a quorum of it has members.
    /// @return time Seconds of this chain; 0 for never.
    /// @return upTo Newest last block of such a checkpoint.
    function lastQuorum() external view returns (uint64 time, uint64 upTo);

    /// @notice The signatures of members of `set`, in the form `submit`, `advance`, `bind` and `handover` take them.
    /// @param digest The digest.
    /// @param set The set to collect for, 20 bytes each, ascending.
    /// @return bitmap Members of `set` that have signed.
    /// @return sigs Their signatures in rising order of bits.
    function collect(bytes32 digest, bytes calldata set) external view returns (uint256 bitmap, bytes memory sigs);
}
