using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PoaSidechain.Node.Status;

/// <summary>A node's status on one screen.</summary>
internal static class StatusScreen
{
    public static IRenderable Render(NodeStatus status)
    {
        var facts = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        Add(facts, "chain", $"{status.ChainId}  {status.Client.EscapeMarkup()}");
        Add(facts, "head", $"[bold]{Number(status.Head)}[/]  {AgeOf(status)}  {status.HeadHash}");
        Add(facts, "safe / finalized", $"{Number(status.Safe)} / {Number(status.Finalized)}{(status.CheckpointLag is { } lag ? $"  (L1 is {Number(lag)} blocks behind)" : "")}");
        Add(facts, "sync", status.Syncing ? $"[yellow]catching up to {Number(status.SyncTarget)}[/]" : "in step");
        Add(facts, "peers", status.Peers == 0 ? "[yellow]none[/]" : Number(status.Peers));
        Add(facts, "pool", $"{Number(status.Pending)} pending, {Number(status.Queued)} queued");
        Add(facts, "in turn", string.Create(CultureInfo.InvariantCulture, $"{status.InTurnPercent:0} % of the last {status.Window} blocks"));
        Add(facts, "votes", status.Votes == 0 ? "none" : Number((ulong)status.Votes));
        var colour = status.Sentence == "all signers are there" ? "green" : status.Spare < 0 ? "red" : "yellow";
        return new Rows(facts, Signers(status), new Markup($"[{colour}]{status.Sentence.EscapeMarkup()}[/]"));
    }

    private static Table Signers(NodeStatus status)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumn("signer").AddColumn(new TableColumn("sealed").RightAligned()).AddColumn("");
        foreach (var signer in status.Signers)
        {
            var remark = string.Join(", ", new[]
            {
                signer.IsMissing ? "[red]missing[/]" : null,
                signer.IsNext ? "next" : null,
                signer.IsThisNode ? "this node" : null,
            }.OfType<string>());
            table.AddRow(signer.Address, signer.Sealed.ToString(CultureInfo.InvariantCulture), remark);
        }

        return table;
    }

    private static string AgeOf(NodeStatus status) => status.HeadAgeSeconds > 60 ? $"[yellow]{status.HeadAgeSeconds} s old[/]" : $"{status.HeadAgeSeconds} s old";

    private static void Add(Grid facts, string name, string value) => facts.AddRow(new Markup($"[grey]{name}[/]"), new Markup(value));

    private static string Number(ulong? number) => number?.ToString("n0", CultureInfo.InvariantCulture) ?? "–";
}
