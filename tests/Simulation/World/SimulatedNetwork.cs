namespace PoaSidechain.Tests.Simulation.World;

/// <summary>Who can talk to whom, and how long it takes. A connection loses nothing (TCP), a cut loses what is under way.</summary>
internal sealed class SimulatedNetwork
{
    private readonly VirtualWorld _world;
    private readonly Random _random;
    private readonly int[] _group;     // nodes of one group can talk
    private readonly bool[] _isUp;
    private readonly TimeSpan _delay;
    private readonly double _slowShare;

    /// <summary>A network in which all can talk.</summary>
    /// <param name="world">The world.</param>
    /// <param name="size">Number of nodes.</param>
    /// <param name="delay">Usual delay of a message.</param>
    /// <param name="slowShare">Share of messages that take ten times as long.</param>
    /// <param name="random">Source of the delays.</param>
    public SimulatedNetwork(VirtualWorld world, int size, TimeSpan delay, double slowShare, Random random)
    {
        (_world, _delay, _slowShare, _random) = (world, delay, slowShare, random);
        _group = new int[size];
        _isUp = [.. Enumerable.Repeat(true, size)];
    }

    /// <summary>Two nodes can talk that could not before.</summary>
    public event Action<int, int>? Connected;

    /// <summary>True when a message from one reaches the other.</summary>
    public bool CanTalk(int from, int to) => _isUp[from] && _isUp[to] && _group[from] == _group[to];

    /// <summary>The nodes that are up, by group.</summary>
    public IEnumerable<int[]> Groups() => Enumerable.Range(0, _group.Length).Where(node => _isUp[node]).GroupBy(node => _group[node]).Select(group => group.ToArray());

    /// <summary>Sends: the action happens at the receiver, if the two can still talk then.</summary>
    public void Send(int from, int to, Action deliver)
    {
        var delay = _delay * (0.5 + _random.NextDouble()) * (_random.NextDouble() < _slowShare ? 10 : 1);
        _world.After(delay, () =>
        {
            if (CanTalk(from, to))
            {
                deliver();
            }
        });
    }

    /// <summary>Puts nodes into groups.</summary>
    public void Partition(int[] groups) => Change(() => groups.CopyTo(_group, 0));

    /// <summary>Takes a node down or brings it up.</summary>
    public void SetUp(int node, bool isUp) => Change(() => _isUp[node] = isUp);

    private void Change(Action change)
    {
        var size = _group.Length;
        var before = new bool[size, size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                before[i, j] = CanTalk(i, j);
            }
        }

        change();
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                if (i != j && CanTalk(i, j) && !before[i, j])
                {
                    Connected?.Invoke(i, j);
                }
            }
        }
    }
}
