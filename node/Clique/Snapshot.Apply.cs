using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Clique;

public sealed partial class Snapshot
{
    /// <summary>The state after the next block, whose seal was checked: EIP-225's rules in geth's order (see the steps).</summary>
    /// <param name="header">A child of this snapshot's block.</param>
    /// <param name="signer">Its recovered signer.</param>
    /// <param name="epochLength">Blocks after which votes are dropped.</param>
    public Snapshot Apply(BlockHeader header, in Address signer, ulong epochLength)
    {
        var change = new Change(this, header);

        // 1. An epoch drops all votes; signers and recents stay.
        if (header.Number % epochLength == 0)
        {
            change.Votes = [];
            change.Tally = [];
        }

        // 2. and 3. The window moves on, and this seal is the newest in it.
        change.ForgetRecent(header.Number, SignerLimit);
        change.Recents.Add(new RecentSeal(header.Number, signer));

        // 4. to 6. The beneficiary is the account voted on; a vote that changes nothing still takes the signer's earlier one back.
        var account = header.Beneficiary;
        var add = header.Nonce == CliqueHeader.NonceAdd;
        change.Uncast(signer, account);
        if (change.IsSigner(account) != add)
        {
            change.Cast(new Vote(signer, header.Number, account, add));
        }

        // 7. A strict majority of the signers decides.
        change.Decide(account, header.Number);
        return change.ToSnapshot();
    }

    /// <summary>The next snapshot in the making. Arrays are copied only when something in them changes.</summary>
    private sealed class Change(Snapshot before, BlockHeader header)
    {
        private Address[] _signers = before._signers;

        public List<RecentSeal> Recents { get; } = [.. before._recents];

        public Vote[] Votes { get; set; } = before._votes;

        public Tally[] Tally { get; set; } = before._tally;

        public bool IsSigner(in Address account) => Array.BinarySearch(_signers, account) >= 0;

        public void ForgetRecent(ulong number, int limit)
        {
            if (number >= (ulong)limit)
            {
                Recents.RemoveAll(recent => recent.BlockNumber == number - (ulong)limit);
            }
        }

        /// <summary>Takes a signer's vote about an account back, out of the tally only if that still counts in the vote's direction.</summary>
        public void Uncast(Address voter, Address account)
        {
            var vote = Array.Find(Votes, vote => vote.Signer == voter && vote.Account == account);
            if (vote is not null)
            {
                Votes = [.. Votes.Where(other => other != vote)];
                Uncount(vote);
            }
        }

        public void Cast(Vote vote)
        {
            var index = Array.FindIndex(Tally, tally => tally.Account == vote.Account);
            Tally = index < 0
                ? [.. Tally, new Tally(vote.Account, vote.Add, 1)]
                : [.. Tally[..index], Tally[index] with { Votes = Tally[index].Votes + 1 }, .. Tally[(index + 1)..]];
            Votes = [.. Votes, vote];
        }

        public void Decide(Address account, ulong number)
        {
            var tally = Array.Find(Tally, tally => tally.Account == account);
            if (tally is null || tally.Votes <= _signers.Length / 2)
            {
                return;
            }

            if (tally.Add)
            {
                _signers = [.. _signers.Append(account).Order()];
            }
            else
            {
                _signers = [.. _signers.Where(member => member != account)];
                ForgetRecent(number, (_signers.Length / 2) + 1); // the window shrinks with the set
                foreach (var vote in Votes.Where(vote => vote.Signer == account))
                {
                    Votes = [.. Votes.Where(other => other != vote)];
                    Uncount(vote);
                }
            }

            Votes = [.. Votes.Where(vote => vote.Account != account)];
            Tally = [.. Tally.Where(other => other.Account != account)];
        }

        public Snapshot ToSnapshot() => new(header.Number, header.Hash, _signers, [.. Recents], Votes, Tally);

        private void Uncount(Vote vote)
        {
            var index = Array.FindIndex(Tally, tally => tally.Account == vote.Account && tally.Add == vote.Add);
            if (index >= 0)
            {
                Tally = Tally[index].Votes > 1
                    ? [.. Tally[..index], Tally[index] with { Votes = Tally[index].Votes - 1 }, .. Tally[(index + 1)..]]
                    : [.. Tally[..index], .. Tally[(index + 1)..]];
            }
        }
    }
}
