namespace PoaSidechain.Devnet.Links;

/// <summary>One <see cref="LinkProxy"/> between any two validators, so that they can be kept apart.</summary>
internal sealed class Mesh : IAsyncDisposable
{
    private readonly Dictionary<(int Dialler, int Dialled), LinkProxy> _links = [];

    public Mesh(IReadOnlyCollection<Validator> validators)
    {
        foreach (var dialler in validators)
        {
            foreach (var dialled in validators.Where(other => other.Number > dialler.Number))
            {
                _links[(dialler.Number, dialled.Number)] = new LinkProxy(dialled.PeerPort);
            }
        }
    }

    /// <summary>The port at which one validator dials another; null when it is the other that dials.</summary>
    public int? PortFor(Validator dialler, Validator dialled) => _links.TryGetValue((dialler.Number, dialled.Number), out var link) ? link.Port : null;

    /// <summary>Sets what the links between a group and all others let through; links within either stay open.</summary>
    public void Between(IReadOnlySet<int> group, LinkState state)
    {
        foreach (var ((dialler, dialled), link) in _links)
        {
            if (group.Contains(dialler) != group.Contains(dialled))
            {
                link.State = state;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var link in _links.Values)
        {
            await link.DisposeAsync();
        }
    }
}
