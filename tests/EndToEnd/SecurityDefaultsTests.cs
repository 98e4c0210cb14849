using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using PoaSidechain.Tests.EndToEnd.Nodes;
using Xunit;

namespace PoaSidechain.Tests.EndToEnd;

/// <summary>What a node opens when nobody has said anything about it: nothing beyond this machine, and no power to whoever asks over HTTP.</summary>
[SupportedOSPlatform("linux")]
public sealed class SecurityDefaultsTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string ChainId = """{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}""";

    private static readonly HttpClient Http = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sockets_are_on_loopback_and_files_are_the_owners_alone()
    {
        await using var one = await StartAsync();

        IPAddress[] sockets = [];
        await Poll.UntilAsync(
            () => Task.FromResult((sockets = [.. Sockets(one.Node.ProcessId)]).Length >= 6),
            TimeSpan.FromSeconds(20),
            () => $"peers, discovery, HTTP, WebSocket, authenticated RPC and metrics are served, seen {sockets.Length}. {one.Node.LogTail}");
        Assert.All(sockets, socket => Assert.True(IPAddress.IsLoopback(socket), socket.ToString()));

        string[] secrets =
        [
            one.Node.Ipc, Path.Combine(one.Node.Folder, "poa", "jwtsecret"),
            .. Directory.GetFiles(Path.Combine(one.Node.Folder, "keystore")),
        ];
        Assert.All(secrets, file => Assert.Equal(OwnerOnly, File.GetUnixFileMode(file)));
    }

    [Theory]
    [InlineData("eth_sendTransaction", "[{}]")]
    [InlineData("personal_unlockAccount", """["0x0000000000000000000000000000000000000001","x",0]""")]
    [InlineData("personal_listAccounts", "[]")]
    [InlineData("eth_sign", """["0x0000000000000000000000000000000000000001","0x00"]""")]
    [InlineData("debug_setHead", """["0x0"]""")]
    [InlineData("admin_backup", """["/nowhere"]""")]
    [InlineData("checkpoint_setFinal", """["0x1","0x1","0x0000000000000000000000000000000000000000000000000000000000000001"]""")]
    public async Task No_keys_and_no_powers_over_HTTP_even_where_all_namespaces_are_named(string method, string parameters)
    {
        await using var one = await OneNode.StartAsync();

        var answer = await PostAsync(one.Node.Http, $$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""");

        Assert.Contains("-32601", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal("[]", (await one.Node.Rpc.AskAsync("eth_accounts")).GetRawText());
    }

    [Fact]
    public async Task Powers_need_a_token_that_the_secret_signed()
    {
        var port = NodeProcess.FreePorts(1)[0];
        await using var one = await OneNode.StartAsync("--authrpc", "--authrpc.port", Text(port));
        var address = new Uri($"http://127.0.0.1:{port}");
        var secret = (await File.ReadAllTextAsync(Path.Combine(one.Node.Folder, "poa", "jwtsecret"), Cancellation)).Trim();
        var token = Token(Convert.FromHexString(secret.StartsWith("0x", StringComparison.Ordinal) ? secret[2..] : secret));
        var forged = Token(new byte[32]);
        const string status = """{"jsonrpc":"2.0","id":1,"method":"checkpoint_status","params":[]}""";

        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(address, status)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(address, status, forged)).StatusCode);
        var served = await PostAsync(address, status, token);
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        Assert.Contains("\"result\"", await served.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Foreign_pages_and_foreign_host_names_get_nothing()
    {
        await using var one = await OneNode.StartAsync();

        using var fromPage = new HttpRequestMessage(HttpMethod.Post, one.Node.Http) { Content = Json(ChainId) };
        fromPage.Headers.Add("Origin", "https://evil.example");
        using var page = await Http.SendAsync(fromPage, Cancellation);
        Assert.False(page.Headers.Contains("Access-Control-Allow-Origin"));

        using var rebound = new HttpRequestMessage(HttpMethod.Post, one.Node.Http) { Content = Json(ChainId) };
        rebound.Headers.Host = "evil.example"; // DNS rebinding
        using var refused = await Http.SendAsync(rebound, Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", "https://evil.example");
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(one.Node.WebSocket, Cancellation));
    }

    [Fact]
    public async Task One_message_may_not_ask_for_everything()
    {
        await using var one = await OneNode.StartAsync();

        var batch = await PostAsync(one.Node.Http, $"[{string.Join(',', Enumerable.Repeat(ChainId, 1001))}]");
        Assert.Contains("batch too large", await batch.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        var body = await PostAsync(one.Node.Http, new string(' ', 6 * 1024 * 1024) + ChainId);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, body.StatusCode);
    }

    private static Task<OneNode> StartAsync()
    {
        var ports = NodeProcess.FreePorts(3);
        return OneNode.StartWithDiscoveryAsync(
            "--authrpc", "--authrpc.port", Text(ports[0]), "--metrics", "--metrics.port", Text(ports[1]), "--discovery.port", Text(ports[2]));
    }

    /// <summary>Local addresses of a process' listening TCP sockets and of its UDP sockets, as Linux tells them.</summary>
    private static IEnumerable<IPAddress> Sockets(int process)
    {
        var own = Directory.GetFiles($"/proc/{process}/fd")
            .Select(file => new FileInfo(file).LinkTarget ?? "")
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(target => target[8..^1])
            .ToHashSet(StringComparer.Ordinal);
        const string listening = "0A";
        foreach (var table in new[] { "tcp", "tcp6", "udp", "udp6" })
        {
            foreach (var line in File.ReadLines($"/proc/{process}/net/{table}").Skip(1))
            {
                var columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                if (own.Contains(columns[9]) && (table.StartsWith("udp", StringComparison.Ordinal) || columns[3] == listening))
                {
                    yield return AddressOf(columns[1].Split(':')[0]);
                }
            }
        }
    }

    /// <summary>Linux writes addresses as 32-bit words in the machine's byte order.</summary>
    private static IPAddress AddressOf(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        for (var word = 0; word < bytes.Length; word += 4)
        {
            Array.Reverse(bytes, word, 4);
        }

        return new IPAddress(bytes);
    }

    private static async Task<HttpResponseMessage> PostAsync(Uri address, string body, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = Json(body) };
        request.Headers.ExpectContinue = true; // a body that is too large is refused before it is sent
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return await Http.SendAsync(request, Cancellation);
    }

    /// <summary>A JWT as the engine API has it: HS256, issued now.</summary>
    private static string Token(byte[] secret)
    {
        var signed = Base64Url("""{"alg":"HS256","typ":"JWT"}"""u8) + "." + Base64Url(Encoding.ASCII.GetBytes($$"""{"iat":{{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}}}"""));
        return signed + "." + Base64Url(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)));
    }

    private static string Base64Url(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
