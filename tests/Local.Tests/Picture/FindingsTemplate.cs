using Sluice.Local;

namespace Local.Tests.Picture;

/// <summary>A function with more ways in and out than any of the suite.</summary>
static class FindingsTemplate
{
    public static IReadOnlyList<Row> Rows()
    {
        var context = Some.Context(("SecurityTopicArns", "arn:aws:sns:eu-west-1:123456789012:security"));
        return PictureSource.Rows(SamTemplate.Parse(Yaml).Resolve(context), context.Parameters);
    }

    const string Yaml = """
        Parameters:
          SecurityTopicArns: {Type: String}
        Resources:
          FindingRule:
            Type: AWS::Events::Rule
            Properties:
              EventPattern: {source: [aws.guardduty], detail-type: [GuardDuty Finding]}
              Targets: [{Id: q, Arn: !GetAtt FindingQueue.Arn, DeadLetterConfig: {Arn: !GetAtt Unhanded.Arn}}]
          FindingBus: {Type: AWS::Events::EventBus, Properties: {Name: findings}}
          ForwardedRule:
            Type: AWS::Events::Rule
            Properties:
              EventBusName: !Ref FindingBus
              EventPattern: {source: [aws.guardduty]}
              Targets: [{Id: q, Arn: !GetAtt FindingQueue.Arn, DeadLetterConfig: {Arn: !GetAtt Unhanded.Arn}}]
          Unhanded: {Type: AWS::SQS::Queue}
          FindingQueue:
            Type: AWS::SQS::Queue
            Properties:
              RedrivePolicy: {deadLetterTargetArn: !GetAtt DeadFindings.Arn, maxReceiveCount: 5}
          DeadFindings: {Type: AWS::SQS::Queue}
          FindingFailures: {Type: AWS::SQS::Queue}
          Elsewhere: {Type: AWS::SQS::Queue}
          SecurityBus: {Type: AWS::Events::EventBus}
          Ledger: {Type: AWS::DynamoDB::Table}
          Digest:
            Type: AWS::Events::Rule
            Properties:
              ScheduleExpression: rate(1 hour)
              Targets: [{Id: f, Arn: !GetAtt FindingRouter.Arn}]
          FindingRouter:
            Type: AWS::Serverless::Function
            Properties:
              Description: Sends findings to those who look after them.
              Role: !GetAtt FindingRouterRole.Arn
              Environment: {Variables: {SLACK_WEBHOOK_URL: 'https://chat.example.com/x', PAGERDUTY_URL: 'https://page.example.com'}}
              Events: {Queue: {Type: SQS, Properties: {Queue: !GetAtt FindingQueue.Arn}}}
          FindingRouterRole:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: 'sts:AssumeRole'}]}
              Policies:
                - PolicyName: Route
                  PolicyDocument:
                    Statement:
                      - {Effect: Allow, Action: ['dynamodb:PutItem', 'dynamodb:GetItem'], Resource: !GetAtt Ledger.Arn}
                      - {Effect: Allow, Action: 'sns:Publish', Resource: !Ref SecurityTopicArns}
                      - {Effect: Allow, Action: 's3:GetObject', Resource: 'arn:aws:s3:::settings/rules.json'}
                      - {Effect: Allow, Action: 'secretsmanager:GetSecretValue', Resource: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:sluice/tickets-AbCdEf'}
                      - {Effect: Allow, Action: 'events:PutEvents', Resource: !GetAtt SecurityBus.Arn}
                      - {Effect: Allow, Action: 'sqs:SendMessage', Resource: [!GetAtt FindingFailures.Arn, !GetAtt Elsewhere.Arn]}
        """;
}
