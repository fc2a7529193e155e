-- Sluice's change capture by triggers, for Aurora MySQL 2 and 3, MySQL 5.7 and 8, MariaDB 10.6 and later.
-- Run it once, as an administrator:   mysql --default-character-set=utf8mb4 < install.sql
-- Then the grants of your version (grants-aurora-2.sql, grants-aurora-3.sql), and:
--   mysql -e "UPDATE sluice_cdc.settings SET function_arn = 'arn:aws:lambda:REGION:ACCOUNT:function:NAME'"
--   mysql -Nr -e "CALL sluice_cdc.sluice_cdc_enable('shop', 'Sales')" | mysql
-- Running it again keeps the settings and what is in the outbox.

CREATE DATABASE IF NOT EXISTS sluice_cdc CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
USE sluice_cdc;
SET NAMES utf8mb4;
-- Routines keep the mode that they were made in: quotes must be quotes, and a text that is too long an error.
SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION';

CREATE TABLE IF NOT EXISTS settings (
  id TINYINT NOT NULL DEFAULT 1 PRIMARY KEY,
  enabled TINYINT(1) NOT NULL DEFAULT 1 COMMENT 'the kill switch: 0 captures nothing, of any table, at once',
  mode VARCHAR(10) NOT NULL DEFAULT 'direct' COMMENT 'direct: calls the function; outbox: writes to the table outbox',
  function_arn VARCHAR(300) NOT NULL DEFAULT '',
  max_bytes INT NOT NULL DEFAULT 240000 COMMENT 'of an event: Lambda took 256 KiB until late 2025'
) ENGINE=InnoDB;
INSERT IGNORE INTO settings (id) VALUES (1);

CREATE TABLE IF NOT EXISTS outbox (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  payload LONGTEXT CHARACTER SET utf8mb4 NOT NULL
) ENGINE=InnoDB;

-- What direct triggers could not send. Rows of a transaction that is rolled back go with it.
CREATE TABLE IF NOT EXISTS errors (
  id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
  source VARCHAR(200) NOT NULL,
  op CHAR(1) NOT NULL,
  error INT NOT NULL,
  message VARCHAR(500) NOT NULL
) ENGINE=InnoDB;

DELIMITER $$

DROP FUNCTION IF EXISTS text_of_time $$
-- A TIMESTAMP's seconds since 1970 as UTC text. No time zone takes part, so no hour is there twice.
CREATE FUNCTION text_of_time(seconds DECIMAL(20,6), digits INT) RETURNS VARCHAR(30) CHARACTER SET utf8mb4
DETERMINISTIC NO SQL SQL SECURITY INVOKER
RETURN CASE WHEN seconds IS NULL THEN NULL WHEN seconds = 0 THEN LEFT('0000-00-00 00:00:00.000000', 19 + digits + (digits > 0))
  ELSE LEFT(DATE_FORMAT(TIMESTAMP('1970-01-01 00:00:00') + INTERVAL seconds SECOND_MICROSECOND, '%Y-%m-%d %H:%i:%s.%f'), 19 + digits + (digits > 0)) END $$

DROP PROCEDURE IF EXISTS capture_outbox $$
DROP PROCEDURE IF EXISTS capture $$
-- One change, called by the triggers. before_row and after_row are JSON or NULL.
-- In mode direct it never fails, whatever happens; in mode outbox it fails with the statement, or a change would be lost.
CREATE PROCEDURE capture(IN p_db VARCHAR(64) CHARACTER SET utf8mb4, IN p_table VARCHAR(64) CHARACTER SET utf8mb4, IN p_op CHAR(1) CHARACTER SET utf8mb4,
  IN p_schema BIGINT UNSIGNED, IN p_key TEXT CHARACTER SET utf8mb4, IN p_key_values LONGTEXT CHARACTER SET utf8mb4,
  IN p_before LONGTEXT CHARACTER SET utf8mb4, IN p_after LONGTEXT CHARACTER SET utf8mb4)
MODIFIES SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE v_mode VARCHAR(10) CHARACTER SET utf8mb4;
  DECLARE v_arn VARCHAR(300) CHARACTER SET utf8mb4;
  DECLARE v_max INT;
  DECLARE v_head, v_payload, v_answer LONGTEXT CHARACTER SET utf8mb4;
  DECLARE v_now DATETIME(6);
  SELECT mode, function_arn, max_bytes INTO v_mode, v_arn, v_max FROM sluice_cdc.settings WHERE id = 1 AND enabled = 1;
  IF v_mode IS NOT NULL AND COALESCE(@sluice_cdc_off, 0) = 0 THEN
    -- The moment itself, in UTC: NOW is that of the statement, which may have waited for the row's lock since. What passed since is
    -- the same in every time zone.
    SET v_now = UTC_TIMESTAMP(6) + INTERVAL TIMESTAMPDIFF(MICROSECOND, NOW(6), SYSDATE(6)) MICROSECOND;
    -- Grows within a session by itself and between sessions by the clock: the row's lock passes from one to the next in between.
    SET @sluice_cdc_seq = CAST(GREATEST(TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', v_now), CAST(COALESCE(@sluice_cdc_seq, 0) AS SIGNED) + 1) AS SIGNED);
    SET v_head = CONCAT('{"v":1,"id":"', UUID(), '","op":"', p_op, '","db":', JSON_QUOTE(p_db), ',"table":', JSON_QUOTE(p_table), ',"key":', p_key,
      ',"seq":', @sluice_cdc_seq, ',"ts":"', DATE_FORMAT(v_now, '%Y-%m-%d %H:%i:%s.%f'), '","schema":', p_schema, ',');
    SET v_payload = CONCAT(v_head, '"before":', COALESCE(p_before, 'null'), ',"after":', COALESCE(p_after, 'null'), '}');
    IF v_mode = 'outbox' THEN
      INSERT INTO sluice_cdc.outbox (payload) VALUES (v_payload);
    ELSE
      IF LENGTH(v_payload) > v_max THEN
        SET v_payload = CONCAT(v_head, '"toolarge":', LENGTH(v_payload), ',"keyvalues":', COALESCE(p_key_values, 'null'), ',"before":null,"after":null}');
      END IF;
      -- Not DO: it says that all is well whatever happened.
      SELECT lambda_async(v_arn, v_payload) INTO v_answer;
    END IF;
  END IF;
END $$

DROP PROCEDURE IF EXISTS failed $$
-- Notes what a direct trigger could not send; even that must not reach the user's statement.
CREATE PROCEDURE failed(IN p_source VARCHAR(200) CHARACTER SET utf8mb4, IN p_op CHAR(1) CHARACTER SET utf8mb4, IN p_error INT, IN p_message TEXT CHARACTER SET utf8mb4)
MODIFIES SQL DATA SQL SECURITY DEFINER
BEGIN
  DECLARE CONTINUE HANDLER FOR SQLEXCEPTION BEGIN END;
  INSERT INTO sluice_cdc.errors (source, op, error, message) VALUES (p_source, p_op, COALESCE(p_error, 0), LEFT(COALESCE(p_message, ''), 500));
END $$

DROP FUNCTION IF EXISTS trigger_name $$
-- At most 64 characters, whatever the table's name has.
CREATE FUNCTION trigger_name(p_kind VARCHAR(2) CHARACTER SET utf8mb4, p_table VARCHAR(64) CHARACTER SET utf8mb4) RETURNS VARCHAR(64) CHARACTER SET utf8mb4
DETERMINISTIC NO SQL SQL SECURITY INVOKER
RETURN CONCAT('sluice_cdc_', p_kind, '_', IF(CHAR_LENGTH(p_table) <= 50, p_table, CONCAT(LEFT(p_table, 41), '_', LPAD(HEX(CRC32(p_table)), 8, '0')))) $$

DROP FUNCTION IF EXISTS image $$
-- The expression that makes a row's JSON.
CREATE FUNCTION image(p_db VARCHAR(64) CHARACTER SET utf8mb4, p_table VARCHAR(64) CHARACTER SET utf8mb4, p_row VARCHAR(3) CHARACTER SET utf8mb4, p_only_key INT)
RETURNS LONGTEXT CHARACTER SET utf8mb4
READS SQL DATA SQL SECURITY INVOKER
BEGIN
  DECLARE v_image LONGTEXT CHARACTER SET utf8mb4;
  SELECT CONCAT('JSON_OBJECT(', GROUP_CONCAT(CONCAT(QUOTE(column_name), ', ',
    CASE
      WHEN data_type = 'bit' THEN CONCAT(c, '+0')
      -- TO_BASE64 breaks its lines; a line feed has no place there.
      WHEN data_type IN ('binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob') THEN CONCAT('REPLACE(TO_BASE64(', c, '), ''\\n'', '''')')
      WHEN data_type = 'timestamp' THEN CONCAT('sluice_cdc.text_of_time(UNIX_TIMESTAMP(', c, '), ', COALESCE(datetime_precision, 0), ')')
      WHEN data_type IN ('date', 'datetime', 'time') THEN CONCAT('CAST(', c, ' AS CHAR)')
      WHEN data_type IN ('geometry', 'point', 'linestring', 'polygon', 'multipoint', 'multilinestring', 'multipolygon', 'geometrycollection', 'geomcollection') THEN CONCAT('ST_AsText(', c, ')')
      -- As the text that the server stores: MariaDB's JSON is text anyway, and MySQL's would be laid into the object.
      WHEN data_type = 'json' THEN CONCAT('CAST(', c, ' AS CHAR)')
      WHEN data_type IN ('char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext', 'enum', 'set') THEN CONCAT('CONVERT(CONCAT(', c, ', '''') USING utf8mb4)')
      WHEN data_type IN ('tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'decimal', 'year') THEN CONCAT(c, '+0')
      -- A FLOAT alone is written with six digits; as a DOUBLE with all that it has.
      WHEN data_type = 'float' THEN CONCAT('(', c, ' + 0e0)')
      WHEN data_type = 'double' THEN c
      ELSE CONCAT('CAST(', c, ' AS CHAR)')
    END) ORDER BY ordinal_position SEPARATOR ', '), ')')
  INTO v_image
  FROM (SELECT column_name, LOWER(data_type) AS data_type, datetime_precision, ordinal_position,
          CONCAT(p_row, '.`', REPLACE(column_name, '`', '``'), '`') AS c
        FROM information_schema.columns
        WHERE table_schema = p_db AND table_name = p_table AND (p_only_key = 0 OR column_key = 'PRI')) AS columns_of_table;
  RETURN COALESCE(v_image, 'NULL');
END $$

DROP PROCEDURE IF EXISTS sluice_cdc_enable $$
-- Gives the statements that capture a table; a procedure of MySQL cannot make triggers itself (error 1295), so they are piped:
--   mysql -Nr -e "CALL sluice_cdc.sluice_cdc_enable('shop', 'Sales')" | mysql
-- Call it again behind every ALTER TABLE: the triggers name columns.
CREATE PROCEDURE sluice_cdc_enable(IN p_db VARCHAR(64) CHARACTER SET utf8mb4, IN p_table VARCHAR(64) CHARACTER SET utf8mb4)
READS SQL DATA SQL SECURITY INVOKER
BEGIN
  DECLARE v_key TEXT CHARACTER SET utf8mb4;
  DECLARE v_schema BIGINT UNSIGNED;
  DECLARE v_count INT;
  SET @sluice_cdc_concat = @@SESSION.group_concat_max_len;
  SET SESSION group_concat_max_len = 4194304;
  SELECT COUNT(*), CRC32(GROUP_CONCAT(CONCAT(column_name, ' ', column_type) ORDER BY ordinal_position SEPARATOR ',')) INTO v_count, v_schema
    FROM information_schema.columns WHERE table_schema = p_db AND table_name = p_table;
  IF v_count = 0 THEN
    SET SESSION group_concat_max_len = @sluice_cdc_concat;
    SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'sluice_cdc_enable: there is no such table, or you may not see it';
  END IF;
  SELECT CONCAT('[', COALESCE(GROUP_CONCAT(JSON_QUOTE(column_name) ORDER BY ordinal_position SEPARATOR ','), ''), ']') INTO v_key
    FROM information_schema.key_column_usage WHERE table_schema = p_db AND table_name = p_table AND constraint_name = 'PRIMARY';
  SELECT statement FROM (
    SELECT 0 AS number, 'DELIMITER $$' AS statement
    UNION ALL SELECT 1, 'SET NAMES utf8mb4 $$'
    UNION ALL SELECT 2, 'SET SESSION sql_mode = ''STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION'' $$'
    UNION ALL SELECT 3, sluice_cdc.trigger_of(p_db, p_table, 'ai', v_schema, v_key)
    UNION ALL SELECT 4, sluice_cdc.trigger_of(p_db, p_table, 'au', v_schema, v_key)
    UNION ALL SELECT 5, sluice_cdc.trigger_of(p_db, p_table, 'ad', v_schema, v_key)
    UNION ALL SELECT 6, 'DELIMITER ;') AS statements ORDER BY number;
  SET SESSION group_concat_max_len = @sluice_cdc_concat;
END $$

DROP FUNCTION IF EXISTS trigger_of $$
-- The statements that make one trigger anew.
CREATE FUNCTION trigger_of(p_db VARCHAR(64) CHARACTER SET utf8mb4, p_table VARCHAR(64) CHARACTER SET utf8mb4, p_kind VARCHAR(2) CHARACTER SET utf8mb4,
  p_schema BIGINT UNSIGNED, p_key TEXT CHARACTER SET utf8mb4) RETURNS LONGTEXT CHARACTER SET utf8mb4
READS SQL DATA SQL SECURITY INVOKER
BEGIN
  DECLARE v_name VARCHAR(200) CHARACTER SET utf8mb4 DEFAULT CONCAT('`', REPLACE(p_db, '`', '``'), '`.`', REPLACE(sluice_cdc.trigger_name(p_kind, p_table), '`', '``'), '`');
  DECLARE v_op CHAR(1) CHARACTER SET utf8mb4 DEFAULT UPPER(SUBSTRING(p_kind, 2, 1));
  DECLARE v_call LONGTEXT CHARACTER SET utf8mb4;
  SET v_call = CONCAT('CALL sluice_cdc.capture(', QUOTE(p_db), ', ', QUOTE(p_table), ', ''', v_op, ''', ', p_schema, ', ', QUOTE(p_key), ', ',
    sluice_cdc.image(p_db, p_table, IF(v_op = 'D', 'OLD', 'NEW'), 1), ',\n    ',
    IF(v_op = 'I', 'NULL', sluice_cdc.image(p_db, p_table, 'OLD', 0)), ',\n    ',
    IF(v_op = 'D', 'NULL', sluice_cdc.image(p_db, p_table, 'NEW', 0)), ')');
  RETURN CONCAT('DROP TRIGGER IF EXISTS ', v_name, ' $$\nCREATE TRIGGER ', v_name, ' AFTER ', CASE v_op WHEN 'I' THEN 'INSERT' WHEN 'U' THEN 'UPDATE' ELSE 'DELETE' END,
    ' ON `', REPLACE(p_db, '`', '``'), '`.`', REPLACE(p_table, '`', '``'), '` FOR EACH ROW\nBEGIN\n',
    '  DECLARE v_error INT;\n  DECLARE v_message TEXT CHARACTER SET utf8mb4;\n  DECLARE EXIT HANDLER FOR SQLEXCEPTION\n  BEGIN\n',
    '    GET DIAGNOSTICS CONDITION 1 v_error = MYSQL_ERRNO, v_message = MESSAGE_TEXT;\n',
    '    -- An outbox that takes no row must stop the statement, and a deadlock has rolled it back already.\n',
    '    IF v_error IN (1205, 1213) OR EXISTS (SELECT 1 FROM sluice_cdc.settings WHERE mode = ''outbox'' AND enabled = 1) THEN RESIGNAL; END IF;\n',
    '    CALL sluice_cdc.failed(', QUOTE(CONCAT(p_db, '.', p_table)), ', ''', v_op, ''', v_error, v_message);\n  END;\n  ', v_call, ';\nEND $$');
END $$

DROP PROCEDURE IF EXISTS sluice_cdc_disable $$
-- Gives the statements that end a table's capture; piped like those of sluice_cdc_enable.
CREATE PROCEDURE sluice_cdc_disable(IN p_db VARCHAR(64) CHARACTER SET utf8mb4, IN p_table VARCHAR(64) CHARACTER SET utf8mb4)
READS SQL DATA SQL SECURITY INVOKER
SELECT CONCAT('DROP TRIGGER IF EXISTS `', REPLACE(p_db, '`', '``'), '`.`', REPLACE(sluice_cdc.trigger_name(kind, p_table), '`', '``'), '`;') AS statement
FROM (SELECT 'ai' AS kind UNION ALL SELECT 'au' UNION ALL SELECT 'ad') AS kinds $$

DELIMITER ;
