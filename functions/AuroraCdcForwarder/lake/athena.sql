-- Athena and Glue over what AuroraCdcForwarder writes with OUTPUT_FORMAT=json. Replace BUCKET; run one statement at a time.

CREATE EXTERNAL TABLE IF NOT EXISTS sales_changes (
  cdc_op string, cdc_id string, cdc_sequence string, cdc_changed_at string, cdc_schema bigint, cdc_database string, cdc_table string,
  SalesID bigint, ItemID int, Category string, Price decimal(10,2), Quantity int, OrderDate string, DestinationState string, ShippingType string, Referral string
)
PARTITIONED BY (`date` string)
ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'
LOCATION 's3://BUCKET/changes/table=Sales/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  'projection.date.type' = 'date', 'projection.date.format' = 'yyyy-MM-dd', 'projection.date.range' = '2026-01-01,NOW',
  'storage.location.template' = 's3://BUCKET/changes/table=Sales/date=${date}'
);

-- The table as it is now: of each row the last change, unless that is its end. Changes that came twice have the same sequence.
CREATE OR REPLACE VIEW sales AS
SELECT SalesID, ItemID, Category, Price, Quantity, CAST(OrderDate AS timestamp) AS OrderDate, DestinationState, ShippingType, Referral
FROM (
  SELECT *, ROW_NUMBER() OVER (PARTITION BY SalesID ORDER BY CAST(cdc_sequence AS decimal(38,0)) DESC, cdc_id DESC) AS newest
  FROM sales_changes
) AS ranked
WHERE newest = 1 AND cdc_op <> 'D';

-- The days that facts are joined with.
CREATE TABLE date_dimension WITH (format = 'PARQUET') AS
SELECT
  year(a_day) * 10000 + month(a_day) * 100 + day(a_day) AS d_datekey,
  CAST(a_day AS date) AS d_prettydate,
  year(a_day) AS d_year, quarter(a_day) AS d_quarter, month(a_day) AS d_monthnuminyear,
  split_part('January,February,March,April,May,June,July,August,September,October,November,December', ',', month(a_day)) AS d_month,
  day(a_day) AS d_daynuminmonth, d_daynuminweek, split_part('Sunday,Monday,Tuesday,Wednesday,Thursday,Friday,Saturday', ',', d_daynuminweek) AS d_dayofweek,
  CASE WHEN month(a_day) IN (12, 1, 2) THEN 'Winter' WHEN month(a_day) IN (3, 4, 5) THEN 'Spring' WHEN month(a_day) IN (6, 7, 8) THEN 'Summer' ELSE 'Fall' END AS d_sellingseason
FROM (
  -- Days without a gap from a Friday on; 1 is Sunday, as in spectrum.sql: the services' own functions begin their weeks on different days.
  SELECT a_day, CAST((ROW_NUMBER() OVER (ORDER BY a_day) + 4) % 7 + 1 AS int) AS d_daynuminweek
  FROM UNNEST(sequence(DATE '2016-01-01', DATE '2035-12-31', INTERVAL '1' DAY)) AS sequence_of_days (a_day)
) AS days;

-- Sales by season. A moment is joined with its day: the moment itself would match at midnight only.
SELECT d.d_sellingseason, SUM(s.Quantity * s.Price) AS total
FROM sales AS s JOIN date_dimension AS d ON CAST(s.OrderDate AS date) = d.d_prettydate
GROUP BY d.d_sellingseason ORDER BY total DESC;

-- Sales by weekday.
SELECT d.d_dayofweek, SUM(s.Quantity * s.Price) AS total
FROM sales AS s JOIN date_dimension AS d ON CAST(s.OrderDate AS date) = d.d_prettydate
GROUP BY d.d_dayofweek, d.d_daynuminweek ORDER BY d.d_daynuminweek;
