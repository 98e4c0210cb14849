using System.Security.Cryptography;
using PoaSidechain.Chain.Rules;
using PoaSidechain.Evm;
using PoaSidechain.Primitives;
using PoaSidechain.Primitives.Blocks;

namespace PoaSidechain.Tests.Conformance.Blocks;

/// <summary>What a block asks of the beacon chain (EIP-7685): deposits (EIP-6110), withdrawals (EIP-7002), consolidations (EIP-7251).</summary>
internal static class Requests
{
    private static readonly Address DepositContract = Address.Parse("0x00000000219ab540356cbb839cbe05303d7705fa");
    private static readonly Hash256 DepositEvent = Hash256.Parse("0x649bbc62d0e31342afea4e5cd82d4049e7e1ee912fc0889aa790803be39038c5");
    private static readonly Address Withdrawals = Address.Parse("0x00000961ef480eb55e80d19ad83579a64c007002");
    private static readonly Address Consolidations = Address.Parse("0x0000bbddc7ce488642fb579f8b00f3a590007251");

    // Lengths of public key, withdrawal credentials, amount, signature, index; each is a dynamic value of the event's data.
    private static readonly int[] DepositFields = [48, 32, 8, 96, 8];

    /// <summary>The hash where there are none.</summary>
    public static Hash256 HashOfNone { get; } = HashOf();

    /// <summary>Collects the requests and compares their hash with the header's.</summary>
    public static BlockVerdict Check(TransactionExecutor executor, in Hash256 expected, IReadOnlyList<Receipt> receipts)
    {
        if (!TryCollectDeposits(receipts, out var deposits))
        {
            return BlockVerdict.Invalid(BlockError.RequestsHashMismatch, "a deposit event of another form");
        }

        if (!TryCall(executor, Withdrawals, out var withdrawals) || !TryCall(executor, Consolidations, out var consolidations))
        {
            return BlockVerdict.Invalid(BlockError.RequestsHashMismatch, "a system contract is missing or failed");
        }

        var hash = HashOf(deposits, withdrawals, consolidations);
        return hash == expected ? BlockVerdict.Valid : BlockVerdict.Invalid(BlockError.RequestsHashMismatch, $"{expected}, expected {hash}");
    }

    private static Hash256 HashOf(params byte[][] requestsByType)
    {
        using var all = new MemoryStream();
        for (byte type = 0; type < requestsByType.Length; type++)
        {
            if (requestsByType[type].Length > 0)
            {
                all.Write(SHA256.HashData([type, .. requestsByType[type]]));
            }
        }

        return new Hash256(SHA256.HashData(all.ToArray()));
    }

    private static bool TryCall(TransactionExecutor executor, in Address contract, out byte[] output)
    {
        var error = executor.SystemCall(contract, default, out var bytes);
        output = bytes.ToArray();
        return error == EvmError.None && executor.HasCode(contract);
    }

    private static bool TryCollectDeposits(IReadOnlyList<Receipt> receipts, out byte[] deposits)
    {
        using var all = new MemoryStream();
        deposits = [];
        foreach (var log in receipts.SelectMany(receipt => receipt.Logs))
        {
            if (log.Address != DepositContract || log.Topics.Length == 0 || log.Topics.Span[0] != DepositEvent)
            {
                continue;
            }

            if (!TryReadDeposit(log.Data.Span, all))
            {
                return false;
            }
        }

        deposits = all.ToArray();
        return true;
    }

    /// <summary>The layout is fixed: five offsets, then each field's length and content, padded to words.</summary>
    private static bool TryReadDeposit(ReadOnlySpan<byte> data, MemoryStream request)
    {
        var at = DepositFields.Length * 32;
        if (data.Length != at + DepositFields.Sum(length => 32 + Padded(length)))
        {
            return false;
        }

        for (var i = 0; i < DepositFields.Length; i++)
        {
            var length = DepositFields[i];
            if (UInt256.FromBigEndian(data.Slice(32 * i, 32)) != (ulong)at || UInt256.FromBigEndian(data.Slice(at, 32)) != (ulong)length)
            {
                return false;
            }

            request.Write(data.Slice(at + 32, length));
            at += 32 + Padded(length);
        }

        return true;
    }

    private static int Padded(int length) => (length + 31) / 32 * 32;
}
