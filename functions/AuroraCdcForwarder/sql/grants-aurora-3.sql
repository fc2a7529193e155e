-- Aurora MySQL 3 (MySQL 8.0), 3.01 and later: the privilege is a role. The procedure mysql.lambda_async is no longer there.
-- The account is the definer of sluice_cdc.capture, that is, whoever ran install.sql. Before that, the cluster must have a role:
--   aws rds add-role-to-db-cluster --db-cluster-identifier CLUSTER --role-arn ROLE          (ClusterInvokeRoleArn of the stack's outputs)
--   its parameter group: aws_default_lambda_role = ROLE, activate_all_roles_on_login = 1 (roles of a definer are active only by that, or by
--   SET DEFAULT ROLE); and a way from its subnets to Lambda: a NAT gateway or an interface endpoint.
GRANT AWS_LAMBDA_ACCESS TO 'admin'@'%';
SET DEFAULT ROLE ALL TO 'admin'@'%';

-- The sweep's account, where the outbox is used.
CREATE USER IF NOT EXISTS 'sluice_sweep'@'%' IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS';
GRANT SELECT, DELETE ON sluice_cdc.outbox TO 'sluice_sweep'@'%';
