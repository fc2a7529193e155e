namespace Sluice.FieldLevelDecryptor;

/// <summary>What became of a field. The default is the failure that asks for another try.</summary>
enum FieldResult : byte
{
    /// <summary>The time was up before.</summary>
    NotProcessed,

    /// <summary>There is plain text.</summary>
    Decrypted,

    /// <summary>It is no message: encryption did not run.</summary>
    PlainText,

    /// <summary>It is, and cannot be opened or must not be trusted. Callers learn no more than that.</summary>
    NotDecrypted,

    /// <summary>The keys could not be used; another try may succeed.</summary>
    KeysUnavailable,
}

/// <summary>What became of a field, and why.</summary>
/// <param name="Result">For the caller.</param>
/// <param name="Plaintext">Where it was decrypted.</param>
/// <param name="Key"><c>provider/name</c> of the key that opened it.</param>
/// <param name="Reason">For the log only; nothing of the field's content.</param>
/// <param name="BytesIn">Of the message.</param>
readonly record struct FieldOutcome(FieldResult Result, byte[]? Plaintext, string Key, string Reason, int BytesIn);

/// <summary>Opens one field, whatever it holds: never throws but for bugs.</summary>
/// <param name="messages">Opens messages.</param>
/// <param name="maxBytes">Longest message.</param>
/// <param name="formEncoded">The plain text is still percent-encoded, as the browser sent it.</param>
sealed class FieldDecryptor(MessageDecryptor messages, int maxBytes, bool formEncoded)
{
    /// <summary>A field that was stored as text.</summary>
    public ValueTask<FieldOutcome> OpenAsync(string text, CancellationToken deadline) =>
        FieldText.Read(text, maxBytes, out var message, out var reason) switch
        {
            FieldKind.Message => OpenAsync(message, deadline),
            FieldKind.PlainText => ValueTask.FromResult(InClear(reason)),
            _ => ValueTask.FromResult(new FieldOutcome(FieldResult.NotDecrypted, null, "", reason, text.Length)),
        };

    /// <summary>A field that was stored as bytes: the message, or its base64.</summary>
    public ValueTask<FieldOutcome> OpenStoredAsync(byte[] bytes, CancellationToken deadline) =>
        FieldText.IsLikely(bytes) ? OpenAsync(bytes, deadline)
        : System.Text.Ascii.IsValid(bytes) ? OpenAsync(System.Text.Encoding.ASCII.GetString(bytes), deadline)
        : ValueTask.FromResult(InClear("the bytes are neither a message nor its base64"));

    static FieldOutcome InClear(string reason) => new(FieldResult.PlainText, null, "", "this field is plain text, encryption did not run: " + reason, 0);

    async ValueTask<FieldOutcome> OpenAsync(ReadOnlyMemory<byte> message, CancellationToken deadline)
    {
        if (deadline.IsCancellationRequested) return default;
        try
        {
            var opened = await messages.OpenAsync(message, deadline);
            return new(FieldResult.Decrypted, formEncoded ? FormText.Decode(opened.Plaintext) : opened.Plaintext, opened.Key, "", message.Length);
        }
        catch (MessageException wrong)
        {
            return new(FieldResult.NotDecrypted, null, "", wrong.Message, message.Length);
        }
        catch (KeysUnavailableException keys)
        {
            return new(FieldResult.KeysUnavailable, null, "", keys.Message, message.Length);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return default;
        }
    }
}
