-- Lines that are no records: which files to look into.
SELECT "$path" AS file, count(*) AS lines
FROM waf_logs
WHERE webaclid IS NULL
  AND day >= date_format(current_date - interval '7' day, '%Y/%m/%d')
GROUP BY "$path"
ORDER BY file;
