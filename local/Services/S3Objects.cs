using System.IO.Compression;
using System.Text;
using Amazon.S3;
using Amazon.S3.Model;

namespace Sluice.Local;

/// <summary>Objects written and read back.</summary>
static class S3Objects
{
    public static async Task PutAsync(this IAmazonS3 s3, ObjectToWrite write, CancellationToken cancellation)
    {
        using var body = new MemoryStream(write.Body.ToArray());
        await s3.PutObjectAsync(new PutObjectRequest
        {
            BucketName = write.Bucket,
            Key = write.Key,
            InputStream = body,
            ContentType = "application/octet-stream",
        }, cancellation);
    }

    public static async Task<byte[]> GetAsync(this IAmazonS3 s3, string bucket, string key, CancellationToken cancellation)
    {
        using var answer = await s3.GetObjectAsync(bucket, key, cancellation);
        using var body = new MemoryStream();
        await answer.ResponseStream.CopyToAsync(body, cancellation);
        return body.ToArray();
    }

    /// <summary>The lines of an object in gzip; empty ones are none.</summary>
    public static async Task<IReadOnlyList<string>> GetLinesAsync(this IAmazonS3 s3, string bucket, string key, CancellationToken cancellation)
    {
        using var text = new StreamReader(new GZipStream(new MemoryStream(await s3.GetAsync(bucket, key, cancellation)), CompressionMode.Decompress), Encoding.UTF8);
        return (await text.ReadToEndAsync(cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
