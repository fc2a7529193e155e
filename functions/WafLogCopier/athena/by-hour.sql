-- Requests an hour, by account, stream and action.
SELECT
  date_trunc('hour', from_unixtime("timestamp" / 1000)) AS hour,
  account,
  stream,
  action,
  count(*) AS requests
FROM waf_logs
WHERE action IS NOT NULL
  AND day >= date_format(current_date - interval '7' day, '%Y/%m/%d')
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4;
