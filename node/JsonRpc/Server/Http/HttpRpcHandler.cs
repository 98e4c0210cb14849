using System.IO.Compression;
using Microsoft.AspNetCore.Http;

namespace PoaSidechain.JsonRpc.Server.Http;

/// <summary>JSON-RPC over HTTP POST: checks who asks and how, reads the body within its limit, writes the answer.</summary>
internal sealed class HttpRpcHandler(RpcDispatcher dispatcher, RpcConnection connection, HttpAccess access, RpcLimits limits)
{
    private const int CompressFromBytes = 8 * 1024;

    private static readonly string[] ContentTypes = ["application/json", "application/json-rpc", "application/jsonrequest"];

    /// <summary>Answers a request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var request = context.Request;
        if (access.Jwt?.Check(request.Headers.Authorization) is { } fault)
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, fault);
        }
        else if (!access.VirtualHosts.Allows(request.Host.Value))
        {
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "invalid host specified");
        }
        else if (!access.Cors.Apply(context))
        {
            await HandleAllowedAsync(context);
        }
    }

    private async Task HandleAllowedAsync(HttpContext context)
    {
        var request = context.Request;
        if (HttpMethods.IsOptions(request.Method) || (HttpMethods.IsGet(request.Method) && request.ContentLength is null or 0 && !request.QueryString.HasValue))
        {
            return; // 200 without a body: what load balancers ask to see whether anybody is here
        }

        if (!HttpMethods.IsPost(request.Method) && !HttpMethods.IsGet(request.Method))
        {
            await RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, "method not allowed");
        }
        else if (request.ContentLength > limits.MaxRequestBytes)
        {
            await RefuseAsync(
                context, StatusCodes.Status413PayloadTooLarge, $"content length too large ({request.ContentLength}>{limits.MaxRequestBytes})");
        }
        else if (!IsJson(request.ContentType))
        {
            await RefuseAsync(context, StatusCodes.Status415UnsupportedMediaType, "invalid content type, only application/json is supported");
        }
        else
        {
            await AnswerAsync(context);
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var body = await ReadBodyAsync(context);
        if (body is null)
        {
            await RefuseAsync(context, StatusCodes.Status413PayloadTooLarge, $"content too large (>{limits.MaxRequestBytes})");
            return;
        }

        using var answer = new RpcAnswer();
        if (body.Written.Span.ContainsAnyExcept(" \t\r\n"u8))
        {
            await dispatcher.AnswerAsync(body.Written, connection, answer, context.RequestAborted);
        }

        await WriteAsync(context, answer.Json);
    }

    private async Task<PooledBuffer?> ReadBodyAsync(HttpContext context)
    {
        var body = new PooledBuffer(sizeHint: (int)(context.Request.ContentLength ?? 1024) + 1);
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(context.RequestAborted);
            foreach (var segment in read.Buffer)
            {
                body.Write(segment.Span);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (body.Length > limits.MaxRequestBytes)
            {
                body.Dispose();
                return null;
            }

            if (read.IsCompleted)
            {
                return body;
            }
        }
    }

    private static async Task WriteAsync(HttpContext context, PooledBuffer answer)
    {
        var response = context.Response;
        response.ContentType = "application/json";
        if (answer.Length < CompressFromBytes || !context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase))
        {
            response.ContentLength = answer.Length;
            // Not Write and FlushAsync: before the response has begun Kestrel may lend an empty span, which Write refuses.
            await response.BodyWriter.WriteAsync(answer.Written, context.RequestAborted);
            return;
        }

        response.Headers.ContentEncoding = "gzip";
        await using var gzip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await gzip.WriteAsync(answer.Written, context.RequestAborted);
    }

    private static bool IsJson(string? contentType)
    {
        var type = contentType.AsSpan();
        var end = type.IndexOf(';');
        type = (end < 0 ? type : type[..end]).Trim();
        foreach (var accepted in ContentTypes)
        {
            if (type.Equals(accepted, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static Task RefuseAsync(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(text + "\n", context.RequestAborted);
    }
}
