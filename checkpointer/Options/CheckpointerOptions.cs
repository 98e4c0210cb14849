using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using PoaSidechain.Primitives.Bridge;

namespace PoaSidechain.Checkpointer.Options;

/// <summary>Everything an operator sets. What the bridge itself fixes stands in the <see cref="Deployment"/> file and cannot be set here.</summary>
public sealed class CheckpointerOptions
{
    /// <summary>Name of the section in the settings files.</summary>
    public const string Section = "Checkpointer";

    /// <summary>Prefix of environment variables: <c>POA_CHECKPOINTER_L1__Endpoints__0</c>.</summary>
    public const string EnvironmentPrefix = "POA_CHECKPOINTER_";

    /// <summary>Path of the deployment file that the deploy tool wrote.</summary>
    [Required]
    public string DeploymentFile { get; set; } = "";

    /// <summary>Directory of the journal: what was signed and what was sent. Losing it risks double signing; back it up with the key.</summary>
    [Required]
    public string DataDirectory { get; set; } = "";

    /// <summary>The node beside which this process runs.</summary>
    [Required]
    [ValidateObjectMembers]
    public NodeOptions Node { get; set; } = new();

    /// <summary>L1 endpoints.</summary>
    [Required]
    [ValidateObjectMembers]
    public L1Options L1 { get; set; } = new();

    /// <summary>The signer's key; without it this process observes, verifies and pins, but attests nothing.</summary>
    [ValidateObjectMembers]
    public KeyOptions? SignerKey { get; set; }

    /// <summary>The key that pays fees on both chains; without it this process sends no transaction.</summary>
    [ValidateObjectMembers]
    public KeyOptions? FeeKey { get; set; }

    /// <summary>When checkpoints are made and who makes them.</summary>
    [Required]
    [ValidateObjectMembers]
    public CheckpointOptions Checkpoints { get; set; } = new();

    /// <summary>How deposits are carried.</summary>
    [Required]
    [ValidateObjectMembers]
    public DepositOptions Deposits { get; set; } = new();

    /// <summary>Fees on L1.</summary>
    [Required]
    [ValidateObjectMembers]
    public FeeOptions L1Fees { get; set; } = new();

    /// <summary>Fees on the sidechain.</summary>
    [Required]
    [ValidateObjectMembers]
    public FeeOptions SidechainFees { get; set; } = new();

    /// <summary>What the watchtower does; no other role reads it.</summary>
    [Required]
    [ValidateObjectMembers]
    public WatchOptions Watch { get; set; } = new();

    /// <summary>Metrics and health.</summary>
    [Required]
    [ValidateObjectMembers]
    public TelemetryOptions Telemetry { get; set; } = new();
}
