using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Clique;

/// <summary>When and with what difficulty a signer may seal the block after a parent.</summary>
/// <param name="Timestamp">The header's timestamp in seconds.</param>
/// <param name="InTurn">True when it is the signer's turn.</param>
/// <param name="SealAt">When to publish: the slot itself, or later by a random delay when out of turn.</param>
public readonly record struct SealingSlot(ulong Timestamp, bool InTurn, DateTimeOffset SealAt)
{
    /// <summary>Unit of the random delay out of turn: each signer that may seal next adds half a second (geth's wiggle).</summary>
    public static readonly TimeSpan WiggleUnit = TimeSpan.FromMilliseconds(500);

    /// <summary>The slot of a signer that is a member and not barred by the recents rule.</summary>
    public static SealingSlot After(
        BlockHeader parent, Snapshot snapshot, in Address signer, ulong periodSeconds, TimeSpan outOfTurnDelay, DateTimeOffset now, Random random)
    {
        var nowSeconds = (ulong)Math.Max(0, now.ToUnixTimeSeconds());
        var timestamp = Math.Max(parent.Timestamp + periodSeconds, nowSeconds);
        var slot = DateTimeOffset.FromUnixTimeSeconds((long)timestamp);
        var start = slot > now ? slot : now;
        if (snapshot.IsInTurn(parent.Number + 1, signer))
        {
            return new SealingSlot(timestamp, InTurn: true, start);
        }

        var wiggle = random.NextDouble() * snapshot.SignerLimit * WiggleUnit;
        return new SealingSlot(timestamp, InTurn: false, start + outOfTurnDelay + wiggle);
    }
}
