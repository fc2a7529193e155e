using System.Security.Cryptography;
using System.Text.Json;
using Amazon.Runtime;

namespace Sluice.FormIntake;

/// <summary>Serves the form and stores what is sent with it. Never opens what is encrypted: it has no key.</summary>
/// <param name="settings">What the environment asks.</param>
/// <param name="table">Takes submissions.</param>
/// <param name="origin">Who may call; <c>null</c> for anybody.</param>
/// <param name="telemetry">A line a request, without anything that was typed.</param>
sealed class Handler(Settings settings, SubmissionTable table, OriginCheck? origin, Telemetry telemetry)
{
    readonly Page _page = new(settings.Title, settings.Encrypted);

    /// <summary>Answers one request.</summary>
    /// <exception cref="InvalidDataException">The event is no request.</exception>
    public async Task HandleAsync(ArraySegment<byte> @event, ByteBuffer answer, Invocation invocation)
    {
        var started = telemetry.Time.GetTimestamp();
        var call = Read(@event);
        var (outcome, reply) = await AnswerAsync(call, invocation.Deadline);
        reply.WriteTo(answer, withBody: call.Method != "HEAD");
        var isForm = outcome is not FormOutcome.Served;
        telemetry.Write(outcome is FormOutcome.Failed or FormOutcome.InClear ? LogLevel.Error : LogLevel.Info, "form answered", null,
            Field.Of("method", call.Method), Field.Of("outcome", outcome.ToString()), Field.Count("Status", reply.Status),
            Field.Count("RecordsIn", isForm ? 1 : 0), Field.Count("Delivered", outcome is FormOutcome.Stored or FormOutcome.WasThere ? 1 : 0),
            Field.Count("Dropped", outcome is FormOutcome.Refused or FormOutcome.InClear or FormOutcome.Stranger ? 1 : 0), Field.Count("Failed", outcome is FormOutcome.Failed ? 1 : 0),
            Field.Count("InClear", outcome is FormOutcome.InClear ? 1 : 0), Field.Bytes("BytesIn", call.Body.Length), Field.Bytes("BytesOut", answer.Length),
            Field.Milliseconds("Duration", telemetry.Time.GetElapsedTime(started)));
    }

    async Task<(FormOutcome, HttpAnswer)> AnswerAsync(HttpCall call, CancellationToken deadline)
    {
        try
        {
            if (origin is not null && !await origin.PassesAsync(call.Headers.GetValueOrDefault(settings.OriginHeader, ""), deadline))
                return (FormOutcome.Stranger, new(403, Page.Message("Not this way", "This address is not meant to be called directly.", back: false)));
            if (call.Path is not ("/" or "")) return (FormOutcome.Served, new(404, Page.Message("There is nothing here", "The form is on the first page.", back: false)));
            return call.Method switch
            {
                "GET" or "HEAD" => (FormOutcome.Served, new(200, _page.Form(NewId()))),
                "POST" => await TakeAsync(call, deadline),
                _ => (FormOutcome.Refused, new(405, Page.Message("That cannot be done", "The form can be read and sent."), ("allow", "GET, HEAD, POST"))),
            };
        }
        catch (Exception failure) when (failure is SecretException or AmazonServiceException or AmazonClientException or HttpRequestException || (failure is OperationCanceledException && deadline.IsCancellationRequested))
        {
            telemetry.Error("the form could not be answered", failure);
            return (FormOutcome.Failed, new(503, Page.Message("Please try again", "Your form could not be stored just now. Nothing of it was kept: go back, and send it again in a minute."), ("retry-after", "60")));
        }
    }

    async Task<(FormOutcome, HttpAnswer)> TakeAsync(HttpCall call, CancellationToken deadline)
    {
        if (call.MediaType != "application/x-www-form-urlencoded") return (FormOutcome.Refused, new(415, Page.Message("Nothing was stored", "Only forms are taken here, as browsers send them.")));
        if (call.Body.Length > settings.MaxBodyBytes) return (FormOutcome.Refused, new(413, Page.Message("Nothing was stored", "The form is too long.")));
        FormReading form;
        try
        {
            form = FormReading.Read(FormBody.Read(call.Body), settings.Encrypted, NewId());
        }
        catch (InvalidDataException wrong)
        {
            telemetry.Warn($"a form could not be read: {wrong.Message}");
            return (FormOutcome.Refused, new(400, Page.Message("Nothing was stored", "The form could not be read. Please fill it in again.")));
        }
        if (form.InClear.Count > 0)
        {
            telemetry.Error($"{string.Join(", ", form.InClear.Select(field => field.Name))} came in clear, and was not stored: check that the cache behavior has the field-level encryption configuration, that its content type has a profile, and that the profile has the field.", null);
            return (FormOutcome.InClear, new(422, Page.Message("Nothing was stored", "Your form was not encrypted on its way, so it was not kept. This is a fault of ours; please try again later.")));
        }
        if (form.Submission is not { } submission) return (FormOutcome.Refused, new(422, _page.Form(form.Id, form.Clear, form.Problems)));
        return await table.StoreAsync(submission, telemetry.Time.GetUtcNow(), deadline) switch
        {
            StoreOutcome.Stored => (FormOutcome.Stored, new(201, _page.Stored(submission, wasThere: false))),
            StoreOutcome.WasThere => (FormOutcome.WasThere, new(200, _page.Stored(submission, wasThere: true))),
            _ => (FormOutcome.Refused, new(409, Page.Message("Nothing was stored", "This form was sent before, with other values. To send another one, begin with a new form."))),
        };
    }

    static HttpCall Read(ArraySegment<byte> @event)
    {
        try
        {
            using var json = JsonDocument.Parse(@event.AsMemory());
            return HttpCall.Read(json.RootElement) ?? throw new InvalidDataException("The event is no request of an HTTP API or a function URL (payload format 2.0): it has no requestContext.");
        }
        catch (JsonException wrong)
        {
            throw new InvalidDataException("The event is no JSON, and so no request of an HTTP API or a function URL.", wrong);
        }
    }

    static string NewId() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}

/// <summary>What became of a request, for the log.</summary>
enum FormOutcome
{
    /// <summary>A page was asked for.</summary>
    Served,

    /// <summary>The form is stored.</summary>
    Stored,

    /// <summary>The form was stored before.</summary>
    WasThere,

    /// <summary>It is no form as it should be; whoever sent it is told why.</summary>
    Refused,

    /// <summary>A field that must be encrypted was not.</summary>
    InClear,

    /// <summary>It did not come by way of CloudFront.</summary>
    Stranger,

    /// <summary>It could not be stored; whoever sent it is told to try again.</summary>
    Failed,
}
