using System.Net;
using PoaSidechain.Network.Rlpx;

namespace PoaSidechain.Network.Peers;

/// <summary>A TCP connection on its way to becoming a session.</summary>
/// <param name="local">Our end.</param>
/// <param name="remote">Their end.</param>
/// <param name="isInbound">True when the other side dialled.</param>
internal sealed class Connection(IPEndPoint local, IPEndPoint remote, bool isInbound)
{
    private readonly Lock _abortLock = new();
    private SessionEnd? _abort;
    private Action? _cancel;

    /// <summary>Our end.</summary>
    public IPEndPoint Local { get; } = Plain(local);

    /// <summary>Their end.</summary>
    public IPEndPoint Remote { get; } = Plain(remote);

    /// <summary>True when the other side dialled.</summary>
    public bool IsInbound => isInbound;

    /// <summary>Why the connection was given up from outside, if it was.</summary>
    public SessionEnd? AbortReason => _abort;

    /// <summary>Says how to stop waiting, for <see cref="Abort"/>; at once if that came first.</summary>
    public void OnAbort(Action cancel)
    {
        lock (_abortLock)
        {
            _cancel = cancel;
            if (_abort is null)
            {
                return;
            }
        }

        cancel();
    }

    /// <summary>Gives the connection up: another one with the same node is kept instead.</summary>
    public void Abort(SessionEnd reason)
    {
        Action? cancel;
        lock (_abortLock)
        {
            _abort ??= reason;
            cancel = _cancel;
        }

        cancel?.Invoke();
    }

    /// <summary>A socket that speaks both IP versions shows IPv4 addresses in their IPv6 form.</summary>
    private static IPEndPoint Plain(IPEndPoint endpoint) =>
        new(AddressKinds.Plain(endpoint.Address), endpoint.Port);
}
