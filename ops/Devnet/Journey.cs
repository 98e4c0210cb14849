using PoaSidechain.Checkpointer.Chains;
using PoaSidechain.Devnet.Display;
using PoaSidechain.Primitives.Abi;

namespace PoaSidechain.Devnet;

/// <summary>The steps taken so far: each with its time, its gas and whether it held.</summary>
internal sealed class Journey(IDisplay display)
{
    private readonly List<(string Step, TimeSpan Time, ulong Gas)> _steps = [];
    private readonly long _start = TimeProvider.System.GetTimestamp();

    public IReadOnlyList<(string Step, TimeSpan Time, ulong Gas)> Steps => _steps;

    public TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_start);

    /// <summary>Takes a step; the work says what came of it and which gas it used. One that fails ends the journey.</summary>
    public async Task StepAsync(string step, Func<Action<string>, Task<(string Detail, ulong Gas)>> work)
    {
        var start = TimeProvider.System.GetTimestamp();
        var (detail, gas) = ("", 0UL);
        try
        {
            await display.DuringAsync(step, async progress => (detail, gas) = await work(progress));
        }
        catch (Exception e) when (e is DevnetException or RpcException or RpcUnavailableException or AbiException)
        {
            display.Failed(step, e.Message);
            throw new StepFailedException(step, e);
        }

        var time = TimeProvider.System.GetElapsedTime(start);
        _steps.Add((step, time, gas));
        display.Done(step, time, gas > 0 ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{detail} ({gas:n0} gas)") : detail);
    }
}
