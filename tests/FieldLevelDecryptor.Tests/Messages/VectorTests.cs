using System.Text;

namespace Sluice.FieldLevelDecryptor.Tests;

/// <summary>Foreign messages: a writer of one's own proves little about a reader of one's own.</summary>
public class VectorTests
{
    [Fact]
    public async Task Every_valid_vector_is_read_and_every_other_one_is_refused()
    {
        var decryptor = Some.Decryptor(Some.RsaKey(), Some.RsaKey(name: "OldPublicKey", rsa: Vectors.RsaOf("OldPublicKey")));
        var (read, refused) = (0, 0);
        foreach (var vector in Vectors.All)
        {
            var text = await decryptor.OpenAsync(Vectors.Bytes(vector, "ciphertext"));
            if (vector.GetProperty("valid").GetBoolean())
            {
                Assert.True(text == Encoding.Latin1.GetString(Vectors.Bytes(vector, "plaintext")), Vectors.Name(vector) + ": " + text);
                read++;
            }
            else
            {
                Assert.True(text.StartsWith("refused: ", StringComparison.Ordinal), Vectors.Name(vector));
                refused++;
            }
        }
        Assert.Equal((70, 36), (read, refused));
    }

    [Fact]
    public void The_encryption_context_is_read()
    {
        foreach (var vector in Vectors.All.Where(vector => vector.TryGetProperty("encryption_context", out _)))
        {
            var context = MessageHeader.Read(Vectors.Bytes(vector, "ciphertext"), new()).Context;
            foreach (var pair in vector.GetProperty("encryption_context").EnumerateObject()) Assert.Equal(pair.Value.GetString(), context[pair.Name]);
        }
    }
}
