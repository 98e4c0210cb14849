using PoaSidechain.Network.Rlpx;
using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Tests.TestKit.Fuzzing;

/// <summary>Gives mangled inputs to everything that reads from the network: nothing but a refusal may come of them, and little memory may go.</summary>
internal static class WireFuzz
{
    private const int MostFailures = 20;

    /// <summary>Runs the inputs of one target from a number on, on so many threads.</summary>
    public static WireTally Run(WireTarget target, int seed, long first, long inputs, int threads)
    {
        var tallies = new WireTally[threads];
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
            tallies[thread] = RunPart(target, seed, first + thread, first + inputs, threads));
        var sum = new WireTally();
        Array.ForEach(tallies, sum.Add);
        return sum;
    }

    private static WireTally RunPart(WireTarget target, int seed, long first, long end, int step)
    {
        var tally = new WireTally();
        var mutator = new Mutator(target.Seeds);
        var read = target.MakeReader();
        for (var number = first; number < end && tally.Failures.Count < MostFailures; number += step)
        {
            var input = mutator.Make((ulong)seed, number);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var isAccepted = false;
            string? failure = null;
            try
            {
                isAccepted = read(input);
            }
            catch (Exception e) when (e is RlpException or WireException)
            {
                // refused, as it should be
            }
            catch (Exception e)
            {
                failure = e.ToString();
                read = target.MakeReader(); // what it holds may be in disorder
            }

            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            tally.Add(isAccepted, allocated);
            failure ??= allocated > target.FixedBytes + (target.BytesPerByte * input.Length) ? $"{allocated} bytes allocated for {input.Length}" : null;
            if (failure is not null)
            {
                tally.Failures.Add((number, Convert.ToHexStringLower(input), failure));
            }
        }

        return tally;
    }
}
