using Microsoft.AspNetCore.Components;
using PoaSidechain.Console.Bridge;
using PoaSidechain.Console.Chains;

namespace PoaSidechain.Console.Components;

/// <summary>A page that is drawn anew whenever one of the chains changed, and every second while it is open: ages grow.</summary>
public abstract class Live : ComponentBase, IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private ITimer? _clock;

    /// <summary>The sidechain.</summary>
    [Inject]
    private protected ChainFeed Chain { get; set; } = null!;

    [Inject]
    private IServiceProvider Services { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    /// <summary>The bridge; null where none is shown.</summary>
    private protected BridgeFeed? Bridge { get; private set; }

    private protected DateTimeOffset Now => Time.GetUtcNow();

    /// <inheritdoc/>
    public void Dispose()
    {
        _clock?.Dispose();
        Chain.Changed -= Redraw;
        if (Bridge is { } bridge)
        {
            bridge.Changed -= Redraw;
        }

        OnLeft();
        GC.SuppressFinalize(this);
    }

    /// <summary>Called when the page was left.</summary>
    protected virtual void OnLeft()
    {
    }

    /// <inheritdoc/>
    protected override void OnInitialized()
    {
        Bridge = Services.GetService<BridgeFeed>();
        Chain.Changed += Redraw;
        if (Bridge is { } bridge)
        {
            bridge.Changed += Redraw;
        }

        _clock = Time.CreateTimer(_ => Redraw(), null, Second, Second);
    }

    private void Redraw() => _ = InvokeAsync(StateHasChanged);
}
