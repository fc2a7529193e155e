namespace Sluice.S3ToElasticsearchLoader;

/// <summary>The names of the members of an object that were met. JSON allows a name twice, a cluster refuses the document.</summary>
/// <remarks>Names are compared as they are escaped; objects of more than <see cref="MaxNames"/> members are left to the cluster.</remarks>
sealed class MemberNames
{
    const int MaxNames = 128;

    readonly (int Start, int Length)[] _names = new (int, int)[MaxNames];
    int _count;

    /// <summary>Forgets them: another object begins.</summary>
    public void Clear() => _count = 0;

    /// <summary>Whether the name is a new one.</summary>
    /// <param name="record">What all names stand in.</param>
    /// <param name="start">Where in the record it starts.</param>
    /// <param name="length">Bytes.</param>
    public bool TryAdd(ReadOnlySpan<byte> record, int start, int length)
    {
        var name = record.Slice(start, length);
        foreach (var (otherStart, otherLength) in _names.AsSpan(0, _count))
            if (otherLength == length && record.Slice(otherStart, length).SequenceEqual(name)) return false;
        if (_count < MaxNames) _names[_count++] = (start, length);
        return true;
    }
}
