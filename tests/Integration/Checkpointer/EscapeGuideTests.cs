using System.IO.Compression;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Bridge;
using PoaSidechain.Primitives.Crypto;
using PoaSidechain.Tests.TestKit;
using PoaSidechain.Tests.TestKit.Nodes;
using Xunit;

namespace PoaSidechain.Tests.Integration.Checkpointer;

/// <summary>What guide and runbook tell people to type when all signers are gone, by the real program against a real L1 on which the bridge is thirty days silent.</summary>
public sealed class EscapeGuideTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("poa-escape-guide-").FullName;
    private readonly PrivateKey _user = TestKeys.Named("who reads the guide");
    private EscapeRig _rig = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists(Repository.Poa), "No poa of this configuration: build node/Node.");
        _rig = await EscapeRig.StartAsync();
        await _rig.DepositEthAsync(_user.Address, EscapeRig.Ether(10_000));
        await _rig.CreditAsync();
        await _rig.SendAsync(_user, Predeploys.NativeVault, EscapeRig.Function("NativeVault", "withdraw").EncodeCall(_user.Address, UInt256.Zero), EscapeRig.Ether(1_000));
        await _rig.CheckpointAsync();
        await _rig.L1.FundAsync(_user.Address, 1);
        await _rig.SleepAsync();
        await _rig.L1.AskAsync("evm_setAutomine", true);
        await File.WriteAllTextAsync(Path.Combine(_folder, "key"), Keystore.Encrypt(_user, "a password", KeystoreStrength.Light), Cancellation);
        await File.WriteAllTextAsync(Path.Combine(_folder, "password"), "a password\n", Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        if (_rig is not null)
        {
            await _rig.DisposeAsync();
        }

        _user.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_guide_for_users_of_a_dead_bridge()
    {
        var archive = Path.Combine(_folder, "chain.rlp.gz");
        await using (var packed = new GZipStream(File.Create(archive), CompressionLevel.Fastest))
        {
            await packed.WriteAsync(await File.ReadAllBytesAsync(await _rig.ExportAsync("chain.rlp"), Cancellation), Cancellation);
        }

        using var guide = new Guide("bridge-users.md", Variables());
        guide.Add("genesis.json", _rig.GenesisFile);
        guide.Add("chain.rlp.gz", archive);
        Assert.Equal(1, await guide.RunAsync("dead"));
        await HasLeftAsync();
    }

    [Fact]
    public async Task The_runbook_with_the_data_folder_of_a_node_that_was_stopped()
    {
        var data = Path.Combine(_folder, "data");
        await Programs.PoaAsync("init", _rig.GenesisFile, "--datadir", data);
        await Programs.PoaAsync("import", await _rig.ExportAsync("chain.rlp"), "--datadir", data);
        using var runbook = new Guide("../runbooks/dead-bridge.md", Variables(("DATADIR", data)));
        runbook.Add("genesis.json", _rig.GenesisFile);
        Assert.Equal(1, await runbook.RunAsync("dead"));
        await HasLeftAsync();
    }

    private Dictionary<string, string> Variables(params (string Name, string Value)[] more) => new(more.Select(v => KeyValuePair.Create(v.Name, v.Value)))
    {
        ["L1"] = _rig.L1.Address.ToString(),
        ["VAULT"] = _rig.Identity.Vault.ToString(),
        ["ACCOUNT"] = _user.Address.ToString(),
        ["KEY_FILE"] = Path.Combine(_folder, "key"),
        ["PASSWORD_FILE"] = Path.Combine(_folder, "password"),
    };

    /// <summary>The bridge is dead, and the user has on L1 what there was on the sidechain, less L1's fees.</summary>
    private async Task HasLeftAsync()
    {
        Assert.True((await _rig.L1ViewAsync(_rig.Identity.Anchor, EscapeRig.Function("Anchor", "exitState"))).Get<bool>("dead"));
        var (had, has) = (_rig.Balance(_user.Address) + EscapeRig.Ether(2_000), await _rig.L1BalanceAsync(_user.Address));
        Assert.True(has <= had && has >= had - EscapeRig.Ether(50), $"{has} of {had}");
    }
}
