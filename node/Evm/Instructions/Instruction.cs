namespace PoaSidechain.Evm.Instructions;

/// <summary>The facts of an instruction under the rules of one fork.</summary>
/// <param name="Name">The Yellow Paper's or EIP's name in capitals.</param>
/// <param name="Gas">The part of its price that is always the same.</param>
/// <param name="StackIn">Items it takes.</param>
/// <param name="StackOut">Items it leaves.</param>
public sealed record Instruction(string Name, uint Gas, int StackIn, int StackOut);
