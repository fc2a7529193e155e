using System.Text.Json;

namespace Sluice.FieldLevelDecryptor;

/// <summary>Decrypts what is asked for: values of the caller's own, or items of the table; called directly or through HTTP.</summary>
/// <param name="values">Answers for values.</param>
/// <param name="table">Answers for items; <c>null</c> where no table is set.</param>
/// <param name="telemetry">One line an invocation, beside those of the audit.</param>
sealed class Handler(ValuesAnswer values, TableAnswer? table, Telemetry telemetry)
{
    readonly ByteBuffer _body = new(64 << 10);

    /// <summary>Handles one event.</summary>
    /// <exception cref="InvalidDataException">It asks for nothing that this function does, or for more than an answer holds.</exception>
    /// <exception cref="TimeoutException">Not one page of the table could be done.</exception>
    public async Task HandleAsync(ArraySegment<byte> @event, ByteBuffer answer, Invocation invocation)
    {
        using var json = Parse(@event, "The event");
        if (HttpCall.Read(json.RootElement) is { } call) await AnswerHttpAsync(call, answer, invocation);
        // Lambda does not tell a function who called it; CloudTrail does, under the request id that every line has.
        else await AnswerAsync(json.RootElement, "lambda:InvokeFunction", answer, Settings.MaxAnswerBytes, invocation);
    }

    async Task AnswerHttpAsync(HttpCall call, ByteBuffer answer, Invocation invocation)
    {
        // A route that was left open must not give away what encryption protects.
        if (call.Caller is null)
        {
            telemetry.Warn("a request without an IAM identity was refused: the route or function URL must have authorization AWS_IAM", Field.Count("Refused", 1));
            HttpReply.WriteError(answer, 403, "Forbidden", "The request has no IAM identity.");
            return;
        }
        if (call.Method != "POST")
        {
            HttpReply.WriteError(answer, 405, "MethodNotAllowed", "POST is expected.");
            return;
        }
        try
        {
            using var json = Parse(call.Body, "The body");
            _body.Clear();
            await AnswerAsync(json.RootElement, call.Caller, _body, HttpReply.MaxBodyBytes, invocation);
            HttpReply.Write(answer, 200, _body.Written);
        }
        catch (InvalidDataException wrong)
        {
            HttpReply.WriteError(answer, 400, "BadRequest", wrong.Message);
        }
        catch (TimeoutException late)
        {
            HttpReply.WriteError(answer, 503, "OutOfTime", late.Message);
        }
        finally
        {
            // It holds plain texts, and outlives the invocation.
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(_body.Written);
        }
    }

    async Task AnswerAsync(JsonElement asked, string who, ByteBuffer answer, int maxBytes, Invocation invocation)
    {
        var started = telemetry.Time.GetTimestamp();
        var tally = new FieldTally();
        try
        {
            switch (RequestReader.Read(asked))
            {
                case ValuesRequest request:
                    await values.WriteAsync(request, who, answer, maxBytes, tally, invocation.Deadline);
                    break;
                case TableRequest request:
                    if (table is null) throw new InvalidDataException("No table may be read: TABLE_NAME is not set.");
                    await table.WriteAsync(request, who, answer, maxBytes, tally, invocation.Deadline);
                    break;
            }
        }
        finally
        {
            Log(who, tally, telemetry.Time.GetElapsedTime(started));
        }
    }

    void Log(string who, FieldTally tally, TimeSpan took)
    {
        var decrypted = tally.Of(FieldResult.Decrypted);
        telemetry.Write(decrypted < tally.Fields ? LogLevel.Warn : LogLevel.Info, "fields decrypted", null,
            Field.Of("who", who), Field.Count("RecordsIn", tally.Fields), Field.Count("Delivered", decrypted), Field.Count("Dropped", 0), Field.Count("Failed", tally.Fields - decrypted),
            Field.Count("PlainText", tally.Of(FieldResult.PlainText)), Field.Count("NotDecrypted", tally.Of(FieldResult.NotDecrypted)),
            Field.Count("KeysUnavailable", tally.Of(FieldResult.KeysUnavailable)), Field.Count("NotProcessed", tally.Of(FieldResult.NotProcessed)),
            Field.Bytes("BytesIn", tally.BytesIn), Field.Bytes("BytesOut", tally.BytesOut), Field.Milliseconds("Duration", took));
    }

    static JsonDocument Parse(ReadOnlyMemory<byte> json, string what)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException wrong)
        {
            // Not the parser's text: it shows what it could not read.
            throw new InvalidDataException($"{what} is not JSON: line {wrong.LineNumber + 1}, byte {wrong.BytePositionInLine}.");
        }
    }
}
