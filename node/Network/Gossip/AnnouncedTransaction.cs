using PoaSidechain.Network.Eth;

namespace PoaSidechain.Network.Gossip;

/// <summary>A transaction that peers say they have and that has not come yet.</summary>
/// <param name="announcement">What was said first.</param>
/// <param name="since">When.</param>
internal sealed class AnnouncedTransaction(TransactionAnnouncement announcement, DateTimeOffset since)
{
    /// <summary>What was said first.</summary>
    public TransactionAnnouncement Announcement => announcement;

    /// <summary>When it was said first.</summary>
    public DateTimeOffset Since => since;

    /// <summary>Who has it.</summary>
    public List<EthSession> Sources { get; } = [];

    /// <summary>True while a request for it is open.</summary>
    public bool IsRequested { get; set; }
}
