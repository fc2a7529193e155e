-- The copies in the central bucket as a table: nothing is loaded, and no partition is ever added (partition projection).
-- Put in the name of the bucket (twice), and your accounts, regions and streams (web ACLs, or Firehose streams).
-- Keys: {account}/{region}/{stream}/{yyyy}/{MM}/{dd}/{HH}/NAME, the copier's own KEY_TEMPLATE.
CREATE EXTERNAL TABLE waf_logs (
  `timestamp` bigint,
  formatversion int,
  webaclid string,
  terminatingruleid string,
  terminatingruletype string,
  action string,
  terminatingrulematchdetails array<struct<conditiontype:string,sensitivitylevel:string,location:string,matcheddata:array<string>>>,
  httpsourcename string,
  httpsourceid string,
  rulegrouplist array<struct<
    rulegroupid:string,
    terminatingrule:struct<ruleid:string,action:string>,
    nonterminatingmatchingrules:array<struct<ruleid:string,action:string>>,
    excludedrules:array<struct<exclusiontype:string,ruleid:string>>>>,
  ratebasedrulelist array<struct<ratebasedruleid:string,ratebasedrulename:string,limitkey:string,limitvalue:string,maxrateallowed:int>>,
  nonterminatingmatchingrules array<struct<ruleid:string,action:string>>,
  requestheadersinserted array<struct<name:string,value:string>>,
  responsecodesent int,
  httprequest struct<
    clientip:string,
    country:string,
    headers:array<struct<name:string,value:string>>,
    uri:string,
    args:string,
    httpversion:string,
    httpmethod:string,
    requestid:string,
    host:string>,
  labels array<struct<name:string>>,
  ja3fingerprint string,
  ja4fingerprint string
)
PARTITIONED BY (account string, region string, stream string, day string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
-- A line that is cut off becomes a row of nulls; without this it would fail the whole query.
WITH SERDEPROPERTIES ('ignore.malformed.json' = 'true')
STORED AS INPUTFORMAT 'org.apache.hadoop.mapred.TextInputFormat'
OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
LOCATION 's3://amzn-s3-demo-bucket/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.account.type' = 'enum',
  'projection.account.values' = '123456789012',
  'projection.region.type' = 'enum',
  'projection.region.values' = 'us-east-1,eu-west-1',
  'projection.stream.type' = 'enum',
  'projection.stream.values' = 'storefront,storefront-eu,api-gateway,aws-waf-logs-checkout',
  'projection.day.type' = 'date',
  'projection.day.format' = 'yyyy/MM/dd',
  'projection.day.range' = '2026/01/01,NOW',
  'projection.day.interval' = '1',
  'projection.day.interval.unit' = 'DAYS',
  'storage.location.template' = 's3://amzn-s3-demo-bucket/${account}/${region}/${stream}/${day}'
);
