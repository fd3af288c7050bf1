using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace StaticLibraries.Objects;

/// <summary>
/// Reads a stream on a thread of its own, a few pieces ahead of the one who
/// takes them: inflating goes on while what was inflated is hashed and read.
/// </summary>
public sealed class ReadAhead : IDisposable
{
    /// <summary>In bytes: little enough to be in a processor's cache still when it is taken.</summary>
    public const int PieceBytes = 1 << 17;

    private const int Ahead = 4;

    private readonly BlockingCollection<Piece> _read = new(Ahead);
    private readonly ConcurrentBag<byte[]> _free = [];
    private readonly CancellationTokenSource _stop;
    private readonly Task _reading;

    /// <param name="source">What to read; not disposed here, and not to be touched before this is.</param>
    public ReadAhead(Stream source, CancellationToken cancellationToken)
    {
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // A thread of its own: all of the pool's may be waiting for pieces.
        _reading = Task.Factory.StartNew(
            () => Read(source), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>A part of the stream; all but the last have <see cref="PieceBytes"/> bytes.</summary>
    public readonly record struct Piece(byte[] Bytes, int Length, ExceptionDispatchInfo? Fault = null);

    /// <summary>The next piece; of no bytes at the end.</summary>
    /// <exception cref="Exception">What reading the stream threw.</exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public Piece Take()
    {
        if (!_read.TryTake(out var piece, Timeout.Infinite, _stop.Token)) return new Piece([], 0);
        piece.Fault?.Throw();
        return piece;
    }

    /// <summary>Gives a piece back, to be filled again.</summary>
    public void Return(in Piece piece) => _free.Add(piece.Bytes);

    public void Dispose()
    {
        _stop.Cancel();
        _reading.Wait();
        _read.Dispose();
        _stop.Dispose();
    }

    private void Read(Stream source)
    {
        try
        {
            Piece piece;
            do _read.Add(piece = Next(source), _stop.Token);
            while (piece.Length > 0);
            _read.CompleteAdding();
        }
        catch (OperationCanceledException)
        {
            // Nobody takes any more.
        }
    }

    /// <summary>The next piece; of no bytes at the end, and where reading fails.</summary>
    private Piece Next(Stream source)
    {
        if (!_free.TryTake(out var bytes)) bytes = GC.AllocateUninitializedArray<byte>(PieceBytes);
        try
        {
            return new Piece(bytes, source.ReadAtLeast(bytes, PieceBytes, throwOnEndOfStream: false));
        }
        catch (Exception e)
        {
            return new Piece([], 0, ExceptionDispatchInfo.Capture(e));
        }
    }
}
