-- Who was blocked most: by client address, web ACL, rule and URI. Always name the days: each is a folder that is read.
SELECT
  httprequest.clientip AS client_ip,
  httprequest.country AS country,
  split_part(webaclid, '/', 3) AS web_acl,
  terminatingruleid AS rule,
  httprequest.uri AS uri,
  count(*) AS requests
FROM waf_logs
WHERE action = 'BLOCK'
  AND day >= date_format(current_date - interval '7' day, '%Y/%m/%d')
GROUP BY 1, 2, 3, 4, 5
ORDER BY requests DESC, client_ip, web_acl, rule, uri
LIMIT 100;
