namespace PoaSidechain.JsonRpc.Server.Http;

/// <summary>Who may call over HTTP.</summary>
/// <param name="VirtualHosts">By Host header.</param>
/// <param name="Cors">By Origin header: which pages may read answers.</param>
/// <param name="Jwt">By token; null where everybody may.</param>
internal sealed record HttpAccess(VirtualHosts VirtualHosts, CorsRules Cors, JwtVerifier? Jwt);
