using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Sluice.Tests;

namespace Sluice.FieldLevelDecryptor.Tests;

/// <summary>Messages of the AWS Encryption SDK for JavaScript, with the keys that were made for them only.</summary>
static class Vectors
{
    static readonly JsonElement s_file = Read();

    public const string Provider = "FLEDemo";

    public const string KeyName = "DemoPublicKey";

    public static IEnumerable<JsonElement> All => s_file.GetProperty("tests").EnumerateArray();

    public static string Name(JsonElement vector) => vector.GetProperty("name").GetString()!;

    public static byte[] Bytes(JsonElement vector, string member) => vector.GetProperty(member).GetBytesFromBase64();

    public static byte[] Message(string name) => Bytes(All.Single(vector => Name(vector) == name), "ciphertext");

    public static string PrivateKey(string name) => s_file.GetProperty("keys").GetProperty(name).GetProperty("privateKey").GetString()!;

    /// <summary>Parsed once: a test that parses it for each message would test little else.</summary>
    public static RSA Rsa { get; } = RsaOf(KeyName);

    public static RSA RsaOf(string name)
    {
        var rsa = RSA.Create();
        rsa.ImportFromPem(PrivateKey(name));
        return rsa;
    }

    static JsonElement Read()
    {
        using var gzip = new GZipStream(File.OpenRead(Repo.File("tests", "FieldLevelDecryptor.Tests", "vectors", "esdk-oaep-sha256.json.gz")), CompressionMode.Decompress);
        return JsonDocument.Parse(gzip).RootElement;
    }
}
