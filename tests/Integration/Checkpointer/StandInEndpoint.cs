using System.Net;
using System.Net.Sockets;
using PoaSidechain.Checkpointer.Chains;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>A stand-in's node at an http address on loopback, as users reach one.</summary>
internal sealed class StandInEndpoint : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly IRpcTransport _node;
    private readonly Task _serving;

    public StandInEndpoint(IRpcTransport node)
    {
        _node = node;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}/");
        }

        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                var answer = await _node.ExchangeAsync(body.ToArray(), CancellationToken.None);
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(answer);
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // stopped
        }
    }
}
