namespace Sluice.S3ToElasticsearchLoader;

/// <summary>The columns of access logs whose order is fixed. Names are those of the services' documentation, with underlines.</summary>
static class AccessLogs
{
    /// <summary>Elastic Load Balancing, "Access logs for your Application Load Balancer", with the fields of 2024 at the end. Lines
    /// before 2017 end with the user agent, TLS columns behind it.</summary>
    public static ColumnShape Alb() => new(Column.Table(
        "type time:Time elb client:IpPort target:IpPort request_processing_time:Number target_processing_time:Number "
        + "response_processing_time:Number elb_status_code:Number target_status_code:Number received_bytes:Number sent_bytes:Number "
        + "request:Request user_agent ssl_cipher ssl_protocol target_group_arn trace_id domain_name chosen_cert_arn "
        + "matched_rule_priority:Number request_creation_time actions_executed redirect_url error_reason target_port_list "
        + "target_status_code_list classification classification_reason conn_trace_id"), required: 16);

    /// <summary>Elastic Load Balancing, "Access logs for your Network Load Balancer": TLS listeners only.</summary>
    public static ColumnShape Nlb() => new(Column.Table(
        "type version time:Time elb listener client:IpPort destination:IpPort connection_time:Number tls_handshake_time:Number "
        + "received_bytes:Number sent_bytes:Number incoming_tls_alert chosen_cert_arn chosen_cert_serial tls_cipher "
        + "tls_protocol_version tls_named_group domain_name alpn_fe_protocol alpn_be_protocol alpn_client_preference_list "
        + "tls_connection_creation_time"), required: 17);

    /// <summary>Amazon S3 user guide, "Amazon S3 server access log format".</summary>
    public static ColumnShape S3() => new(Column.Table(
        "bucket_owner bucket time:ClfTime remote_ip:Ip requester request_id operation key request:Request http_status:Number error_code "
        + "bytes_sent:Number object_size:Number total_time:Number turn_around_time:Number referer user_agent version_id host_id "
        + "signature_version cipher_suite authentication_type host_header tls_version access_point_arn acl_required"), required: 17);

    /// <summary>Apache HTTP server, "Log Files": common, and combined with the last two. The client may be a host name.</summary>
    public static ColumnShape Apache() => new(Column.Table(
        "client ident user time:ClfTime request:Request status:Number bytes:Number referer user_agent"), required: 7);
}
