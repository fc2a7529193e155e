using System;
using System.Collections.Generic;
using System.IO;
using Amazon.Runtime;
using Amazon.StandIns;

namespace Amazon.SecretsManager
{
    public partial class AmazonSecretsManagerRequest : AmazonWebServiceRequest
    {
    }
}

namespace Amazon.SecretsManager.Model
{
    public partial class GetSecretValueRequest : AmazonSecretsManagerRequest
    {
        public string SecretId { get; set; }
        public string VersionId { get; set; }
        public string VersionStage { get; set; }
    }

    public partial class GetSecretValueResponse : AmazonWebServiceResponse
    {
        public string ARN { get; set; }
        public DateTime? CreatedDate { get; set; }
        public string Name { get; set; }
        public MemoryStream SecretBinary { get; set; }
        public string SecretString { get; set; }
        public string VersionId { get; set; }
        public List<string> VersionStages { get; set; } = Initially.List<string>();
    }
}
