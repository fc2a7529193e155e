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
  year(day) * 10000 + month(day) * 100 + day(day) AS d_datekey,
  CAST(day AS date) AS d_prettydate,
  year(day) AS d_year, quarter(day) AS d_quarter, month(day) AS d_monthnuminyear, date_format(day, '%M') AS d_month,
  day(day) AS d_daynuminmonth, day_of_week(day) AS d_daynuminweek, date_format(day, '%W') AS d_dayofweek,
  CASE WHEN month(day) IN (12, 1, 2) THEN 'Winter' WHEN month(day) IN (3, 4, 5) THEN 'Spring' WHEN month(day) IN (6, 7, 8) THEN 'Summer' ELSE 'Fall' END AS d_sellingseason
FROM UNNEST(sequence(DATE '2016-01-01', DATE '2035-12-31', INTERVAL '1' DAY)) AS days (day);

-- Sales by season. A moment is joined with its day: the moment itself would match at midnight only.
SELECT d.d_sellingseason, SUM(s.Quantity * s.Price) AS total
FROM sales AS s JOIN date_dimension AS d ON CAST(s.OrderDate AS date) = d.d_prettydate
GROUP BY d.d_sellingseason ORDER BY total DESC;

-- Sales by weekday.
SELECT d.d_dayofweek, SUM(s.Quantity * s.Price) AS total
FROM sales AS s JOIN date_dimension AS d ON CAST(s.OrderDate AS date) = d.d_prettydate
GROUP BY d.d_dayofweek, d.d_daynuminweek ORDER BY d.d_daynuminweek;
