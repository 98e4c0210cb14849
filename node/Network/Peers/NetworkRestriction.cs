using System.Net;

namespace PoaSidechain.Network.Peers;

/// <summary>The networks that an operator lets this node talk to (<c>--netrestrict</c>); all of them when none is named.</summary>
/// <remarks>Thread: any; immutable.</remarks>
internal sealed class NetworkRestriction(IReadOnlyList<IPNetwork> networks)
{
    /// <summary>True when only some addresses may be talked to.</summary>
    public bool IsActive => networks.Count > 0;

    /// <summary>True when this address may be talked to.</summary>
    public bool Allows(IPAddress address)
    {
        if (!IsActive)
        {
            return true;
        }

        var plain = AddressKinds.Plain(address);
        foreach (var network in networks)
        {
            if (network.Contains(plain))
            {
                return true;
            }
        }

        return false;
    }
}
