using System.CommandLine;
using PoaSidechain.Devnet;
using PoaSidechain.Devnet.Display;
using PoaSidechain.Devnet.Soak;
using PoaSidechain.Storage;
using Spectre.Console;

var once = new Option<bool>("--once") { Description = "End after the scenario; exit code 0 only if every step held" };
var observe = new Option<bool>("--observe") { Description = "Start a Prometheus on all of it; with --once every dashboard panel must show something, and no alert may fire" };
var drill = new Option<bool>("--drill") { Description = "After the scenario provoke every alert once and see it fire in Prometheus (about fifteen minutes); means --observe --once" };
var drillOnly = new Option<string?>("--drill-only") { Description = "Limits --drill to what provokes these alerts (names, with commas)" };
var escapeDrill = new Option<bool>("--escape-drill") { Description = "In place of the scenario kill all signers, let 30 days pass on L1 and have everyone leave by poa bridge escape (about three minutes); means --once" };
var soak = new Option<int?>("--soak") { Description = "After the scenario so many minutes of load and mischief (kills, reorganised L1, votes), then everything must add up; means --once", HelpName = "minutes" };
var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1, Description = "Seed of --soak" };
var directory = new Option<string?>("--directory") { Description = "Folder of the devnet. Default: .devnet in the checkout. A second start on it continues the same chains" };
var period = new Option<ulong>("--period") { DefaultValueFactory = _ => 1, Description = "Seconds between blocks of the sidechain (first start only)" };
var chainId = new Option<ulong>("--chainid") { DefaultValueFactory = _ => 77_701, Description = "The sidechain's chain id (first start only)" };
var template = new Option<string>("--template") { DefaultValueFactory = _ => "modern", Description = "Rules of the genesis (first start only)" };
template.AcceptOnlyFromAmong("modern", "london");
var plain = new Option<bool>("--plain") { Description = "Plain lines even at a terminal" };
var root = new RootCommand("An L1, validators, bridge and checkpointers on this machine, and a day in their life") { once, observe, drill, drillOnly, escapeDrill, soak, seed, directory, period, chainId, template, plain };
root.SetAction(async (result, cancellation) =>
{
    var options = new DevnetOptions(
        result.GetValue(once) || result.GetValue(drill) || result.GetValue(escapeDrill) || result.GetValue(soak) is not null, result.GetValue(observe) || result.GetValue(drill), result.GetValue(drill), result.GetValue(drillOnly), result.GetValue(escapeDrill),
        result.GetValue(soak) is { } minutes ? new SoakOptions(minutes, result.GetValue(seed)) : null, result.GetValue(directory), result.GetValue(period), result.GetValue(chainId), result.GetRequiredValue(template));
    var interactive = !result.GetValue(plain) && !Console.IsOutputRedirected;
    IDisplay display = interactive ? new TerminalDisplay(AnsiConsole.Console) : new PlainDisplay(Console.Out);
    return await Run.RunAsync(options, display, cancellation);
});

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        ProcessTerminationTimeout = TimeSpan.FromMinutes(1), // ending all processes in order takes its time
    });
}
catch (Exception e) when (e is DevnetException or IOException or UnauthorizedAccessException or StorageException or FormatException)
{
    Console.Error.WriteLine($"devnet: {e.Message}");
    return 1;
}
