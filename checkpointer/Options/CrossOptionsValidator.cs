using System.Net;
using Microsoft.Extensions.Options;

namespace PoaSidechain.Checkpointer.Options;

/// <summary>What annotations cannot say: relations between options, and places that must not be open to the world.</summary>
internal sealed class CrossOptionsValidator : IValidateOptions<CheckpointerOptions>
{
    public ValidateOptionsResult Validate(string? name, CheckpointerOptions options)
    {
        var failures = Check(options).ToList();
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static IEnumerable<string> Check(CheckpointerOptions options)
    {
        if (options.L1.Agreement > options.L1.Endpoints.Count)
        {
            yield return $"L1:RequiredAgreement is {options.L1.Agreement}, but only {options.L1.Endpoints.Count} endpoints are given.";
        }

        if (options.L1.Endpoints.Distinct(StringComparer.OrdinalIgnoreCase).Count() != options.L1.Endpoints.Count)
        {
            yield return "L1:Endpoints names one endpoint twice; it would agree with itself.";
        }

        foreach (var endpoint in options.L1.Endpoints.Where(e => !IsEndpoint(e)))
        {
            yield return $"L1:Endpoints: '{endpoint}' is neither an http(s) address nor the path of a socket.";
        }

        if (IsHttp(options.Node.Endpoint, out var node))
        {
            if (!IsLoopback(node))
            {
                yield return $"Node:Endpoint is {node.Host}: the node is trusted and must be on this machine.";
            }

            if (string.IsNullOrEmpty(options.Node.JwtSecretFile))
            {
                yield return "Node:JwtSecretFile is needed when the node is reached over HTTP.";
            }
        }

        if (options.Checkpoints.WithdrawalIntervalBlocks > options.Checkpoints.IntervalBlocks)
        {
            yield return "Checkpoints:WithdrawalIntervalBlocks must not be above Checkpoints:IntervalBlocks.";
        }

        if (options.Telemetry.OtlpEndpoint.Length > 0 && !IsHttp(options.Telemetry.OtlpEndpoint, out _))
        {
            yield return "Telemetry:OtlpEndpoint must be an http(s) address.";
        }

        if (options.Telemetry.Listen.Length > 0 && !(IsHttp(options.Telemetry.Listen, out var listen) && IsLoopback(listen)))
        {
            yield return "Telemetry:Listen must be an http address on loopback.";
        }
    }

    private static bool IsEndpoint(string text) => IsHttp(text, out _) || Path.IsPathRooted(text);

    private static bool IsHttp(string text, out Uri uri) =>
        Uri.TryCreate(text, UriKind.Absolute, out uri!) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    private static bool IsLoopback(Uri uri) =>
        uri.IsLoopback || (IPAddress.TryParse(uri.Host, out var address) && IPAddress.IsLoopback(address));
}
