using StaticLibraries.Objects;

namespace StaticLibraries.Bitcode;

/// <summary>One record: its code, its first numbers, and its blob if it has one.</summary>
internal readonly record struct BitcodeRecord(ulong Code, IReadOnlyList<ulong> Numbers, ByteRange? Blob)
{
    /// <summary>The numbers as the characters of a text.</summary>
    public string Text => string.Concat(Numbers.Select(number => (char)(number & 0xff)));
}

/// <summary>
/// The records of one block, less those of the blocks in it (LLVM Bitcode File Format, "Abbreviation IDs", "Data
/// Records" and "Abbreviations").
/// </summary>
internal sealed class BitcodeRecords(BitcodeBlock block)
{
    private const int EndBlock = 0, EnterSubblock = 1, DefineAbbreviation = 2, Unabbreviated = 3, FirstDefined = 4;
    private const int EncodingFixed = 1, EncodingVbr = 2, EncodingArray = 3, EncodingChar6 = 4, EncodingBlob = 5;

    /// <summary>Of the numbers of one record. The triples and producers that are asked for are shorter.</summary>
    private const int MostNumbers = 1024;

    /// <summary>In bits: what is asked for stands at the beginning of its block.</summary>
    private const long Furthest = 64L << 20;

    private readonly BitStream _stream = new(block.Body);
    private readonly List<List<Operand>> _abbreviations = [];

    private readonly record struct Operand(bool IsLiteral, int Encoding, ulong Value);

    public IEnumerable<BitcodeRecord> Read()
    {
        while (_stream.Length - _stream.Position >= block.AbbreviationWidth && _stream.Position < Furthest)
        {
            switch (_stream.Fixed(block.AbbreviationWidth))
            {
                case EndBlock:
                    yield break;
                case EnterSubblock:
                    BitcodeBlock.Enter(_stream, block.Body);
                    break;
                case DefineAbbreviation:
                    _abbreviations.Add(ReadAbbreviation());
                    break;
                case Unabbreviated:
                    yield return ReadPlain();
                    break;
                case var number:
                    if (number - FirstDefined >= (ulong)_abbreviations.Count)
                    {
                        throw _stream.Fault("an abbreviation that is defined", $"{number}");
                    }

                    yield return ReadAbbreviated(_abbreviations[(int)number - FirstDefined]);
                    break;
            }
        }
    }

    private List<Operand> ReadAbbreviation()
    {
        var count = _stream.Vbr(5);
        var operands = new List<Operand>();
        for (ulong index = 0; index < count; index++)
        {
            if (_stream.Fixed(1) == 1)
            {
                operands.Add(new Operand(true, 0, _stream.Vbr(8)));
                continue;
            }

            var encoding = (int)_stream.Fixed(3);
            operands.Add(new Operand(false, encoding, encoding is EncodingFixed or EncodingVbr ? _stream.Vbr(5) : 0));
        }

        return operands;
    }

    private BitcodeRecord ReadPlain()
    {
        var code = _stream.Vbr(6);
        var count = _stream.Vbr(6);
        var numbers = new List<ulong>();
        for (ulong index = 0; index < count; index++) Keep(numbers, _stream.Vbr(6));
        return new BitcodeRecord(code, numbers, null);
    }

    private BitcodeRecord ReadAbbreviated(List<Operand> operands)
    {
        var numbers = new List<ulong>();
        ByteRange? blob = null;
        for (var index = 0; index < operands.Count; index++)
        {
            var operand = operands[index];
            if (operand.Encoding == EncodingBlob) blob = ReadBlob();
            else if (operand.Encoding != EncodingArray) Keep(numbers, ReadNumber(operand));
            else if (++index < operands.Count) ReadArray(operands[index], numbers);
        }

        return numbers.Count == 0 ? new BitcodeRecord(0, [], blob) : new BitcodeRecord(numbers[0], numbers[1..], blob);
    }

    private void ReadArray(Operand element, List<ulong> numbers)
    {
        var count = _stream.Vbr(6);
        // An element without bits would let a short file ask for any number of them.
        if (count > (ulong)(_stream.Length - _stream.Position) || element is { IsLiteral: true } or { Encoding: EncodingFixed, Value: 0 })
        {
            throw _stream.Fault("an array that fits into its block", $"{count} elements");
        }

        for (ulong index = 0; index < count; index++) Keep(numbers, ReadNumber(element));
    }

    private ulong ReadNumber(Operand operand) => operand switch
    {
        { IsLiteral: true } => operand.Value,
        { Encoding: EncodingFixed } => _stream.Fixed((int)Math.Min(operand.Value, 65)),
        { Encoding: EncodingVbr } => _stream.Vbr((int)Math.Min(operand.Value, 65)),
        { Encoding: EncodingChar6 } => "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._"[(int)_stream.Fixed(6)],
        _ => throw _stream.Fault("an encoding that is known", $"{operand.Encoding}"),
    };

    private ByteRange ReadBlob()
    {
        var length = (long)_stream.Vbr(6);
        _stream.AlignTo32();
        var blob = block.Body.Slice(_stream.Position / 8, length, "a blob of bitcode");
        _stream.Position += length * 8;
        _stream.AlignTo32();
        return blob;
    }

    private static void Keep(List<ulong> numbers, ulong number)
    {
        if (numbers.Count < MostNumbers) numbers.Add(number);
    }
}
