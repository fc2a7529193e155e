namespace Sluice.S3ToElasticsearchLoader.Tests;

/// <summary>A sample object of each kind of log: how it is recognised, its index, and its documents.</summary>
public class FormatTests
{
    static Task<ReadObject> SampleAsync(string name, ReadingSettings? settings = null) => Reading.ReadAsync(Reading.Sample(name), settings, "logs/" + name);

    [Fact]
    public async Task Waf_records_become_documents_without_arrays_of_objects()
    {
        var read = await SampleAsync("aws-waf.ndjson");
        Assert.Equal(LogFormat.Waf, read.Reader.Format);
        Assert.Empty(read.Rejected);
        var (blocked, allowed) = (read.Documents[0], read.Documents[1]);
        Assert.Equal("awswaf-2024.03.20", blocked.Index);
        Assert.Equal("2024-03-20T10:30:00.000Z", blocked["@timestamp"]);
        Assert.Equal("BLOCK", blocked["action"]);
        Assert.Equal("AWS-AWSManagedRulesSQLiRuleSet", blocked["terminatingRuleId"]);
        Assert.Equal("""{"name":"test","account":"123456789012","region":"us-east-1","scope":"regional"}""", blocked["webacl"]);
        Assert.Equal("203.0.113.45", blocked["httpRequest/clientIp"]);
        Assert.Equal("""{"host":"shop.example.com","user-agent":"curl/8.5.0 \"quoted\"","x-forwarded-for":["198.51.100.1","198.51.100.2"],"x_dotted":"1"}""", blocked["httpRequest/headers"]);
        Assert.Equal("""["awswaf:managed:aws:sql-database:SQLi_QueryArguments","awswaf:clientip:geo:country:US"]""", blocked["labels"]);
        Assert.Equal("""{"ids":["AWS#AWSManagedRulesSQLiRuleSet","AWS#AWSManagedRulesCommonRuleSet"],"terminatingRules":["SQLi_QUERYARGUMENTS"],"nonTerminatingRules":["NoUserAgent_HEADER"],"excludedRules":["SizeRestrictions_BODY"]}""", blocked["ruleGroups"]);
        Assert.Equal(2, System.Text.Json.JsonDocument.Parse(blocked["ruleGroupDetails"]).RootElement.GetArrayLength());
        Assert.Equal("""["count-all"]""", blocked["nonTerminatingRules"]);
        Assert.StartsWith("""[{"ruleId":"count-all",""", blocked["nonTerminatingRuleDetails"], StringComparison.Ordinal);
        Assert.Equal("""["per-address"]""", blocked["rateBasedRules"]);
        Assert.Equal("yes", blocked["requestHeadersInserted/x-amzn-waf-seen"]);
        Assert.Equal("0", blocked["requestBodySize"]);
        Assert.Equal("(none)", blocked["responseCodeSent"]);
        Assert.Equal("""{"bucket":"bucket","key":"logs/aws-waf.ndjson","etag":"e7a9","offset":0,"line":1}""", blocked["aws/s3"]);
        Assert.Equal("2001:db8::7", allowed["httpRequest/clientIp"]);
        Assert.Equal("2024-03-20T10:30:01.234Z", allowed["@timestamp"]);
        Assert.Equal("global", allowed["webacl/scope"]);
        Assert.Equal("{}", allowed["ruleGroups"]);
        Assert.Equal("(none)", allowed["nonTerminatingRuleDetails"]);
        Assert.Equal(2, allowed.Line);
        Assert.All(blocked.Root.EnumerateObject().Where(member => member.Name != "terminatingRuleMatchDetails"),
            member => Assert.DoesNotContain("[{", member.Value.ValueKind == System.Text.Json.JsonValueKind.String ? "" : member.Value.GetRawText(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Objects_of_Firehose_without_line_ends_are_read_one_by_one()
    {
        var read = await SampleAsync("aws-waf-firehose-without-newlines.json");
        Assert.Equal(["ALLOW", "BLOCK", "ALLOW"], read.Documents.Select(document => document["action"]));
        Assert.Equal(3, read.Ids.Distinct().Count());
        Assert.All(read.Documents, document => Assert.Equal(1, document.Line));
        Assert.Empty(read.Rejected);
    }

    [Fact]
    public async Task CloudTrail_records_keep_what_differs_from_API_to_API_as_text()
    {
        var read = await SampleAsync("cloudtrail.json");
        Assert.Equal(LogFormat.CloudTrail, read.Reader.Format);
        Assert.Equal(6, read.Documents.Count);
        Assert.Empty(read.Rejected);
        var rule = read.Documents.Single(document => document["eventName"] == "AuthorizeSecurityGroupIngress");
        Assert.Equal("cloudtrail-2021.01.24", rule.Index);
        Assert.Equal("2021-01-24T04:55:45.000Z", rule["@timestamp"]);
        Assert.Equal("sg-04f0b44316f7d2471", System.Text.Json.JsonDocument.Parse(rule["requestParameters"]).RootElement.GetProperty("groupId").GetString());
        Assert.StartsWith("{\"_return\"", rule["responseElements"], StringComparison.Ordinal);
        Assert.Equal("AssumedRole", rule["userIdentity/type"]);
        Assert.Equal(rule["sourceIPAddress"], rule["sourceIp"]);
        Assert.Equal("false", rule["readOnly"]);
    }

    [Fact]
    public async Task A_service_as_source_of_a_CloudTrail_event_is_no_address()
    {
        var read = await Reading.ReadAsync("""{"Records":[{"eventVersion":"1.08","eventTime":"2021-01-24T04:55:45Z","eventSource":"s3","sourceIPAddress":"config.amazonaws.com","requestParameters":null}]}""");
        Assert.Equal("(none)", read.Documents[0]["sourceIp"]);
        Assert.Equal("config.amazonaws.com", read.Documents[0]["sourceIPAddress"]);
        Assert.Equal("null", read.Documents[0]["requestParameters"]);
    }

    [Fact]
    public async Task Vpc_flow_logs_follow_their_header()
    {
        var read = await SampleAsync("vpc-flow-v5-custom.log");
        Assert.Equal(LogFormat.VpcFlow, read.Reader.Format);
        Assert.Equal(1, read.Reader.Skipped);
        Assert.Equal("vpcflow-2019.08.27", read.Documents[0].Index);
        Assert.StartsWith("""{"version":5,"account_id":"123456789012","vpc_id":"vpc-abcdefab012345678","interface_id":"eni-07890123456789012","srcaddr":"10.0.1.5","dstaddr":"203.0.113.5","srcport":33070,"dstport":443,"protocol":6,"packets":14,"bytes":15044,"start":1566933133,"end":1566933193,"action":"ACCEPT","tcp_flags":3,"pkt_srcaddr":"10.0.1.5","flow_direction":"egress","log_status":"OK","@timestamp":"2019-08-27T19:12:13.000Z",""", read.Texts[0], StringComparison.Ordinal);
        Assert.StartsWith("""{"version":5,"account_id":"123456789012","vpc_id":"vpc-abcdefab012345678","interface_id":"eni-07890123456789012","start":1566933193,"end":1566933253,"log_status":"NODATA",""", read.Texts[1], StringComparison.Ordinal);
        Assert.Equal(2, read.Documents.Count);
    }

    [Fact]
    public async Task Vpc_flow_logs_without_a_header_are_of_version_2_or_have_the_fields_that_are_set()
    {
        var second = await SampleAsync("vpc-flow-v2-without-header.log");
        Assert.Equal(["ACCEPT", "REJECT", "(none)"], second.Documents.Select(document => document["action"]));
        var own = await Reading.ReadAsync("10.0.0.1 443 1566933193\n", Reading.With(LogFormat.VpcFlow, fields: "srcaddr dstport end"));
        Assert.StartsWith("""{"srcaddr":"10.0.0.1","dstport":443,"end":1566933193,"@timestamp":"2019-08-27T19:13:13.000Z",""", own.Texts[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Application_load_balancer_lines_have_typed_columns()
    {
        var read = await SampleAsync("alb.log");
        Assert.Equal(LogFormat.Alb, read.Reader.Format);
        Assert.Empty(read.Rejected);
        var (first, second) = (read.Documents[0], read.Documents[1]);
        Assert.Equal("alb-2018.07.02", first.Index);
        Assert.StartsWith("""{"type":"http","elb":"app/my-loadbalancer/50dc6c495c0c9188","client_ip":"192.168.131.39","client_port":2817,"target_ip":"10.0.0.1","target_port":80,"request_processing_time":0.000,"target_processing_time":0.001,"response_processing_time":0.000,"elb_status_code":200,"target_status_code":200,"received_bytes":34,"sent_bytes":366,"request":"GET http://www.example.com:80/ HTTP/1.1","request_method":"GET","request_url":"http://www.example.com:80/","request_protocol":"HTTP/1.1","user_agent":"curl/7.46.0","target_group_arn":""", first.Json, StringComparison.Ordinal);
        Assert.Equal("2018-07-02T22:23:00.1866410Z", first["@timestamp"]);
        Assert.Equal("TID_1234abcd5678ef90", first["conn_trace_id"]);
        Assert.Equal("2001:db8::1", second["client_ip"]);
        Assert.Equal("(none)", second["target_ip"]);
        Assert.Equal("-1", second["request_processing_time"]);
        Assert.Equal("https://www.example.com:443/a?b=%22c%22", second["request_url"]);
        Assert.Equal("""["new-column","and another"]""", second["additional_columns"]);
    }

    [Fact]
    public async Task Network_load_balancer_lines_have_typed_columns()
    {
        var read = await SampleAsync("nlb.log");
        Assert.Equal(LogFormat.Nlb, read.Reader.Format);
        var line = read.Documents.Single();
        Assert.Equal("nlb-2018.12.20", line.Index);
        Assert.Equal("2018-12-20T02:59:40.000Z", line["@timestamp"]);
        Assert.Equal("72.21.218.154", line["client_ip"]);
        Assert.Equal("443", line["destination_port"]);
        Assert.Equal("98", line["received_bytes"]);
        Assert.Equal("tlsv12", line["tls_protocol_version"]);
    }

    [Fact]
    public async Task CloudFront_lines_follow_their_fields_line()
    {
        var read = await SampleAsync("cloudfront.log");
        Assert.Equal(LogFormat.CloudFront, read.Reader.Format);
        Assert.Equal(["cloudfront-2019.12.04", "cloudfront-2019.12.13"], read.Documents.Select(document => document.Index));
        Assert.StartsWith("""{"x_edge_location":"LAX1","sc_bytes":392,"c_ip":"192.0.2.100","cs_method":"GET","cs_host":"d111111abcdef8.cloudfront.net","cs_uri_stem":"/index.html","sc_status":200,"cs_user_agent":"Mozilla/5.0%20(Windows%20NT%2010.0)","time_taken":0.001,"@timestamp":"2019-12-04T21:02:31.000Z",""", read.Texts[0], StringComparison.Ordinal);
        Assert.Equal(2, read.Reader.Skipped);
    }

    [Fact]
    public async Task S3_access_lines_have_typed_columns_and_quotes_in_user_agents_do_no_harm()
    {
        var read = await SampleAsync("s3-access.log");
        Assert.Equal(LogFormat.S3Access, read.Reader.Format);
        Assert.Empty(read.Rejected);
        Assert.Equal(["2019-02-06T00:00:38.000Z", "2019-02-06T00:00:38.000Z"], read.Documents.Select(document => document["@timestamp"]));
        Assert.Equal("113", read.Documents[0]["bytes_sent"]);
        Assert.Equal("Yes", read.Documents[0]["acl_required"]);
        Assert.Equal("agent (\"with quotes\")", read.Documents[1]["user_agent"]);
        Assert.Equal("HostId", read.Documents[1]["host_id"]);
    }

    [Fact]
    public async Task Apache_lines_are_common_or_combined()
    {
        var read = await SampleAsync("apache.log");
        Assert.Equal(LogFormat.Apache, read.Reader.Format);
        Assert.StartsWith("""{"client":"127.0.0.1","user":"frank","request":"GET /apache_pb.gif HTTP/1.0","request_method":"GET","request_url":"/apache_pb.gif","request_protocol":"HTTP/1.0","status":200,"bytes":2326,"referer":"http://www.example.com/start.html","user_agent":"Mozilla/4.08 [en] (Win98; I ;Nav)","@timestamp":"2000-10-10T20:55:36.000Z",""", read.Texts[0], StringComparison.Ordinal);
        Assert.Equal("404", read.Documents[1]["status"]);
        Assert.Equal("(none)", read.Documents[1]["bytes"]);
    }

    [Fact]
    public async Task Csv_has_quoted_line_ends_and_its_time_from_a_column()
    {
        var read = await SampleAsync("orders.csv");
        Assert.Equal(LogFormat.Csv, read.Reader.Format);
        Assert.Equal(["2024-03-20T10:30:00.000Z", "2024-03-20T09:31:00.000Z"], read.Documents.Select(document => document["@timestamp"]));
        Assert.Equal("two\r\nlines and a \"quote\"", read.Documents[0]["note"]);
        Assert.Equal("12.50", read.Documents[0]["total, EUR"]);
        Assert.Equal([2L, 4L], read.Documents.Select(document => document.Line));
    }

    [Fact]
    public async Task Each_event_of_a_CloudWatch_envelope_is_a_document()
    {
        var read = await SampleAsync("cloudwatch-logs.json");
        Assert.Equal(LogFormat.CloudWatch, read.Reader.Format);
        Assert.Equal(4, read.Documents.Count);
        Assert.Equal(1, read.Reader.Skipped);
        Assert.Empty(read.Rejected);
        Assert.Equal("started\n", read.Documents[0]["message"]);
        Assert.Equal("""{"level":"info","took":1.5}""", read.Documents[1]["event"]);
        Assert.Equal("ALLOW", read.Documents[2]["action"]);
        Assert.Equal("cdn", read.Documents[2]["webacl/name"]);
        Assert.Equal("ended", read.Documents[3]["message"]);
        Assert.Equal("""{"owner":"123456789012","logGroup":"/app/web","logStream":"web-1","eventId":"36"}""", read.Documents[0]["aws/cloudwatch"]);
        Assert.Equal(4, read.Ids.Distinct().Count());
    }

    [Fact]
    public async Task Other_JSON_stays_as_it_is_numbers_and_all()
    {
        var read = await SampleAsync("application.ndjson");
        Assert.StartsWith("""{"level":"info","big":12345678901234567890,"price":1.10,"aws_":{"region":"eu-central-1"},"@timestamp":"2024-03-20T08:30:00.500Z","aws":{"s3":""", read.Texts[0], StringComparison.Ordinal);
        Assert.StartsWith("""{"time":1710930600,"level":"warn","nested":{"a":[1,{"b":null}]},"@timestamp":"2024-03-20T10:30:00.000Z",""", read.Texts[1], StringComparison.Ordinal);
        Assert.Equal("json-2024.03.20", read.Documents[0].Index);
    }

    [Fact]
    public async Task An_array_over_many_lines_gives_documents_of_one_line()
    {
        var read = await SampleAsync("application-pretty-array.json");
        Assert.StartsWith("""{"timestamp":"2024-03-20T10:30:00Z","text":"one\ntwo","@timestamp":""", read.Texts[0], StringComparison.Ordinal);
        Assert.StartsWith("""{"timestamp":"2024-03-20T10:30:01Z","list":[1,2.0,"x"],"@timestamp":""", read.Texts[1], StringComparison.Ordinal);
        Assert.Equal([2L, 6L], read.Documents.Select(document => document.Line));
    }

    [Fact]
    public async Task Lines_of_anything_are_messages_at_the_time_they_begin_with_or_that_of_the_object()
    {
        var read = await SampleAsync("lines.log");
        Assert.Equal(LogFormat.Lines, read.Reader.Format);
        Assert.Equal(["2024-03-20T10:30:00.000Z", "2024-01-02T03:04:05.000Z"], read.Documents.Select(document => document["@timestamp"]));
        Assert.Equal("2024-03-20T10:30:00Z the first line", read.Documents[0]["message"]);
        Assert.Equal([1L, 3L], read.Documents.Select(document => document.Line));
        Assert.Equal(1, read.Reader.Skipped);
    }
}
