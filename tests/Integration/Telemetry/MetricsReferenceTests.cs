using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Integration.Telemetry;

/// <summary>Instruments, dashboards, rules, runbooks and the table about them fit together.</summary>
public sealed class MetricsReferenceTests
{
    private static readonly string[] FromElsewhere = ["up"]; // Prometheus' own

    [Fact]
    public async Task Table_is_up_to_date()
    {
        var expected = MetricTable.Write(await MetricCatalogue.GatherAsync());
        var file = Checkout.PathOf("ops", "METRICS.md");
        if (Environment.GetEnvironmentVariable("POA_WRITE_METRICS") == "1")
        {
            await File.WriteAllTextAsync(file, expected, TestContext.Current.CancellationToken);
        }

        Assert.Equal(expected, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Every_instrument_says_what_it_is_and_is_named_once()
    {
        var metrics = await MetricCatalogue.GatherAsync();

        Assert.All(metrics, metric => Assert.False(string.IsNullOrWhiteSpace(metric.Meaning), metric.Instrument));
        Assert.Empty(metrics.GroupBy(metric => metric.Prometheus).Where(same => same.Count() > 1).Select(same => same.Key));
    }

    [Fact]
    public async Task Every_panel_and_rule_names_series_that_exist()
    {
        var known = (await MetricCatalogue.GatherAsync()).SelectMany(metric => metric.Series)
            .Concat(Monitoring.Rules(Monitoring.RecordingRules).Select(rule => rule.Name))
            .Concat(FromElsewhere)
            .ToHashSet(StringComparer.Ordinal);

        var strangers = Monitoring.Panels().Select(panel => (Where: $"{panel.Dashboard}: {panel.Panel}", panel.Expression))
            .Concat(Monitoring.Rules(Monitoring.RecordingRules).Concat(Monitoring.Rules(Monitoring.AlertRules)).Select(rule => (Where: rule.Name, rule.Expression)))
            .SelectMany(query => PromQl.SeriesIn(query.Expression).Except(known).Select(name => $"{query.Where} names {name}"));

        Assert.Empty(strangers);
    }

    [Fact]
    public void Every_alert_has_its_runbook_and_every_panel_a_query()
    {
        var alerts = Monitoring.Rules(Monitoring.AlertRules);
        var pages = Checkout.PathOf("ops", "runbooks");

        Assert.NotEmpty(alerts);
        Assert.All(alerts, alert => Assert.Equal($"ops/runbooks/{alert.Name}.md", alert.Runbook));
        Assert.All(alerts, alert => Assert.True(File.Exists(Path.Combine(pages, alert.Name + ".md")), alert.Name));
        Assert.All(Monitoring.Panels(), panel => Assert.NotEmpty(PromQl.SeriesIn(panel.Expression)));
    }

    [Fact]
    public async Task Dashboards_are_written_from_their_source() =>
        Assert.Equal("", await Tool.ComplaintOfAsync("node", Checkout.PathOf("ops", "grafana", "dashboards.mjs"), "--check"));

    [Fact]
    public async Task Each_alert_fires_on_what_it_is_about_and_none_on_a_chain_that_is_well() =>
        Assert.Equal("", await Tool.ComplaintOfAsync("promtool", "test", "rules", Checkout.PathOf("ops", "prometheus", "tests", "alerts.yml")));

    [Fact]
    public async Task Prometheus_takes_the_configuration() =>
        Assert.Equal("", await Tool.ComplaintOfAsync("promtool", "check", "config", Checkout.PathOf("ops", "prometheus", "prometheus.yml")));

    [Theory]
    [InlineData("sum by (signer) (rate(a_total{turn=\"in\"}[5m])) / on(signer) b:c > bool 0.5", "a_total,b:c")]
    [InlineData("time() - max(a_seconds) > 3 * scalar(max(b_seconds)) and up == 0", "a_seconds,b_seconds,up")]
    [InlineData("histogram_quantile(0.99, sum by (le) (rate(x_bucket[$__rate_interval])))", "x_bucket")]
    public void Series_are_found_in_expressions(string expression, string expected) =>
        Assert.Equal(expected.Split(','), PromQl.SeriesIn(expression).Order(StringComparer.Ordinal));
}
