-- The article's table, procedure and trigger under their own names, in a form that loses nothing. Run install.sql first.
-- It differs from the article: a key of its own, DECIMAL money (DOUBLE rounds), utf8mb4, and no text that CONCAT could break.
--   mysql --default-character-set=utf8mb4 shop < sales.sql
-- For updates, deletes and any other table, use sluice_cdc_enable instead; not both, or inserts come twice.

SET NAMES utf8mb4;
SET SESSION sql_mode = 'STRICT_TRANS_TABLES,NO_ENGINE_SUBSTITUTION';

CREATE TABLE IF NOT EXISTS Sales (
  SalesID BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  ItemID INT NOT NULL,
  Category VARCHAR(255),
  Price DECIMAL(10,2),
  Quantity INT NOT NULL DEFAULT 1,
  OrderDate TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP,
  DestinationState VARCHAR(2),
  ShippingType VARCHAR(255),
  Referral VARCHAR(255)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

DELIMITER $$

DROP PROCEDURE IF EXISTS CDC_TO_FIREHOSE $$
CREATE PROCEDURE CDC_TO_FIREHOSE(IN ItemID INT, IN Category VARCHAR(255) CHARACTER SET utf8mb4, IN Price DECIMAL(10,2), IN Quantity INT,
  IN OrderDate VARCHAR(30) CHARACTER SET utf8mb4, IN DestinationState VARCHAR(2) CHARACTER SET utf8mb4, IN ShippingType VARCHAR(255) CHARACTER SET utf8mb4, IN Referral VARCHAR(255) CHARACTER SET utf8mb4)
MODIFIES SQL DATA SQL SECURITY DEFINER
CALL sluice_cdc.capture(DATABASE(), 'Sales', 'I', 0, '[]', NULL, NULL, JSON_OBJECT('ItemID', ItemID, 'Category', Category, 'Price', Price, 'Quantity', Quantity,
  'OrderDate', OrderDate, 'DestinationState', DestinationState, 'ShippingType', ShippingType, 'Referral', Referral)) $$

DROP TRIGGER IF EXISTS TR_Sales_CDC $$
CREATE TRIGGER TR_Sales_CDC AFTER INSERT ON Sales FOR EACH ROW
BEGIN
  DECLARE v_error INT;
  DECLARE v_message TEXT CHARACTER SET utf8mb4;
  DECLARE EXIT HANDLER FOR SQLEXCEPTION
  BEGIN
    GET DIAGNOSTICS CONDITION 1 v_error = MYSQL_ERRNO, v_message = MESSAGE_TEXT;
    IF v_error IN (1205, 1213) OR EXISTS (SELECT 1 FROM sluice_cdc.settings WHERE mode = 'outbox' AND enabled = 1) THEN RESIGNAL; END IF;
    CALL sluice_cdc.failed('Sales', 'I', v_error, v_message);
  END;
  CALL CDC_TO_FIREHOSE(NEW.ItemID, NEW.Category, NEW.Price, NEW.Quantity, sluice_cdc.text_of_time(UNIX_TIMESTAMP(NEW.OrderDate), 0),
    NEW.DestinationState, NEW.ShippingType, NEW.Referral);
END $$

DELIMITER ;
