-- Aurora MySQL 2 (MySQL 5.7), 2.06 and later: lambda_async is a function of the server, and this privilege lets an account call it.
-- The account is the definer of sluice_cdc.capture, that is, whoever ran install.sql. Before that, the cluster must have a role:
--   aws rds add-role-to-db-cluster --db-cluster-identifier CLUSTER --role-arn ROLE          (ClusterInvokeRoleArn of the stack's outputs)
--   its parameter group: aws_default_lambda_role = ROLE; and a way from its subnets to Lambda: a NAT gateway or an interface endpoint.
GRANT INVOKE LAMBDA ON *.* TO 'admin'@'%';

-- The sweep's account, where the outbox is used.
CREATE USER IF NOT EXISTS 'sluice_sweep'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS';
GRANT SELECT, DELETE ON sluice_cdc.outbox TO 'sluice_sweep'@'%';
