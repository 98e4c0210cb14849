using PoaSidechain.Clique;
using PoaSidechain.Clique.Signing;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;
using PoaSidechain.Storage;
using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Unit.Clique;

/// <summary>Seals over HTTP: Clef's external-signer protocol and Web3Signer's, against a server that speaks them.</summary>
public sealed class RemoteSealSignerTests : IAsyncLifetime
{
    private static readonly Block Unsealed = new(A.Header, BlockBody.Empty);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };
    private RemoteSignerServer _server = null!;
    private Web3SignerSealSigner? _web3Signer;

    public ValueTask InitializeAsync()
    {
        _server = new RemoteSignerServer();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _http.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_remote_seal_is_the_one_that_the_key_would_make_here(bool clef)
    {
        var local = await new LocalSealSigner(TestKeys.A).SignSealAsync(Unsealed, TestContext.Current.CancellationToken);

        var remote = await Guarded(clef).SignSealAsync(Unsealed, TestContext.Current.CancellationToken);

        Assert.Equal(local, remote);
        var (kind, data) = Assert.Single(_server.Requests);
        Assert.Equal(Hex.Encode(CliqueHeader.SealRlp(Unsealed.Header)), data);
        Assert.Equal(clef ? "application/x-clique-header" : $"/api/v1/eth1/sign/{Hex.Encode(TestKeys.A.PublicKey.Span)}", kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_journal_stands_in_front_a_second_block_on_the_parent_is_not_even_asked_for(bool clef)
    {
        var signer = Guarded(clef);
        await signer.SignSealAsync(Unsealed, TestContext.Current.CancellationToken);

        var second = await signer.SignSealAsync(
            Unsealed with { Header = Unsealed.Header with { Timestamp = 1 } }, TestContext.Current.CancellationToken);

        Assert.Equal(SealRefusal.ConflictingBlock, second.Refusal);
        Assert.Single(_server.Requests);
    }

    [Fact]
    public async Task A_signer_that_says_no_is_named_so()
    {
        _server.Error = "Request denied";

        var result = await Guarded(clef: true).SignSealAsync(Unsealed, TestContext.Current.CancellationToken);

        Assert.Equal(SealRefusal.Denied, result.Refusal);
        Assert.Contains("Request denied", result.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 500, SealRefusal.Unavailable)]
    [InlineData(false, 500, SealRefusal.Unavailable)]
    [InlineData(false, 404, SealRefusal.Denied)]
    public async Task Failures_on_the_way_are_told_apart_from_refusals(bool clef, int status, SealRefusal expected)
    {
        if (!clef)
        {
            // the key is looked up while all is well
            Assert.True((await Web3Signer().SignSealAsync(Unsealed, TestContext.Current.CancellationToken)).IsSealed);
        }

        _server.Status = status;
        var signer = clef ? new ClefSealSigner(_http, _server.Endpoint, TestKeys.A.Address) : (ISealSigner)_web3Signer!;

        Assert.Equal(expected, (await signer.SignSealAsync(Unsealed, TestContext.Current.CancellationToken)).Refusal);
    }

    [Fact]
    public async Task A_service_without_the_key_is_told()
    {
        var result = await new Web3SignerSealSigner(_http, _server.Endpoint, TestKeys.C.Address).SignSealAsync(Unsealed, TestContext.Current.CancellationToken);

        Assert.Equal(SealRefusal.Denied, result.Refusal);
    }

    [Fact]
    public async Task Nobody_at_the_address_is_a_signer_that_may_come_back()
    {
        var endpoint = _server.Endpoint;
        await _server.DisposeAsync();

        var result = await new ClefSealSigner(_http, endpoint, TestKeys.A.Address).SignSealAsync(Unsealed, TestContext.Current.CancellationToken);

        Assert.Equal(SealRefusal.Unavailable, result.Refusal);
    }

    private Web3SignerSealSigner Web3Signer() => _web3Signer ??= new Web3SignerSealSigner(_http, _server.Endpoint, TestKeys.A.Address);

    private GuardedSealSigner Guarded(bool clef) => new(
        clef ? new ClefSealSigner(_http, _server.Endpoint, TestKeys.A.Address) : Web3Signer(), new SealJournal(new MemoryStore()));
}
