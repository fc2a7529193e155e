using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Sluice.Local;

/// <summary>A file of WAF logs, gzipped, of about so many bytes of content: lines of some 1,150 bytes, as real ones are.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="Lines">How many lines it has.</param>
/// <param name="ContentBytes">Before compression.</param>
sealed record WafFile(string Path, long Lines, long ContentBytes)
{
    const int Kinds = 4000;

    /// <summary>Writes it. Lines repeat after some thousands, with their times moving on.</summary>
    public static WafFile Write(string path, long contentBytes)
    {
        var sample = new SampleSource(20261124, "eu-west-1");
        var kinds = Enumerable.Range(0, Kinds).Select(_ => Rest(sample)).ToArray();
        var (lines, written) = (0L, 0L);
        using var file = File.Create(path);
        using var gzip = new GZipStream(file, CompressionLevel.Fastest);
        while (written < contentBytes)
        {
            var line = Encoding.UTF8.GetBytes("{\"timestamp\":" + (1_795_341_600_000 + lines).ToString(CultureInfo.InvariantCulture) + kinds[lines % Kinds] + "\n");
            gzip.Write(line);
            written += line.Length;
            lines++;
        }
        return new(path, lines, written);
    }

    static string Rest(SampleSource sample)
    {
        var blocked = sample.Whole(1, 5) == 1;
        var rule = blocked ? sample.OneOf("AWS-AWSManagedRulesCommonRuleSet", "AWS-AWSManagedRulesSQLiRuleSet") : "Default_Action";
        return $$"""
            ,"formatVersion":1,"webaclId":"arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/storefront/0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9","terminatingRuleId":"{{rule}}","terminatingRuleType":"{{(blocked ? "MANAGED_RULE_GROUP" : "REGULAR")}}","action":"{{(blocked ? "BLOCK" : "ALLOW")}}","terminatingRuleMatchDetails":[],"httpSourceName":"ALB","httpSourceId":"123456789012-app/storefront/{{sample.Hex(16)}}","ruleGroupList":[{"ruleGroupId":"AWS#AWSManagedRulesCommonRuleSet","terminatingRule":null,"nonTerminatingMatchingRules":[],"excludedRules":null}],"rateBasedRuleList":[],"nonTerminatingMatchingRules":[],"requestHeadersInserted":null,"responseCodeSent":null,"httpRequest":{"clientIp":"203.0.113.{{sample.Whole(1, 254)}}","country":"{{sample.OneOf("DE", "FR", "US", "JP")}}","headers":[{"name":"Host","value":"shop.example.com"},{"name":"User-Agent","value":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.{{sample.Whole(1000, 9999)}}.0 Safari/537.36"},{"name":"Accept","value":"text/html,application/xhtml+xml"},{"name":"X-Request-Id","value":"{{sample.Hex(32)}}"}],"uri":"/{{sample.OneOf("cart", "login", "search", "product")}}/{{sample.Whole(1, 100000)}}","args":"q={{sample.Hex(12)}}","httpVersion":"HTTP/2.0","httpMethod":"{{sample.OneOf("GET", "POST")}}","requestId":"{{sample.Hex(32)}}"},"labels":[{"name":"awswaf:managed:aws:core-rule-set:NoUserAgent_Header"}]}
            """;
    }
}
