using PoaSidechain.Primitives.Crypto;

namespace PoaSidechain.Primitives.Bridge;

/// <summary>A signer set as both chains know it: 1 to 255 addresses in rising order.</summary>
/// <remarks>Immutable; equal sets have equal hashes. Thread: any.</remarks>
public sealed class SignerSet : IEquatable<SignerSet>
{
    /// <summary>Most members.</summary>
    public const int MaxSize = 255;

    private static readonly Hash256 Prefix = BridgeIdentity.HashOf("PoaSidechain.SignerSet.v1");

    private readonly Address[] _members;

    /// <summary>From members in any order; refuses none, too many, duplicates and the zero address.</summary>
    public SignerSet(IEnumerable<Address> members)
    {
        _members = [.. members.Order()];
        if (_members.Length is 0 or > MaxSize || _members[0].IsZero || _members.Distinct().Count() != _members.Length)
        {
            throw new ArgumentException($"A signer set has 1 to {MaxSize} different members other than zero.", nameof(members));
        }

        Bytes = _members.SelectMany(m => m.ToArray()).ToArray();
        Hash = Keccak256.Hash([.. Prefix.Bytes, .. Bytes.Span]);
    }

    /// <summary>The members, rising.</summary>
    public IReadOnlyList<Address> Members => _members;

    /// <summary>Number of members.</summary>
    public int Size => _members.Length;

    /// <summary>20 bytes per member, rising: how contracts take it.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary><c>keccak256(SET_V1 || set)</c>: all that the chains store of it.</summary>
    public Hash256 Hash { get; }

    /// <summary>Signatures the bridge asks for: floor(2n/3) + 1. Clique itself asks for floor(n/2) + 1.</summary>
    public int Quorum => QuorumOf(Size);

    /// <summary>floor(2n/3) + 1.</summary>
    public static int QuorumOf(int size) => (2 * size / 3) + 1;

    /// <summary>Position of a member, or -1.</summary>
    public int IndexOf(in Address member) => Math.Max(Array.BinarySearch(_members, member), -1);

    /// <summary>True for members.</summary>
    public bool Contains(in Address member) => IndexOf(member) >= 0;

    /// <inheritdoc/>
    public bool Equals(SignerSet? other) => other is not null && Hash == other.Hash;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SignerSet);

    /// <inheritdoc/>
    public override int GetHashCode() => Hash.GetHashCode();

    /// <summary>Size and hash.</summary>
    public override string ToString() => $"{Size} signers {Hash}";
}
