using System.Globalization;
using PoaSidechain.Primitives;

namespace PoaSidechain.Tests.Benchmarks.Measuring;

/// <summary>A data folder with a signer's throwaway key.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Address">The signer.</param>
internal sealed record SignerFolder(string Path, Address Address)
{
    private const string Password = "throwaway";

    private string PasswordFile => System.IO.Path.Combine(Path, "password");

    /// <summary>Makes a folder and a key.</summary>
    public static async Task<SignerFolder> MakeAsync()
    {
        var signer = new SignerFolder(WorkFolder.Scratch(), default);
        await File.WriteAllTextAsync(signer.PasswordFile, Password);
        var created = await ProgramRun.PoaAsync("account", "new", "--datadir", signer.Path, "--password", signer.PasswordFile, "--lightkdf");
        return signer with { Address = Address.Parse(created.Output.Split('\n')[0].Split(' ')[^1].Trim()) };
    }

    /// <summary>Begins the chain of a genesis file.</summary>
    public async Task InitAsync(string genesis)
    {
        var file = System.IO.Path.Combine(Path, "genesis.json");
        await File.WriteAllTextAsync(file, genesis);
        await ProgramRun.PoaAsync("init", "--datadir", Path, file);
    }

    /// <summary>What <c>poa run</c> is told so that it seals.</summary>
    public IEnumerable<string> Mining(ulong gasLimit) =>
    [
        "--mine", "--miner.etherbase", Address.ToString(), "--password", PasswordFile, "--miner.gaslimit", gasLimit.ToString(CultureInfo.InvariantCulture),
    ];
}
