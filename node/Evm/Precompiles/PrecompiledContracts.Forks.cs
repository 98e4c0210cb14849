using PoaSidechain.Primitives.Specs;

namespace PoaSidechain.Evm.Precompiles;

/// <content>The registry: a new contract is a class and a line here.</content>
internal sealed partial class PrecompiledContracts
{
    private PrecompiledContracts(Fork fork)
    {
        _contracts[0x01] = new EcRecover();
        _contracts[0x02] = new Sha256();
        _contracts[0x03] = new Ripemd160();
        _contracts[0x04] = new Identity();
        if (fork >= Fork.Byzantium)
        {
            var isIstanbul = fork >= Fork.Istanbul; // EIP-1108
            _contracts[0x05] = new ModExp(fork);
            _contracts[0x06] = new Bn254Add(isIstanbul ? 150 : 500);
            _contracts[0x07] = new Bn254Multiply(isIstanbul ? 6_000 : 40_000);
            _contracts[0x08] = isIstanbul ? new Bn254Pairing(45_000, 34_000) : new Bn254Pairing(100_000, 80_000);
        }

        if (fork >= Fork.Istanbul)
        {
            _contracts[0x09] = new Blake2F();
        }

        if (fork >= Fork.Cancun)
        {
            _contracts[0x0a] = new UnsupportedPrecompile("KZG point evaluation (EIP-4844)");
        }

        if (fork >= Fork.Prague)
        {
            for (var number = 0x0b; number <= 0x11; number++)
            {
                _contracts[number] = new UnsupportedPrecompile("BLS12-381 (EIP-2537)");
            }
        }

        if (fork >= Fork.Osaka)
        {
            _contracts[0x100] = new UnsupportedPrecompile("P256VERIFY (EIP-7951)");
        }
    }
}
