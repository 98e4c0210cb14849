using System.Collections.Concurrent;
using PoaSidechain.Tests.TestKit;

namespace PoaSidechain.Tests.Conformance.Framework;

/// <summary>Runs the cases of a suite: files in parallel, the cases of a file one after another.</summary>
public static class SuiteRunner
{
    /// <summary>Runs a suite on files.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="files">Its files; read as they are needed, so that no more than one a job is in memory.</param>
    /// <param name="options">Which cases, and how many jobs.</param>
    /// <param name="onFailure">Told of each failure as it happens, one at a time.</param>
    public static RunReport Run(ISuite suite, IEnumerable<VectorFile> files, RunOptions options, Action<CaseResult>? onFailure = null)
    {
        var started = TimeProvider.System.GetTimestamp();
        var results = new ConcurrentBag<CaseResult>();
        var reporting = new Lock();
        void Add(CaseResult result)
        {
            results.Add(result);
            if (result.Outcome == Outcome.Failed && onFailure is not null)
            {
                lock (reporting)
                {
                    onFailure(result);
                }
            }
        }

        Parallel.ForEach(
            Partitioner.Create(Readable(suite, files, Add), EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = options.Jobs },
            file =>
            {
                foreach (var result in RunFile(suite, file, options))
                {
                    Add(result);
                }
            });
        return new RunReport([.. results.OrderBy(result => result.Id, StringComparer.Ordinal)])
        {
            Times = new Dictionary<string, TimeSpan> { [suite.Name] = TimeProvider.System.GetElapsedTime(started) },
        };
    }

    /// <summary>The files, until one cannot be read, such as the rest of a damaged archive: that is a failure of its own.</summary>
    private static IEnumerable<VectorFile> Readable(ISuite suite, IEnumerable<VectorFile> files, Action<CaseResult> onFailure)
    {
        using var all = files.GetEnumerator();
        var last = "(the first file)";
        while (true)
        {
            try
            {
                if (!all.MoveNext())
                {
                    yield break;
                }
            }
            catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
            {
                onFailure(new CaseResult(suite.Name, last, "(reading what comes after it)", null, Outcome.Failed, Describe(e)));
                yield break;
            }

            last = all.Current.Path;
            yield return all.Current;
        }
    }

    /// <summary>The suite on its own files.</summary>
    public static RunReport Run(ISuite suite) => Run(suite, Fixtures.Of(suite, null), new RunOptions());

    private static IEnumerable<CaseResult> RunFile(ISuite suite, VectorFile file, RunOptions options)
    {
        using var cases = Cases(suite, file).GetEnumerator();
        while (true)
        {
            CaseResult? unreadable = null;
            try
            {
                if (!cases.MoveNext())
                {
                    yield break;
                }
            }
            catch (Exception e)
            {
                unreadable = new CaseResult(suite.Name, file.Path, "(reading the file)", null, Outcome.Failed, Describe(e));
            }

            if (unreadable is not null)
            {
                yield return unreadable;
                yield break;
            }

            var id = CaseResult.IdOf(file.Path, cases.Current.Name, cases.Current.Fork);
            if (options.Selects(id, cases.Current.Fork))
            {
                yield return RunCase(suite, file, cases.Current, options.Skips.ReasonFor(id) ?? cases.Current.Skip);
            }
        }
    }

    /// <summary>The cases, with nothing read before the first is asked for: a suite may throw at once.</summary>
    private static IEnumerable<Case> Cases(ISuite suite, VectorFile file)
    {
        foreach (var one in suite.Read(file))
        {
            yield return one;
        }
    }

    private static CaseResult RunCase(ISuite suite, VectorFile file, Case one, string? skipped)
    {
        if (skipped is not null)
        {
            return new CaseResult(suite.Name, file.Path, one.Name, one.Fork, Outcome.Skipped, skipped);
        }

        string? problem;
        try
        {
            problem = one.Run();
        }
        catch (Exception e)
        {
            problem = Describe(e);
        }

        return new CaseResult(suite.Name, file.Path, one.Name, one.Fork, problem is null ? Outcome.Passed : Outcome.Failed, problem);
    }

    private static string Describe(Exception e) => $"{e.GetType().Name}: {e.Message}{Environment.NewLine}{e.StackTrace}";
}
