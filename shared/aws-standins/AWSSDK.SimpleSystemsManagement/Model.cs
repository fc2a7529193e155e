using System;
using System.Collections.Generic;
using Amazon.Runtime;
using Amazon.StandIns;

namespace Amazon.SimpleSystemsManagement
{
    public partial class AmazonSimpleSystemsManagementRequest : AmazonWebServiceRequest
    {
    }
}

namespace Amazon.SimpleSystemsManagement.Model
{
    public partial class Parameter
    {
        public string ARN { get; set; }
        public string DataType { get; set; }
        public DateTime? LastModifiedDate { get; set; }
        public string Name { get; set; }
        public string Selector { get; set; }
        public string SourceResult { get; set; }
        public ParameterType Type { get; set; }
        public string Value { get; set; }
        public long? Version { get; set; }
    }

    public partial class GetParameterRequest : AmazonSimpleSystemsManagementRequest
    {
        public string Name { get; set; }
        public bool? WithDecryption { get; set; }
    }

    public partial class GetParameterResponse : AmazonWebServiceResponse
    {
        public Parameter Parameter { get; set; }
    }

    public partial class GetParametersByPathRequest : AmazonSimpleSystemsManagementRequest
    {
        public int? MaxResults { get; set; }
        public string NextToken { get; set; }
        public List<ParameterStringFilter> ParameterFilters { get; set; } = Initially.List<ParameterStringFilter>();
        public string Path { get; set; }
        public bool? Recursive { get; set; }
        public bool? WithDecryption { get; set; }
    }

    public partial class GetParametersByPathResponse : AmazonWebServiceResponse
    {
        public string NextToken { get; set; }
        public List<Parameter> Parameters { get; set; } = Initially.List<Parameter>();
    }

    public partial class ParameterStringFilter
    {
        public string Key { get; set; }
        public string Option { get; set; }
        public List<string> Values { get; set; } = Initially.List<string>();
    }

    public partial class GetParametersRequest : AmazonSimpleSystemsManagementRequest
    {
        public List<string> Names { get; set; } = Initially.List<string>();
        public bool? WithDecryption { get; set; }
    }

    public partial class GetParametersResponse : AmazonWebServiceResponse
    {
        public List<string> InvalidParameters { get; set; } = Initially.List<string>();
        public List<Parameter> Parameters { get; set; } = Initially.List<Parameter>();
    }

    public partial class PutParameterRequest : AmazonSimpleSystemsManagementRequest
    {
        public string AllowedPattern { get; set; }
        public string DataType { get; set; }
        public string Description { get; set; }
        public string KeyId { get; set; }
        public string Name { get; set; }
        public bool? Overwrite { get; set; }
        public string Policies { get; set; }
        public List<Tag> Tags { get; set; } = Initially.List<Tag>();
        public ParameterTier Tier { get; set; }
        public ParameterType Type { get; set; }
        public string Value { get; set; }
    }

    public partial class PutParameterResponse : AmazonWebServiceResponse
    {
        public ParameterTier Tier { get; set; }
        public long? Version { get; set; }
    }

    public partial class Tag
    {
        public string Key { get; set; }
        public string Value { get; set; }
    }
}
