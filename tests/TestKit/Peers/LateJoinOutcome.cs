using PoaSidechain.Network.Rlpx;

namespace PoaSidechain.Tests.TestKit.Peers;

/// <summary>What came of a <see cref="LateJoin"/>.</summary>
/// <param name="IsOnHonestHead">True when the node got there in time, and the liar was dropped.</param>
/// <param name="Head">Height that it reached.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="LiarEnd">How the session with the liar ended; null when it did not.</param>
/// <param name="Stalled">Requests that the stalling peer left unanswered.</param>
/// <param name="KeptStalling">True when the stalling peer, which is honest, was not dropped.</param>
internal sealed record LateJoinOutcome(bool IsOnHonestHead, ulong Head, TimeSpan Elapsed, SessionEnd? LiarEnd, int Stalled, bool KeptStalling);
