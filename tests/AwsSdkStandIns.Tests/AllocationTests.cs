using System.Net;
using System.Text;
using Amazon.KinesisFirehose;
using Amazon.KinesisFirehose.Model;
using Amazon.Runtime;

namespace Sluice.AwsSdkStandIns.Tests;

public class AllocationTests
{
    [SkippableFact]
    public async Task A_batch_of_4_MiB_is_sent_without_a_copy_of_it_on_the_heap()
    {
        OfficialPackages.Skip("their first versions copy the body.");

        using var firehose = new AmazonKinesisFirehoseClient(Clients.Keys, new AmazonKinesisFirehoseConfig
        {
            ServiceURL = "http://127.0.0.1:9",
            AuthenticationRegion = "us-east-1",
            HttpClientFactory = new NoNetwork(),
        });
        var request = new PutRecordBatchRequest
        {
            DeliveryStreamName = "logs",
            Records = [.. Enumerable.Range(0, 500).Select(_ => new Record { Data = new MemoryStream(new byte[8388], 0, 8388, writable: false, publiclyVisible: true) })],
        };
        for (var warm = 0; warm < 3; warm++) await firehose.PutRecordBatchAsync(request);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var call = 0; call < 5; call++) await firehose.PutRecordBatchAsync(request);
        var perCall = (GC.GetTotalAllocatedBytes(precise: true) - before) / 5;

        Assert.InRange(perCall, 1, 256 * 1024);    // 5.6 MB go out; the buffer is the pool's
    }

    /// <summary>The whole pipeline, signature and all, up to a handler that reads the body and answers.</summary>
    sealed class NoNetwork : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Answer());

        sealed class Answer : HttpMessageHandler
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
                return new HttpResponseMessage(HttpStatusCode.OK)
                {
                    Content = new StringContent("""{"FailedPutCount":0,"RequestResponses":[]}""", Encoding.UTF8, "application/x-amz-json-1.1"),
                    RequestMessage = request,
                };
            }
        }
    }
}
