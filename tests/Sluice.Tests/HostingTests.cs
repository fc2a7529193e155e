using System.Text;
using System.Text.Json.Serialization;

namespace Sluice.Tests;

public partial class HostingTests
{
    sealed record Question(string Name);

    sealed record Answer(string Greeting);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Question))]
    [JsonSerializable(typeof(Answer))]
    sealed partial class Json : JsonSerializerContext;

    static async Task<string> AskAsync(string @event)
    {
        var handler = LambdaHost.Typed<Question, Answer>(
            (question, invocation) => Task.FromResult(new Answer($"{question.Name} of {invocation.RequestId}")), Json.Default.Question, Json.Default.Answer);
        var answer = new ByteBuffer();
        await handler(Encoding.UTF8.GetBytes(@event), answer, new Invocation("request-1", "", TimeSpan.FromMinutes(1), CancellationToken.None));
        return Encoding.UTF8.GetString(answer.Written);
    }

    [Fact]
    public async Task A_typed_handler_reads_and_writes_JSON() =>
        Assert.Equal("""{"greeting":"Jane of request-1"}""", await AskAsync("""{"name":"Jane"}"""));

    [Theory]
    [InlineData("null", "The event is null.")]
    [InlineData("[]", "The event is not the JSON that this function takes: ")]
    [InlineData("{\"name\":", "The event is not the JSON that this function takes: ")]
    public async Task An_event_of_another_kind_is_an_error_that_says_so(string @event, string message) =>
        Assert.StartsWith(message, (await Assert.ThrowsAsync<InvalidDataException>(() => AskAsync(@event))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(60_000, 270_000, 59_500)]       // half a second is kept for the answer
    [InlineData(300_000, 270_000, 270_000)]     // the caller's limit is shorter
    [InlineData(1_000, 270_000, 500)]
    [InlineData(600, 270_000, 300)]             // hardly any time: half of it
    [InlineData(0, 270_000, 270_000)]           // unknown
    [InlineData(-1_795_328_265_717, 270_000, 270_000)]      // a deadline of 1970, as one emulator has it
    [InlineData(-5_000, 3_600_000, 900_000)]
    public void The_deadline_leaves_time_to_answer_and_survives_nonsense(long told, long own, long expected) =>
        Assert.Equal(TimeSpan.FromMilliseconds(expected), Deadline.Of(TimeSpan.FromMilliseconds(told), TimeSpan.FromMilliseconds(own)));
}
