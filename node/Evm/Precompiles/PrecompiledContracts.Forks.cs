using PoaSidechain.Evm.Precompiles.Bls;
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
            _contracts[0x0a] = WithBlst(new KzgPointEvaluation());
        }

        if (fork >= Fork.Prague)
        {
            _contracts[0x0b] = WithBlst(new BlsG1Add());
            _contracts[0x0c] = WithBlst(new BlsG1MultiExp());
            _contracts[0x0d] = WithBlst(new BlsG2Add());
            _contracts[0x0e] = WithBlst(new BlsG2MultiExp());
            _contracts[0x0f] = WithBlst(new BlsPairing());
            _contracts[0x10] = WithBlst(new BlsMapToG1());
            _contracts[0x11] = WithBlst(new BlsMapToG2());
        }

        if (fork >= Fork.Osaka)
        {
            _contracts[0x100] = new P256Verify();
        }
    }

    // A node refuses to start where the library is missing (PrecompileLibraries); this is for whoever runs code without asking.
    private static PrecompiledContract WithBlst(PrecompiledContract contract) =>
        NativeBlst.IsAvailable ? contract : new UnsupportedPrecompile(contract.GetType().Name);
}
