using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using PoaSidechain.Devnet.Processes;

namespace PoaSidechain.Devnet.Observe;

/// <summary>A real Prometheus on loopback that scrapes everything here once a second, with the rules an operator has.</summary>
internal sealed class Prometheus : IAsyncDisposable
{
    private const string RateInterval = "2m"; // what Grafana would put in; long enough for what is rare in so short a life

    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PanelLimit = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ChildProcess _process;
    private readonly HttpClient _http;

    private Prometheus(ChildProcess process, string address)
    {
        _process = process;
        Address = address;
        _http = new HttpClient { BaseAddress = new Uri(address) };
    }

    public string Address { get; }

    /// <summary>Starts it and waits until every target answers.</summary>
    /// <param name="places">Where its files go.</param>
    /// <param name="network">What it scrapes.</param>
    /// <param name="rules">Folder of the recording and alert rules.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<Prometheus> StartAsync(Places places, Network network, string rules, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(places.Prometheus);
        var configuration = Path.Combine(places.Prometheus, "prometheus.yml");
        await File.WriteAllTextAsync(configuration, Configuration(rules, network), cancellationToken);
        var authority = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Ports.Take(9090)}");
        var process = ChildProcess.Start(
            "prometheus", places.Logs, TimeSpan.FromSeconds(15), Program(), "--config.file", configuration, "--web.listen-address", authority, "--web.enable-lifecycle",
            "--storage.tsdb.path", Path.Combine(places.Prometheus, "data"), "--storage.tsdb.retention.time", "1d", "--log.level", "warn");
        var prometheus = new Prometheus(process, $"http://{authority}");
        try
        {
            await prometheus.UntilAllAreUpAsync(network.NodeTargets.Count() + network.CheckpointerTargets.Count, cancellationToken);
            return prometheus;
        }
        catch
        {
            await prometheus.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until every panel's query has an answer with a number in it; throws with those that have none.</summary>
    public async Task ExpectAnswersAsync(IReadOnlyList<Panel> panels, Action<string> progress, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        var empty = panels;
        while (true)
        {
            List<Panel> still = [];
            foreach (var panel in empty)
            {
                if (!await HasAnswerAsync(panel, cancellationToken))
                {
                    still.Add(panel);
                }
            }

            if (still.Count == 0)
            {
                return;
            }

            if (TimeProvider.System.GetElapsedTime(start) > PanelLimit)
            {
                throw new DevnetException($"{still.Count} of {panels.Count} panels are empty: {string.Join("; ", still)}");
            }

            progress($"{still.Count} of {panels.Count} are empty yet");
            empty = still;
            await Task.Delay(Pause, cancellationToken);
        }
    }

    /// <summary>The alerts that fire now, by name, each with what it says.</summary>
    public async Task<ILookup<string, string>> FiringAsync(CancellationToken cancellationToken) =>
        (await AskAsync("/api/v1/alerts", cancellationToken)).GetProperty("alerts").EnumerateArray()
            .Where(alert => alert.GetProperty("state").GetString() == "firing")
            .ToLookup(
                alert => alert.GetProperty("labels").GetProperty("alertname").GetString()!,
                alert => alert.GetProperty("annotations").GetProperty("summary").GetString()!,
                StringComparer.Ordinal);

    /// <summary>The names of all alert rules.</summary>
    public async Task<IReadOnlyList<string>> AlertNamesAsync(CancellationToken cancellationToken) =>
        [.. (await AskAsync("/api/v1/rules?type=alert", cancellationToken)).GetProperty("groups").EnumerateArray()
            .SelectMany(group => group.GetProperty("rules").EnumerateArray()).Select(rule => rule.GetProperty("name").GetString()!)];

    /// <summary>Reads the rules anew.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsync(new Uri("/-/reload", UriKind.Relative), content: null, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new DevnetException($"Prometheus does not take its rules: {await response.Content.ReadAsStringAsync(cancellationToken)}");
        }
    }

    /// <summary>Throws when an alert fires; says how many rules were evaluated.</summary>
    public async Task<string> ExpectQuietAsync(CancellationToken cancellationToken)
    {
        var firing = await FiringAsync(cancellationToken);
        if (firing.Count > 0)
        {
            throw new DevnetException(string.Join("; ", firing.SelectMany(alert => alert.Select(summary => $"{alert.Key}: {summary}"))));
        }

        var rules = (await AskAsync("/api/v1/rules?type=alert", cancellationToken)).GetProperty("groups").EnumerateArray()
            .SelectMany(group => group.GetProperty("rules").EnumerateArray()).ToArray();
        var sick = rules.Where(rule => rule.GetProperty("health").GetString() != "ok").Select(rule => rule.GetProperty("name").GetString()).ToArray();
        return sick.Length == 0 ? $"{rules.Length} rules are quiet" : throw new DevnetException($"rules cannot be evaluated: {string.Join(", ", sick)}");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _process.DisposeAsync();
    }

    private async Task<bool> HasAnswerAsync(Panel panel, CancellationToken cancellationToken)
    {
        var expression = panel.Expression.Replace("$__rate_interval", RateInterval, StringComparison.Ordinal);
        var result = (await AskAsync("/api/v1/query?query=" + Uri.EscapeDataString(expression), cancellationToken)).GetProperty("result");
        return result.EnumerateArray().Any(series => series.GetProperty("value")[1].GetString() is not ("NaN" or "+Inf" or "-Inf"));
    }

    private async Task UntilAllAreUpAsync(int targets, CancellationToken cancellationToken) => await Wait.UntilAsync(
        $"Prometheus reaches all {targets} targets",
        StartLimit,
        async () =>
        {
            _process.EnsureRuns();
            try
            {
                var up = (await AskAsync("/api/v1/query?query=" + Uri.EscapeDataString("sum(up)"), cancellationToken)).GetProperty("result");
                return up.GetArrayLength() == 1 && up[0].GetProperty("value")[1].GetString() == targets.ToString(CultureInfo.InvariantCulture);
            }
            catch (HttpRequestException)
            {
                return false; // it is not listening yet
            }
        },
        cancellationToken);

    private async Task<JsonElement> AskAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            throw new HttpRequestException("Prometheus is not ready yet", inner: null, response.StatusCode);
        }

        var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return answer.GetProperty("status").GetString() == "success"
            ? answer.GetProperty("data")
            : throw new DevnetException($"Prometheus refuses {Uri.UnescapeDataString(path)}: {answer.GetProperty("error").GetString()}");
    }

    /// <summary>Debian's package, or another one in the path.</summary>
    private static string Program() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "prometheus")).FirstOrDefault(File.Exists)
        ?? throw new DevnetException("There is no prometheus: run ops/setup.");

    private static string Configuration(string rules, Network network) => $"""
        global:
          scrape_interval: 1s
          evaluation_interval: 1s
        rule_files:
          - {rules}/recording.rules.yml
          - {rules}/alert.rules.yml
        scrape_configs:
          - job_name: poa
            static_configs:
        {Targets(network.NodeTargets)}
          - job_name: poa-checkpointer
            static_configs:
        {Targets(network.CheckpointerTargets)}

        """;

    private static string Targets(IEnumerable<(string Instance, string Address)> targets) => string.Join(
        '\n', targets.Select(target => $"      - {{targets: ['{target.Address}'], labels: {{instance: {target.Instance}}}}}"));
}
