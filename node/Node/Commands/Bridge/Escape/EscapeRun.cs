using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Abi;

namespace PoaSidechain.Node.Commands.Bridge.Escape;

/// <summary>Takes what can be taken, each thing once, and says what is left and why.</summary>
/// <remarks>Whatever was taken before is known from L1, so a run that was broken off is simply run again.</remarks>
internal sealed class EscapeRun(DeadBridge bridge, BridgeWallet wallet, TextWriter output)
{
    private bool? _isNativeOpen;

    /// <summary>Things that could have been taken and were not.</summary>
    public int Failures { get; private set; }

    /// <summary>Things that were taken.</summary>
    public int Taken { get; private set; }

    public async Task TakeAllAsync(Address account, IEnumerable<EscapeItem> items, CancellationToken cancellationToken)
    {
        foreach (var item in items)
        {
            if (item.State == EscapeState.Ready)
            {
                await TakeAsync(account, item, cancellationToken);
            }
            else if (item.State != EscapeState.Taken)
            {
                await output.WriteLineAsync($"Left: {item.What} of {account.ToChecksumString()}: {item.Detail}.");
            }
        }
    }

    private async Task TakeAsync(Address account, EscapeItem item, CancellationToken cancellationToken)
    {
        if (item.OnlyBy is { } holder && holder != wallet.Address)
        {
            await output.WriteLineAsync($"Left: {item.What} of {account.ToChecksumString()}: only its own transaction can take it (--key of {holder.ToChecksumString()}).");
            return;
        }

        if (item.NeedsDeath && !bridge.Point.IsDead)
        {
            await output.WriteLineAsync($"Left: {item.What} of {account.ToChecksumString()}: the bridge is not declared dead.");
            return;
        }

        try
        {
            if (item.NeedsNativeEscape)
            {
                await OpenNativeAsync(cancellationToken);
            }

            await item.Call!.SendAsync(bridge.Session, wallet, output, cancellationToken);
            Taken++;
        }
        catch (Exception e) when (e is BridgeException or AbiException)
        {
            Failures++;
            await output.WriteLineAsync($"Not taken: {item.What} of {account.ToChecksumString()}: {e.Message}");
        }
    }

    private async Task OpenNativeAsync(CancellationToken cancellationToken)
    {
        _isNativeOpen ??= (await NativeItems.BudgetAsync(bridge, cancellationToken)).IsOpen;
        if (_isNativeOpen is false)
        {
            await NativeItems.Open(bridge, cancellationToken).SendAsync(bridge.Session, wallet, output, cancellationToken);
            _isNativeOpen = true;
        }
    }
}
