-- Blocked against allowed by client address.
SELECT
  httprequest.clientip AS client_ip,
  httprequest.country AS country,
  count(*) AS requests,
  count_if(action = 'BLOCK') AS blocked,
  count_if(action = 'ALLOW') AS allowed,
  round(100.0 * count_if(action = 'BLOCK') / count(*), 1) AS blocked_percent
FROM waf_logs
WHERE action IS NOT NULL
  AND day >= date_format(current_date - interval '7' day, '%Y/%m/%d')
GROUP BY httprequest.clientip, httprequest.country
ORDER BY blocked DESC, requests DESC, client_ip
LIMIT 100;
