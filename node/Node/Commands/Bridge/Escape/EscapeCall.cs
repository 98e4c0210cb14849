using System.Text.Json;
using PoaSidechain.Primitives;

namespace PoaSidechain.Node.Commands.Bridge.Escape;

/// <summary>A call on L1.</summary>
/// <param name="To">Anchor, Vault or NftVault.</param>
/// <param name="Data">Its data.</param>
/// <param name="TellAsync">What it did, in words, out of its receipt.</param>
internal sealed record EscapeCall(Address To, byte[] Data, Func<JsonElement, Task<string>> TellAsync)
{
    /// <summary>Sends it and says what it did.</summary>
    public async Task SendAsync(L1Session session, BridgeWallet wallet, TextWriter output, CancellationToken cancellationToken)
    {
        var receipt = await wallet.SendAsync(session.L1, To, Data, UInt256.Zero, cancellationToken);
        await output.WriteLineAsync($"{await TellAsync(receipt)} (transaction {receipt.GetProperty("transactionHash")}).");
    }

    /// <summary>As somebody else can send it.</summary>
    public override string ToString() => $"call {To.ToChecksumString()} with {Hex.Encode(Data)}";
}
