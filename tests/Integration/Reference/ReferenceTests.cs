using PoaSidechain.Tests.TestKit;
using Xunit;

namespace PoaSidechain.Tests.Integration.Reference;

/// <summary>The pages of ops/guides/reference say what the code says. <c>POA_WRITE_REFERENCE=1</c> writes them anew.</summary>
public sealed class ReferenceTests
{
    [Fact]
    public async Task Commands_are_described_as_they_are() => await CheckAsync("commands.md", CommandPage.Write());

    [Fact]
    public async Task Errors_are_described_as_they_are() => await CheckAsync("errors.md", ErrorPage.Write());

    [Fact]
    public async Task Contracts_are_described_as_they_are() => await CheckAsync("contracts.md", ContractPage.Write());

    [Fact]
    public async Task Methods_are_described_as_they_are_and_every_one_has_a_meaning()
    {
        var (text, methods) = await RpcPage.WriteAsync();

        Assert.Empty(methods.Except(RpcSummaries.All, StringComparer.Ordinal));
        Assert.Empty(RpcSummaries.All.Except(methods, StringComparer.Ordinal));
        await CheckAsync("rpc.md", text);
    }

    private static async Task CheckAsync(string name, string expected)
    {
        var file = Checkout.PathOf("ops", "guides", "reference", name);
        if (Environment.GetEnvironmentVariable("POA_WRITE_REFERENCE") == "1")
        {
            await File.WriteAllTextAsync(file, expected, TestContext.Current.CancellationToken);
        }

        Assert.Equal(expected, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }
}
