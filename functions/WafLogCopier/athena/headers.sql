-- What blocked clients call themselves: a header by its name, whatever its case.
SELECT
  header.value AS user_agent,
  count(*) AS requests,
  count(DISTINCT httprequest.clientip) AS clients
FROM waf_logs
CROSS JOIN UNNEST(httprequest.headers) AS t (header)
WHERE lower(header.name) = 'user-agent'
  AND action = 'BLOCK'
  AND day >= date_format(current_date - interval '7' day, '%Y/%m/%d')
GROUP BY header.value
ORDER BY requests DESC, user_agent
LIMIT 50;
