using System.Security.Cryptography;
using Sluice;
using Sluice.Baselines;
using Sluice.FieldLevelDecryptor;
using Sluice.Local;

// One thread, a key that is parsed once, a value of 12 bytes.
using var rsa = RSA.Create(2048);
IFieldKey[] keys = [new RsaFieldKey("FLEDemo", "DemoPublicKey", rsa, RSAEncryptionPadding.OaepSHA256)];
using var ring = new KeyRing(_ => Task.FromResult<IReadOnlyList<IFieldKey>>(keys), TimeSpan.FromHours(1), Telemetry.None);
var decryptor = new MessageDecryptor(ring, CipherSuite.All.Select(suite => suite.Id).ToHashSet(), new(), TimeProvider.System);
var wrapped = rsa.Encrypt(new byte[32], RSAEncryptionPadding.OaepSHA256);

var subjects = new List<(string Name, Action Run)> { ("rsa", () => rsa.Decrypt(wrapped, RSAEncryptionPadding.OaepSHA256)) };
foreach (var suite in CipherSuite.All)
{
    var message = new MessageWriter(suite, WrappingKey.Rsa("FLEDemo", "DemoPublicKey", rsa, RSAEncryptionPadding.OaepSHA256)).Write("404-555-0150"u8);
    subjects.Add((suite.ToString(), () => Decrypt(message)));
}
// With a key whose name is the message's and which is parsed anew: what a function does that reads its key with each event.
var pem = rsa.ExportPkcs8PrivateKeyPem();
subjects.Add(("parse", () =>
{
    using var parsed = RSA.Create();
    parsed.ImportFromPem(pem);
    parsed.Decrypt(wrapped, RSAEncryptionPadding.OaepSHA256);
}));

Slices.Run(args, subjects);

void Decrypt(byte[] message)
{
    // A key in the process answers at once: there is nothing to wait for.
    var opened = decryptor.OpenAsync(message, CancellationToken.None);
    if (!opened.IsCompletedSuccessfully || opened.Result.Plaintext.Length != 12) throw new InvalidOperationException("The message was not decrypted.");
}
