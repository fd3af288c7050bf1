namespace RuntimePacks.Network;

public enum TransferState
{
    /// <summary>For a free connection, or for another run that fetches the same.</summary>
    Waiting,
    Running,
    Done,
}

/// <summary>The progress of one transfer: written by what transfers, read by whoever shows it.</summary>
public sealed class Transfer(string name, long size)
{
    private long _done;

    public string Name => name;

    /// <summary>In bytes.</summary>
    public long Size => size;

    /// <summary>Bytes that are here; it may go back, when a file changed under the download.</summary>
    public long Done { get => Volatile.Read(ref _done); internal set => Volatile.Write(ref _done, value); }

    /// <summary>Bytes that came over the network in this run.</summary>
    public long Received { get; internal set; }

    public TransferState State { get; internal set; }
}
