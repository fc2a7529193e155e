-- Redshift Spectrum over what AuroraCdcForwarder writes. Replace BUCKET and ACCOUNT.

CREATE EXTERNAL SCHEMA IF NOT EXISTS changes FROM DATA CATALOG DATABASE 'changes'
IAM_ROLE 'arn:aws:iam::ACCOUNT:role/SpectrumRole' CREATE EXTERNAL DATABASE IF NOT EXISTS;

-- OUTPUT_FORMAT=json.
CREATE EXTERNAL TABLE changes.sales_changes (
  cdc_op varchar(1), cdc_id varchar(300), cdc_sequence varchar(38), cdc_changed_at varchar(26), cdc_schema bigint, cdc_database varchar(64), cdc_table varchar(64),
  SalesID bigint, ItemID int, Category varchar(1020), Price decimal(10,2), Quantity int, OrderDate varchar(26), DestinationState varchar(8), ShippingType varchar(1020), Referral varchar(1020)
)
PARTITIONED BY ("date" date)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
STORED AS TEXTFILE
LOCATION 's3://BUCKET/changes/table=Sales/';

-- Once a day.
ALTER TABLE changes.sales_changes ADD IF NOT EXISTS PARTITION ("date" = '2026-11-22') LOCATION 's3://BUCKET/changes/table=Sales/date=2026-11-22/';

-- OUTPUT_FORMAT=csv, with the article's columns (TABLES left alone), Price among them. Every column is a text: this reader knows no types, and takes
-- the backslash for an escape of its own, so it is given another one that is in no text.
CREATE EXTERNAL TABLE changes.sales_csv (
  ItemID varchar(20), Category varchar(1020), Price varchar(20), Quantity varchar(20), OrderDate varchar(26), DestinationState varchar(8), ShippingType varchar(1020), Referral varchar(1020),
  cdc_op varchar(1), cdc_id varchar(300), cdc_sequence varchar(38), cdc_changed_at varchar(26), cdc_schema varchar(20)
)
ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde'
WITH SERDEPROPERTIES ('separatorChar' = ',', 'quoteChar' = '"', 'escapeChar' = '\001')
STORED AS TEXTFILE
LOCATION 's3://BUCKET/changes/';

-- The table as it is now.
CREATE VIEW sales AS
SELECT SalesID, ItemID, Category, Price, Quantity, CAST(OrderDate AS timestamp) AS OrderDate, DestinationState, ShippingType, Referral
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY SalesID ORDER BY CAST(cdc_sequence AS decimal(38,0)) DESC, cdc_id DESC) AS newest
  FROM changes.sales_changes
) AS ranked
WHERE newest = 1 AND cdc_op <> 'D'
WITH NO SCHEMA BINDING;

-- The article's payload has inserts only and no key: each id once. The token stands for NULL; a text of its letters has a backslash before it.
-- Escapes are undone where texts may have them (CSV_NEWLINES=escape): backslashes first, by way of a character that is in no text.
CREATE VIEW sales_of_csv AS
SELECT CAST(ItemID AS int) AS ItemID,
  REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(NULLIF(Category, 'NULL'), CHR(92) || CHR(92), CHR(1)), CHR(92) || 'n', CHR(10)), CHR(92) || 'r', CHR(13)), CHR(92), ''), CHR(1), CHR(92)) AS Category,
  CAST(NULLIF(Price, 'NULL') AS decimal(10,2)) AS Price, CAST(NULLIF(Quantity, 'NULL') AS int) AS Quantity,
  CAST(NULLIF(OrderDate, 'NULL') AS timestamp) AS OrderDate, NULLIF(DestinationState, 'NULL') AS DestinationState,
  REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(NULLIF(ShippingType, 'NULL'), CHR(92) || CHR(92), CHR(1)), CHR(92) || 'n', CHR(10)), CHR(92) || 'r', CHR(13)), CHR(92), ''), CHR(1), CHR(92)) AS ShippingType,
  REPLACE(REPLACE(REPLACE(REPLACE(REPLACE(NULLIF(Referral, 'NULL'), CHR(92) || CHR(92), CHR(1)), CHR(92) || 'n', CHR(10)), CHR(92) || 'r', CHR(13)), CHR(92), ''), CHR(1), CHR(92)) AS Referral
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY cdc_id ORDER BY cdc_sequence) AS copy FROM changes.sales_csv
) AS ranked
WHERE copy = 1
WITH NO SCHEMA BINDING;

CREATE TABLE date_dimension (
  d_datekey int NOT NULL, d_prettydate date NOT NULL, d_year int, d_quarter int, d_monthnuminyear int, d_month varchar(9),
  d_daynuminmonth int, d_daynuminweek int, d_dayofweek varchar(9), d_sellingseason varchar(6)
) DISTSTYLE ALL SORTKEY (d_prettydate);

INSERT INTO date_dimension
WITH RECURSIVE days (a_day) AS (
  SELECT CAST('2016-01-01' AS date)
  UNION ALL
  SELECT CAST(DATEADD(day, 1, a_day) AS date) FROM days WHERE a_day < CAST('2035-12-31' AS date)
)
SELECT
  EXTRACT(year FROM a_day) * 10000 + EXTRACT(month FROM a_day) * 100 + EXTRACT(day FROM a_day), a_day,
  EXTRACT(year FROM a_day), EXTRACT(quarter FROM a_day), EXTRACT(month FROM a_day),
  SPLIT_PART('January,February,March,April,May,June,July,August,September,October,November,December', ',', CAST(EXTRACT(month FROM a_day) AS int)),
  EXTRACT(day FROM a_day), d_daynuminweek, SPLIT_PART('Sunday,Monday,Tuesday,Wednesday,Thursday,Friday,Saturday', ',', d_daynuminweek),
  CASE WHEN EXTRACT(month FROM a_day) IN (12, 1, 2) THEN 'Winter' WHEN EXTRACT(month FROM a_day) IN (3, 4, 5) THEN 'Spring' WHEN EXTRACT(month FROM a_day) IN (6, 7, 8) THEN 'Summer' ELSE 'Fall' END
-- 1 is Sunday, as it was 2015-12-27: the services' own functions begin their weeks on different days.
FROM (SELECT a_day, CAST(DATEDIFF(day, DATE '2015-12-27', a_day) % 7 + 1 AS int) AS d_daynuminweek FROM days) AS numbered;

-- Sales by season. A moment is joined with its day: the moment itself would match at midnight only.
SELECT d.d_sellingseason, SUM(s.Quantity * s.Price) AS total
FROM sales AS s JOIN date_dimension AS d ON CAST(s.OrderDate AS date) = d.d_prettydate
GROUP BY d.d_sellingseason ORDER BY total DESC;

-- Sales by weekday.
SELECT d.d_dayofweek, SUM(s.Quantity * s.Price) AS total
FROM sales AS s JOIN date_dimension AS d ON CAST(s.OrderDate AS date) = d.d_prettydate
GROUP BY d.d_dayofweek, d.d_daynuminweek ORDER BY d.d_daynuminweek;
