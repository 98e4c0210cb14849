using System.Text;

namespace PoaSidechain.Primitives.Abi;

/// <summary>Reads values in the contract ABI, strictly: nothing outside the data, no dirty padding in words, no length without its bytes.</summary>
/// <remarks>
/// Bytes behind the last value are not looked at, and offsets may point anywhere inside the data, as the specification allows. What a
/// sender can make us build from one piece of data is bounded by its length. Thread: any.
/// </remarks>
public static class AbiDecoder
{
    /// <summary>Reads the arguments of a call, a result or an event's data.</summary>
    /// <exception cref="AbiException">The data is no encoding of these types.</exception>
    public static AbiTuple Decode(IReadOnlyList<AbiParameter> parameters, ReadOnlySpan<byte> data)
    {
        var budget = new Budget(data.Length);
        return ReadTuple(parameters, data, ref budget);
    }

    /// <summary>Reads values of types written as text.</summary>
    public static AbiTuple Decode(string types, ReadOnlySpan<byte> data) => Decode(AbiTypeParser.ParseParameters(types), data);

    /// <summary>Reads what somebody else sent; false with the reason when it is no encoding of these types.</summary>
    public static bool TryDecode(IReadOnlyList<AbiParameter> parameters, ReadOnlySpan<byte> data, out AbiTuple values, out string problem)
    {
        try
        {
            values = Decode(parameters, data);
            problem = "";
            return true;
        }
        catch (AbiException e)
        {
            values = new AbiTuple([]);
            problem = e.Message;
            return false;
        }
    }

    private static AbiTuple ReadTuple(IReadOnlyList<AbiParameter> parameters, ReadOnlySpan<byte> frame, ref Budget budget)
    {
        var values = new object[parameters.Count];
        var at = 0;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ReadAt(parameters[i].Type, frame, at, ref budget);
            at += parameters[i].Type.HeadLength;
        }

        return new AbiTuple(parameters, values);
    }

    /// <summary>Reads the value whose head is at a place of a frame; offsets count from the frame's start.</summary>
    private static object ReadAt(AbiType type, ReadOnlySpan<byte> frame, int at, ref Budget budget)
    {
        if (!type.IsDynamic)
        {
            return ReadStatic(type, frame, at, ref budget);
        }

        var tail = frame[ReadLength(frame, at, frame.Length)..];
        switch (type.Kind)
        {
            case AbiKind.Bytes:
                return new ReadOnlyMemory<byte>(ReadBytes(tail, ref budget).ToArray());
            case AbiKind.Text:
                return ReadText(ReadBytes(tail, ref budget));
            case AbiKind.Tuple:
                return ReadTuple(type.Components, tail, ref budget);
            case AbiKind.FixedArray:
                return ReadElements(type.Element!, type.Size, tail, ref budget);
            default:
                var elements = tail.Length < AbiType.WordLength ? throw TooShort() : tail[AbiType.WordLength..];
                return ReadElements(type.Element!, ReadLength(tail, 0, elements.Length), elements, ref budget);
        }
    }

    private static object ReadStatic(AbiType type, ReadOnlySpan<byte> frame, int at, ref Budget budget)
    {
        if (type.HeadLength > frame.Length - at)
        {
            throw TooShort();
        }

        return type.Kind switch
        {
            AbiKind.Tuple => ReadTuple(type.Components, frame[at..], ref budget),
            AbiKind.FixedArray => ReadElements(type.Element!, type.Size, frame[at..], ref budget),
            _ => AbiWord.Read(type, budget.Spend(frame.Slice(at, AbiType.WordLength))),
        };
    }

    private static object[] ReadElements(AbiType element, int count, ReadOnlySpan<byte> frame, ref Budget budget)
    {
        if ((long)count * Math.Max(element.HeadLength, 1) > frame.Length)
        {
            throw TooShort();
        }

        budget.Spend(count);
        var values = new object[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = ReadAt(element, frame, i * element.HeadLength, ref budget);
        }

        return values;
    }

    private static ReadOnlySpan<byte> ReadBytes(ReadOnlySpan<byte> tail, ref Budget budget)
    {
        var length = ReadLength(tail, 0, tail.Length - AbiType.WordLength);
        return budget.Spend(tail.Slice(AbiType.WordLength, length));
    }

    private static string ReadText(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    /// <summary>Reads an offset or a length, which must be at most <paramref name="max"/>.</summary>
    private static int ReadLength(ReadOnlySpan<byte> frame, int at, int max)
    {
        if (AbiType.WordLength > frame.Length - at)
        {
            throw TooShort();
        }

        var number = UInt256.FromBigEndian(frame.Slice(at, AbiType.WordLength));
        return number.FitsUInt64 && number.Low64 <= (ulong)max
            ? (int)number.Low64
            : throw new AbiException($"An offset or length of {number} points behind the data.");
    }

    private static AbiException TooShort() => new("The data ends before the values.");

    /// <summary>Offsets may overlap, so that nested arrays could multiply; honest data reads each of its bytes about once.</summary>
    private ref struct Budget(int dataLength)
    {
        private long _bytes = (4L * dataLength) + 1024;

        public ReadOnlySpan<byte> Spend(ReadOnlySpan<byte> read)
        {
            Spend(read.Length);
            return read;
        }

        public void Spend(int bytes)
        {
            _bytes -= bytes;
            if (_bytes < 0)
            {
                throw new AbiException("The data refers to the same bytes over and over.");
            }
        }
    }
}
