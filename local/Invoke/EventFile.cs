using System.Globalization;
using System.Text.Json;

namespace Sluice.Local;

/// <summary>The event of an invocation, refused here if Lambda would refuse it.</summary>
static class EventFile
{
    public const int Largest = 6 * 1024 * 1024;

    static readonly byte[] s_byteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <exception cref="UserError">There is no such file, it is too large, or it is no JSON.</exception>
    public static async Task<byte[]> ReadAsync(string file, Func<Stream> standardInput, CancellationToken cancellation)
    {
        var name = file == "-" ? "stdin" : file;
        byte[] bytes;
        try
        {
            await using var source = file == "-" ? standardInput() : File.OpenRead(file);
            bytes = await ReadAsync(source, name, cancellation);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UserError(failure switch
            {
                FileNotFoundException or DirectoryNotFoundException => $"there is no event file '{file}'.",
                UnauthorizedAccessException when Directory.Exists(file) => $"'{file}' is a folder, not an event file.",
                _ => $"the event file '{file}' cannot be read: {failure.Message}",
            });
        }
        return Checked(bytes, name);
    }

    /// <summary>Without a byte order mark, which editors write and Lambda refuses.</summary>
    public static byte[] Checked(byte[] bytes, string name)
    {
        if (bytes.AsSpan().StartsWith(s_byteOrderMark)) bytes = bytes[3..];
        if (bytes.Length == 0) throw new UserError($"the event in {name} is empty; the least is {{}}.");
        try
        {
            var json = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = 1000 });
            while (json.Read())
            {
                // Reading is the check.
            }
        }
        catch (JsonException mistake)
        {
            var reason = mistake.Message;
            var end = reason.IndexOf(" LineNumber:", StringComparison.Ordinal);
            throw new UserError(string.Create(CultureInfo.InvariantCulture,
                $"the event in {name} is not JSON, line {mistake.LineNumber + 1}, column {mistake.BytePositionInLine + 1}: {(end < 0 ? reason : reason[..end])}"));
        }
        return bytes;
    }

    static async Task<byte[]> ReadAsync(Stream source, string name, CancellationToken cancellation)
    {
        var bytes = new MemoryStream();
        var buffer = new byte[81920];
        while (await source.ReadAsync(buffer, cancellation) is var count and > 0)
        {
            bytes.Write(buffer, 0, count);
            if (bytes.Length > Largest)
                throw new UserError($"the event in {name} is larger than {Largest:N0} bytes (6 MB), the most that Lambda takes.");
        }
        return bytes.ToArray();
    }
}
