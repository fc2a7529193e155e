using System.IO.Compression;

namespace Sluice.Local;

/// <summary>A zip whose bytes depend on names and contents alone: sorted entries, one fixed time, fixed modes.</summary>
/// <remarks>So a deployment that changes nothing changes nothing, and anybody can build a release again and compare.</remarks>
static class ReproducibleZip
{
    const int Executable = 0x81ED << 16;        // regular file, rwxr-xr-x
    const int Plain = 0x81A4 << 16;             // regular file, rw-r--r--

    // Debug symbols of a native executable are larger than it is, and count against the 250 MB of a function.
    static readonly string[] s_leftOut = [".dbg"];

    static readonly DateTimeOffset s_time = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Write(string directory, string file)
    {
        var temporary = file + ".tmp";
        using (var zip = new ZipArchive(File.Create(temporary), ZipArchiveMode.Create)) Fill(zip, directory);
        File.Move(temporary, file, overwrite: true);
    }

    static void Fill(ZipArchive zip, string directory)
    {
        var entries = Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories)
            .Where(path => !s_leftOut.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            .Select(path => (Path: path, Name: Path.GetRelativePath(directory, path).Replace('\\', '/')))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal);
        foreach (var (path, name) in entries)
        {
            var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize);
            entry.LastWriteTime = s_time;
            entry.ExternalAttributes = name == "bootstrap" ? Executable : Plain;
            using var source = File.OpenRead(path);
            using var target = entry.Open();
            source.CopyTo(target);
        }
    }
}
