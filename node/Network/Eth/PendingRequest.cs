using PoaSidechain.Primitives.Rlp;

namespace PoaSidechain.Network.Eth;

/// <summary>A request that waits for its answer.</summary>
/// <param name="responseCode">The message that answers it.</param>
internal abstract class PendingRequest(int responseCode)
{
    /// <summary>The message that answers it.</summary>
    public int ResponseCode => responseCode;

    /// <summary>Decodes the answer's content; throws what decoding throws, and then the session ends.</summary>
    public abstract void Answer(ref RlpReader content);

    /// <summary>There will be no answer.</summary>
    public abstract void Abandon();
}

/// <summary>A request that waits for an answer of a certain type.</summary>
internal sealed class PendingRequest<T>(int responseCode, PendingRequest<T>.Decoder decode) : PendingRequest(responseCode)
    where T : class
{
    private readonly TaskCompletionSource<T?> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Reads the content of an answer.</summary>
    internal delegate T Decoder(ref RlpReader content);

    /// <summary>The answer, or null when the session ended without one. Throws TimeoutException.</summary>
    public async Task<T?> WaitAsync(TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        try
        {
            return await _answer.Task.WaitAsync(timeout, time, cancellation);
        }
        catch (TimeoutException) when (_answer.Task.IsCompletedSuccessfully)
        {
            // The answer came in time and this wait was only about to be told of it, as happens when the machine is busy: the peer is not to blame.
            return await _answer.Task;
        }
    }

    public override void Answer(ref RlpReader content) => _answer.TrySetResult(decode(ref content));

    public override void Abandon() => _answer.TrySetResult(null);
}
